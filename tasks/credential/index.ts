import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, traderTask } from "../client/taskOptions.ts";

const HOLDER = { name: "holder", description: "Address of the account that holds it" } as const;

/** An option that takes text and may be left out. */
function text<const NameT extends string>(name: NameT, description: string) {
  return {
    name,
    description,
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  } as const;
}

/** A task that changes a credential; only the compliance role may. */
function changeTask(verb: string, description: string) {
  return traderTask(["credential", verb], description)
    .addPositionalArgument(HOLDER)
    .addOption(text("type", "kyc, sanctioned, consent, licence or transfer"))
    .addOption(text("vertical", "Root vertical of a licence: insurance"))
    .addOption(text("region", "Where a licence holds: US-CA, or a country for all of it"))
    .addOption(text("regime", "Data-protection regime that a transfer credential satisfies: GDPR"))
    .addOption(text("jurisdiction", "Where the holder of a KYC credential resides: US-CA"));
}

const EXPIRES = {
  name: "expires",
  description: "Until when: a duration (90d, 12h, 2w, 1y), a UTC date (2027-06-30), or never",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;

/** `hardhat credential`: what accounts hold, and the compliance role's changes to it. */
export const credentialTasks = [
  emptyTask("credential", "Credentials that decide who may have which lead").build(),
  changeTask(
    "issue",
    "Issue a credential, for a year unless --expires says otherwise (compliance role)",
  )
    .addOption(EXPIRES)
    .setAction(() => import("./issue.ts"))
    .build(),
  changeTask(
    "revoke",
    "Take a credential away, effective with the next transaction (compliance role)",
  )
    .setAction(() => import("./revoke.ts"))
    .build(),
  changeTask("renew", "Give a credential another end (compliance role)")
    .addOption(EXPIRES)
    .setAction(() => import("./renew.ts"))
    .build(),
  clientTask(["credential", "show"], "Show an account's identity and credentials")
    .addPositionalArgument(HOLDER)
    .setAction(() => import("./show.ts"))
    .build(),
];
