import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getAddress, isAddress, zeroHash } from "viem";

import { clientAction, traderAction, type TraderOptions } from "../client/action.ts";
import type { Client } from "../client/client.ts";
import { facts, type TaskReport } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { holdingsFacts, holdingsOf } from "./holdings.ts";

interface BalanceArguments extends TraderOptions {
  readonly address: string | undefined;
}

/** Somebody else's balance needs no wallet. */
export default (args: BalanceArguments, hre: HardhatRuntimeEnvironment) =>
  args.address === undefined ? ownBalance(args, hre) : balanceOfAnyone(args, hre);

const ownBalance = traderAction<BalanceArguments>((_args, trader) =>
  report(trader, trader.address),
);

const balanceOfAnyone = clientAction<BalanceArguments>(({ address = "" }, client) => {
  if (!isAddress(address)) {
    throw new TaskError(
      `${address} is not an address.`,
      "Write an address of 20 bytes with its checksum, or name a wallet with --account.",
    );
  }
  return report(client, address);
});

async function report(client: Client, address: `0x${string}`): Promise<TaskReport> {
  const holdings = await holdingsOf(client, getAddress(address));
  const keyHash = await client.contracts.vault.read.deliveryKeyHashOf([address]);
  const hasDeliveryKey = keyHash !== zeroHash;
  return {
    json: { ...holdings, hasDeliveryKey },
    text: facts([
      ...holdingsFacts(holdings),
      ["delivery key", hasDeliveryKey ? "registered" : "none yet; the first bid registers one"],
    ]),
  };
}
