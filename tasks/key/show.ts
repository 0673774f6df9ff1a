import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";

import { getDeliveryKey } from "../../deploy/sdk/actions/deliveryKey/getDeliveryKey.ts";
import { deliveryKeyOfTrader } from "../../deploy/sdk/actions/deliveryKeys.ts";
import type { Client } from "../../deploy/sdk/client.ts";
import { deliveryKeyHash } from "../../deploy/sdk/delivery/deliveryKey.ts";
import { clientAction, traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { facts, type TaskReport } from "../cli/output.ts";

interface ShowArguments extends TraderOptions {
  readonly address: string | undefined;
}

/** Somebody else's key needs no wallet. */
export default (args: ShowArguments, hre: HardhatRuntimeEnvironment) =>
  args.address === undefined ? ownKey(args, hre) : keyOfAnyone(args, hre);

const ownKey = traderAction<ShowArguments>(async (_args, trader) => {
  const { publicKey } = await deliveryKeyOfTrader(trader);
  return report(trader, trader.address, deliveryKeyHash(publicKey));
});

const keyOfAnyone = clientAction<ShowArguments>(({ address = "" }, client) =>
  report(client, parseAddress(address)),
);

/** @param derived hash of the key that the wallet gives, where the wallet is here. */
async function report(client: Client, account: Address, derived?: string): Promise<TaskReport> {
  const key = await getDeliveryKey(client, { account });
  const { registered, keyHash, fixed } = key;
  const isOurs = derived === undefined ? null : keyHash === derived;
  return {
    json: { ...key, ours: isOurs },
    text: facts([
      ["account", account],
      ["delivery key", registered ? `hash ${keyHash ?? ""}` : "none: `npx hardhat key register`"],
      ...(registered && isOurs !== null
        ? [
            [
              "this wallet",
              isOurs ? "derives it" : "derives another key: it cannot read what the account buys",
            ] as const,
          ]
        : []),
      ["can change", fixed && registered ? "not while money is locked" : "yes"],
    ]),
  };
}
