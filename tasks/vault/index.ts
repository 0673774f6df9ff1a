import { emptyTask } from "hardhat/config";

import { clientTask, traderTask } from "../cli/taskOptions.ts";
import { ArgumentType } from "hardhat/types/arguments";
import { built } from "../cli/built.ts";

/** `hardhat vault …`: USDC in and out. */
export const vaultTasks = [
  emptyTask("vault", "Deposit and withdraw USDC, and see balances").build(),
  traderTask(["vault", "deposit"], "Deposit USDC, by a signed permit where the token takes it")
    .addPositionalArgument({ name: "amount", description: "USDC, such as 250 or 95.50" })
    .addFlag({ name: "faucet", description: "On a local chain: mint the amount first" })
    .addFlag({ name: "approve", description: "Use an approval instead of a permit" })
    .setAction(built(() => import("./deposit.ts")))
    .build(),
  traderTask(["vault", "withdraw"], "Withdraw free USDC; never pauses")
    .addPositionalArgument({ name: "amount", description: "USDC, such as 95.50, or all" })
    .addOption({
      name: "to",
      description: "Who gets it; the account itself by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./withdraw.ts")))
    .build(),
  traderTask(["vault", "balance"], "Show what an account has free and locked")
    .addPositionalArgument({
      name: "address",
      description: "Whose balance; that of --account by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./balance.ts")))
    .build(),
  traderTask(
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
