import { emptyTask } from "hardhat/config";

import { clientTask, traderTask, writingTask } from "../cli/taskOptions.ts";
import { ArgumentType } from "hardhat/types/arguments";
import { built } from "../cli/built.ts";
import { CURSOR, LIMIT } from "../cli/pageOptions.ts";

/** `hardhat vault …`: USDC in and out. */
export const vaultTasks = [
  emptyTask("vault", "Deposit and withdraw USDC, and see balances").build(),
  writingTask(["vault", "deposit"], "Deposit USDC, by a signed permit where the token takes it")
    .addPositionalArgument({ name: "amount", description: "USDC, such as 250 or 95.50" })
    .addFlag({ name: "faucet", description: "On a local chain: mint the amount first" })
    .addFlag({ name: "approve", description: "Use an approval instead of a permit" })
    .setAction(built(() => import("./deposit.ts")))
    .build(),
  writingTask(["vault", "withdraw"], "Withdraw free USDC; never pauses")
    .addPositionalArgument({ name: "amount", description: "USDC, such as 95.50, or all" })
    .addOption({
      name: "to",
      description:
        "Address that gets it, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; the account itself by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./withdraw.ts")))
    .build(),
  traderTask(["vault", "balance"], "Show what an account has free and locked")
    .addPositionalArgument({
      name: "address",
      description:
        "Address whose balance it is, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; that of --account by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./balance.ts")))
    .build(),
  traderTask(
    ["vault", "history"],
    "Show an account's statement: what moved its money, and its balances then",
  )
    .addPositionalArgument({
      name: "address",
      description:
        "Whose statement, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; that of --account by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(LIMIT)
    .addOption(CURSOR)
    .setAction(built(() => import("./history.ts")))
    .build(),
  writingTask(
    ["vault", "prove"],
    "Prove the reserves: record what the vault holds and owes; anybody can, and it stops or reopens new business",
  )
    .setAction(built(() => import("./prove.ts")))
    .build(),
  clientTask(
    ["vault", "solvency"],
    "Show what the vault holds and owes, how old the last proof of reserves is, and what is stopped and why",
  )
    .setAction(built(() => import("./solvency.ts")))
    .build(),
];
