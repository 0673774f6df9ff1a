import { isAddressEqual, pad, parseEventLogs, type Address } from "viem";

import type { Client } from "../../client.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";
import { logsUpTo, selectorsOf } from "../book/marketEvents.ts";

/** Events whose receiver of money is not among their indexed arguments. */
const PAYING = [
  "AuctionSettled",
  "LowBidCharged",
  "AuctionRefunded",
  "AuctionErased",
  "BondForfeited",
] as const;

/** The leads by which money of an account can have moved. */
export async function leadsOfAccount(
  client: Client,
  account: Address,
  block: bigint,
): Promise<bigint[]> {
  const { address, abi } = client.contracts.house;
  // A seller, bidder or buyer is the third indexed argument of each event of a round.
  const topics = [null, null, null, pad(account)];
  const named = await logsUpTo(client, block, { address, topics });
  const configured = await pastEventsUpTo(client, block, (range) =>
    client.contracts.house.getEvents.FeeConfigSet(range),
  );
  const wasTreasury = parseEventLogs({ abi, eventName: "FeeConfigSet", logs: configured }).some(
    ({ args }) => isAddressEqual(args.config.treasury, account),
  );
  // Anybody can earn the tip of a forfeited bond.
  const paying = wasTreasury ? PAYING : (["BondForfeited"] as const);
  const paid = await logsUpTo(client, block, { address, topics: [selectorsOf(abi, paying)] });
  const received = parseEventLogs({ abi, eventName: [...PAYING], logs: paid }).filter((log) => {
    const receivers =
      log.eventName === "AuctionErased"
        ? [log.args.end.treasury]
        : log.eventName === "BondForfeited"
          ? [log.args.treasury, log.args.caller]
          : [log.args.treasury];
    return receivers.some((receiver) => isAddressEqual(receiver, account));
  });
  const ids = [...named, ...received].map(({ topics: [, leadId = "0x0"] }) => BigInt(leadId));
  return [...new Set(ids)];
}
