import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, writingTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";

/** `hardhat compliance …`: who may have which lead, and why. */
export const complianceTasks = [
  emptyTask("compliance", "Who may have which lead, and why").build(),
  clientTask(
    ["compliance", "check"],
    "Say for each access rule whether an account meets it for a lead, and what would fix it: a dry run before a bid",
  )
    .addPositionalArgument({
      name: "holder",
      description:
        "Address of the account that would bid, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
    })
    .addPositionalArgument({
      name: "leadId",
      description: "The lead's number, such as 1",
      type: ArgumentType.BIGINT,
    })
    .setAction(built(() => import("./check.ts")))
    .build(),
  writingTask(
    ["compliance", "invalidate"],
    "Drop the remembered passes of an account, or of all: the next action of each asks the engine again (compliance role)",
  )
    .addPositionalArgument({
      name: "holder",
      description: "Address of the account, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "all", description: "Drop those of all accounts" })
    .setAction(built(() => import("./invalidate.ts")))
    .build(),
];

const HOLDER = {
  name: "holder",
  description:
    "Address of the account that holds it, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
} as const;

const EXPIRES = text(
  "expires",
  "Until when, such as 90d, 12h, 2w, 1y, a UTC date (2027-06-30), or never; a year by default where one is issued",
);

/** `hardhat credential …`: what accounts hold, and the compliance role's changes to it. */
export const credentialTasks = [
  emptyTask("credential", "Credentials that decide who may have which lead").build(),
  changeTask(
    "issue",
    "Issue a credential, for a year unless --expires says otherwise (compliance role)",
  )
    .addOption(EXPIRES)
    .setAction(built(() => import("./issueCredential.ts")))
    .build(),
  changeTask(
    "revoke",
    "Take a credential away, effective with the next transaction (compliance role)",
  )
    .setAction(built(() => import("./revokeCredential.ts")))
    .build(),
  changeTask("renew", "Change when a credential ends (compliance role)")
    .addOption(EXPIRES)
    .setAction(built(() => import("./renewCredential.ts")))
    .build(),
  clientTask(["credential", "show"], "Show an account's identity and credentials")
    .addPositionalArgument(HOLDER)
    .setAction(built(() => import("./showCredentials.ts")))
    .build(),
];

/** A task that changes a credential; only the compliance role may. */
function changeTask(verb: string, description: string) {
  return writingTask(["credential", verb], description)
    .addPositionalArgument(HOLDER)
    .addOption(
      text(
        "type",
        "What it says, such as kyc, of kyc, sanctioned, consent, licence and transfer; nothing by default, and refused then",
      ),
    )
    .addOption(text("vertical", "Root vertical of a licence, such as insurance; none by default"))
    .addOption(
      text(
        "region",
        "Where a licence holds, such as US-CA, or US for all of it; nowhere by default",
      ),
    )
    .addOption(
      text(
        "regime",
        "Data-protection regime that a transfer credential satisfies, such as GDPR; none by default",
      ),
    )
    .addOption(
      text(
        "jurisdiction",
        "Where the holder of a KYC credential resides, such as US-CA; unknown by default",
      ),
    );
}

/** An option that takes text and may be left out. */
function text<const NameT extends string>(name: NameT, description: string) {
  return {
    name,
    description,
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  } as const;
}
