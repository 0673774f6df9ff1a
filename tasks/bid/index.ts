import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { traderTask, writingTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";
import { CURSOR, LIMIT } from "../cli/pageOptions.ts";

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number, such as 1",
  type: ArgumentType.BIGINT,
} as const;

/** `hardhat bid …`: sealed bids. */
export const bidTasks = [
  emptyTask("bid", "Commit, open and withdraw sealed bids").build(),
  writingTask(
    ["bid", "commit"],
    "Commit a sealed bid, or overwrite the one committed before; locks the same bond for everybody",
  )
    .addPositionalArgument(LEAD_ID)
    .addPositionalArgument({ name: "amount", description: "USDC, such as 95.50" })
    .addFlag({
      name: "selfReveal",
      description:
        "Nobody but you can open it; by default it opens by itself after the commit phase",
    })
    .addFlag({
      name: "enclave",
      description:
        "The DON's enclave opens it after the commit phase; refused where leads are scored by a service instead",
    })
    .setAction(built(() => import("./commit.ts")))
    .build(),
  writingTask(
    ["bid", "open"],
    "Open all bids on a lead that open by themselves: the timelocked ones in one transaction, those sealed to the DON by asking it; anybody can",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./open.ts")))
    .build(),
  writingTask(["bid", "reveal"], "Open your sealed bid; locks the amount if it leads")
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "amount",
      description:
        "What you bid, in USDC, such as 95.50; found by itself by default: in this machine's journal, in the beacon's round that opens the bid, or by trying whole cents",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./reveal.ts")))
    .build(),
  traderTask(["bid", "list"], "List an account's bids, the latest leads first")
    .addPositionalArgument({
      name: "address",
      description:
        "Whose bids, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; those of --account by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(LIMIT)
    .addOption(CURSOR)
    .setAction(built(() => import("./list.ts")))
    .build(),
  writingTask(["bid", "withdraw"], "Take your sealed bid back while bids are taken; frees its bond")
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./withdraw.ts")))
    .build(),
];
