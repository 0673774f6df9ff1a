import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";

import { getBalance } from "../../deploy/sdk/actions/vault/getBalance.ts";
import type { Client } from "../../deploy/sdk/client.ts";
import { clientAction, traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { facts, type TaskReport } from "../cli/output.ts";
import { holdingsFacts } from "./holdingsFacts.ts";

interface BalanceArguments extends TraderOptions {
  readonly address: string | undefined;
}

/** Somebody else's balance needs no wallet. */
export default (args: BalanceArguments, hre: HardhatRuntimeEnvironment) =>
  args.address === undefined ? ownBalance(args, hre) : balanceOfAnyone(args, hre);

const ownBalance = traderAction<BalanceArguments>((_args, trader) =>
  report(trader, trader.address),
);

const balanceOfAnyone = clientAction<BalanceArguments>(({ address = "" }, client) =>
  report(client, parseAddress(address)),
);

async function report(client: Client, account: Address): Promise<TaskReport> {
  const balance = await getBalance(client, { account });
  return {
    json: balance,
    text: facts([
      ...holdingsFacts(balance),
      [
        "delivery key",
        balance.hasDeliveryKey ? "registered" : "none yet; the first bid registers one",
      ],
    ]),
  };
}
