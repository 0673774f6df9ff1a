import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";

import { listBids } from "../../deploy/sdk/actions/bid/listBids.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import type { Client } from "../../deploy/sdk/client.ts";
import { clientAction, traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { grid, type TaskReport } from "../cli/output.ts";
import { parsePage, withMore, type PageArguments } from "../cli/page.ts";

interface ListArguments extends TraderOptions, PageArguments {
  readonly address: string | undefined;
}

type OwnBid = Awaited<ReturnType<typeof listBids>>["bids"][number];

/** Somebody else's bids need no wallet. */
export default (args: ListArguments, hre: HardhatRuntimeEnvironment) =>
  args.address === undefined ? ownBids(args, hre) : bidsOfAnyone(args, hre);

const ownBids = traderAction<ListArguments>((args, trader) => report(trader, trader.address, args));

const bidsOfAnyone = clientAction<ListArguments>((args, client) =>
  report(client, parseAddress(args.address ?? ""), args),
);

async function report(client: Client, account: Address, args: PageArguments): Promise<TaskReport> {
  const page = await listBids(client, { account, ...parsePage(args) });
  if (page.bids.length === 0) return { json: page, text: `${account} has bid on nothing.` };
  const table = grid(
    ["lead", "what", "bid", "state", "locked", "until"],
    page.bids.map((bid) => [
      `${bid.leadId}, round ${bid.round}`,
      `${bid.auction.verticalSlug}\n${bid.auction.region}, score ${bid.auction.score}`,
      bid.amount === null ? "sealed" : usdcText(bid.amount),
      bid.status,
      usdcText(bid.locked),
      nextTime(bid),
    ]),
  );
  return { json: page, text: withMore(table, page.cursor) };
}

/** What the bid waits for, and when. */
function nextTime({ status, endedAt, auction }: OwnBid): string {
  if (endedAt !== null) return `ended ${timeText(endedAt)}`;
  if (status === "Committed") {
    return `open it from ${timeText(auction.commitEnd)}\nuntil ${timeText(auction.revealEnd)}`;
  }
  if (status === "Won" && auction.deliveryEnd !== null) {
    return `delivered by ${timeText(auction.deliveryEnd)}`;
  }
  return `decided by ${timeText(auction.revealEnd)}`;
}
