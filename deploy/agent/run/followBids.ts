import { isAddressEqual } from "viem";

import { latestRoundOf, type Auction } from "../../sdk/actions/auction/auction.ts";
import { refundBuyer } from "../../sdk/actions/auction/refundBuyer.ts";
import { bidsOf } from "../../sdk/actions/bid/getBids.ts";
import { openBids } from "../../sdk/actions/keeper/openBids.ts";
import { phaseName } from "../../sdk/codes/enums.ts";
import { explainError } from "../../sdk/errors/explainError.ts";
import type { LossReason } from "../events.ts";
import type { BidState, StoredBid } from "../store/bidLedger.ts";
import { accountOf, type Agent } from "./agent.ts";
import { receiveLead } from "./receiveLead.ts";
import { tellBid, tellLoss } from "./tell.ts";

/** What following did. */
interface Followed {
  opened: number;
  won: number;
  lost: number;
  readonly troubles: string[];
  /** When the commit phase of the first bid that is not over ends, Unix seconds; undefined where all are over. */
  readonly due: number | undefined;
}

/**
 * Moves on what waits: opens bids that nobody has opened, receives leads, takes money back, and tells how each bid ended. An event is told
 * before its bid's state is written, so that a crash repeats it rather than loses it; its id is the same then.
 */
export async function followBids(agent: Agent): Promise<Followed> {
  const { trader } = agent;
  const bids = await agent.market.bids.list(accountOf(agent), ["committed", "won"]);
  const ends = bids.map(({ commitEnd }) => commitEnd);
  const due = bids.length === 0 ? undefined : Math.min(...ends);
  const done: Followed = { opened: 0, won: 0, lost: 0, troubles: [], due };
  if (bids.length === 0) return done;
  const now = await trader.now();
  for (const bid of bids) {
    if (now < bid.commitEnd) continue;
    try {
      await follow(agent, bid, now, done);
    } catch (error) {
      const explained = explainError(error, trader.describe);
      if (explained === undefined) throw error;
      done.troubles.push(`Lead ${bid.leadId}: ${explained.says}`);
    }
  }
  return done;
}

async function follow(agent: Agent, bid: StoredBid, now: number, done: Followed): Promise<void> {
  const { trader } = agent;
  const { leadId } = bid;
  let auction = await latestRoundOf(trader, leadId);
  if (auction.round === bid.round && phaseName(auction.phase) === "Reveal") {
    const opened = await openBids(trader, leadId);
    if (opened === undefined) return;
    done.opened += opened.bids;
    auction = await latestRoundOf(trader, leadId);
  }
  const end = await endOf(agent, bid, auction);
  if (end === undefined || end.state === bid.state) return;
  const { state } = end;
  if (state === "delivered") {
    await receiveLead(agent, bid, now);
    done.won++;
  } else if (state === "refunded") {
    const says = "the seller did not deliver: the money is free again";
    await tellBid(agent, "delivery.failed", bid, {
      reason: "Refunded",
      says,
      txHash: null,
      at: now,
    });
  } else if (end.state === "lost") {
    await tellLoss(agent, bid, end.reason, now);
    done.lost++;
  }
  await agent.market.bids.settle(bid.id, state);
}

/** How a bid ended. */
type End =
  | { readonly state: Exclude<BidState, "lost"> }
  | { readonly state: "lost"; readonly reason: LossReason };

/** How a bid stands in a round; undefined while nothing has changed for it. */
async function endOf(agent: Agent, bid: StoredBid, auction: Auction): Promise<End | undefined> {
  const { trader } = agent;
  const { leadId, round } = bid;
  if (auction.round !== round) return endByStatus(agent, bid);
  const isLeader = isAddressEqual(auction.leader, trader.address);
  switch (phaseName(auction.phase)) {
    case "None":
    case "Commit":
    case "Reveal":
    case "TieBreak":
      return undefined;
    case "Delivery":
      return isLeader ? { state: "won" } : endByStatus(agent, bid);
    case "Sold":
      return isLeader ? { state: "delivered" } : endByStatus(agent, bid);
    case "Undelivered":
      // Nobody else may care to: then the money would stay locked.
      if (isLeader && !auction.closed) await refundBuyer(trader, { leadId });
      return endByStatus(agent, bid);
    default:
      return endByStatus(agent, bid);
  }
}

/** How a bid ended in a round that is decided. */
async function endByStatus(
  { trader }: Agent,
  { leadId, round, account }: StoredBid,
): Promise<End | undefined> {
  const bids = await bidsOf(trader, leadId);
  const own = bids.find((one) => one.round === round && isAddressEqual(one.bidder, account));
  const lost = (reason: LossReason) => ({ state: "lost", reason }) as const;
  switch (own?.status) {
    case "Leading":
    case "Won":
      return undefined;
    case "Delivered":
      return { state: "delivered" };
    case "Refunded":
      return { state: "refunded" };
    case undefined:
    case "Withdrawn":
      return { state: "released" };
    case "Outbid":
      return lost(102);
    case "Tied":
      return lost(1000);
    case "BelowReserve":
      return lost(100);
    case "Barred":
      return lost(104);
    case "Released":
      return lost(1001);
    case "Committed":
    case "Forfeited":
    case "Returned":
      return lost(2);
  }
}
