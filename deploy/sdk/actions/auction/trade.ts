import { isAddressEqual, zeroHash } from "viem";

import type { Client } from "../../client.ts";
import { isInTime } from "../../codes/deadlines.ts";
import { phaseName } from "../../codes/enums.ts";
import { timeText, usdcText } from "../../codes/text.ts";
import { latestRoundOf } from "./auction.ts";

/**
 * How a lead stands. Only one that is `unlisted`, or `returned` from a round without a sale, can be listed; `unsold` is the same before
 * anybody has closed that round, and `expired` is any of them without time left for another round.
 */
export type TradeState =
  | "unlisted"
  | "listed"
  | "unsold"
  | "undelivered"
  | "returned"
  | "expired"
  | "sold"
  | "handedOver"
  | "erased";

/** How a lead stands, in words, with what can be done. */
export interface Trade {
  readonly state: TradeState;
  readonly says: string;
  readonly next: string;
}

/** How a lead stands: tells sold, listed and returned apart. */
export async function tradeOf(client: Client, leadId: bigint): Promise<Trade> {
  const { nft, registry } = client.contracts;
  const { seller, vertical, contentHash, expiresAt } = await nft.read.leadOf([leadId]);
  const owner = await nft.read.ownerOf([leadId]);
  const { round, phase, closed, leader, price } = await latestRoundOf(client, leadId);
  const name = phaseName(phase);
  const lead = `Lead ${leadId}`;
  const create = `\`createAuction({ leadId: ${leadId} })\``;
  const windows = await registry.read.verticalOf([vertical]);
  const isExpired = !isInTime(expiresAt, windows, await client.now());

  if (contentHash === zeroHash) {
    return {
      state: "erased",
      says: `The content of lead ${leadId} was erased permanently.`,
      next: "Nobody can sell it any more.",
    };
  }
  if (name === "Sold") {
    return {
      state: "sold",
      says: `${lead} was sold to ${leader} in round ${round}, for ${usdcText(price)}.`,
      next: "A lead is sold once: submit another one.",
    };
  }
  if (round > 0 && !closed) {
    if (name === "Unsold") {
      if (isExpired) return expiredTrade(leadId, expiresAt);
      return {
        state: "unsold",
        says: `Round ${round} of lead ${leadId} ended unsold; nobody has closed it yet.`,
        next: `Its seller lists it again with ${create}, which closes the round first.`,
      };
    }
    if (name === "Undelivered") {
      return {
        state: "undelivered",
        says: `${lead} was not delivered to its buyer ${leader}, who has not been refunded yet.`,
        next: `Refund the buyer with \`refundBuyer({ leadId: ${leadId} })\`; then its seller ${isExpired ? erasing(leadId) : "can list it again"}.`,
      };
    }
    return {
      state: "listed",
      says: `${lead} is for sale: round ${round} is in phase ${name}.`,
      next: `\`getAuction({ leadId: ${leadId} })\` shows what it waits for.`,
    };
  }
  if (!isAddressEqual(owner, seller)) {
    return {
      state: "handedOver",
      says: `${lead} belongs to ${owner}, who got it without an auction.`,
      next: "Only the seller that still owns a lead can list it.",
    };
  }
  if (isExpired) return expiredTrade(leadId, expiresAt);
  return round === 0
    ? {
        state: "unlisted",
        says: `${lead} was never listed; it is with its seller ${seller}.`,
        next: `Its seller lists it with ${create}.`,
      }
    : {
        state: "returned",
        says: `${lead} is still its seller's, ${seller}: round ${round} ended ${name}.`,
        next: `Its seller lists it again with ${create}.`,
      };
}

/** A lead that its seller still has, without time for another round, whether its last one is closed or not. */
function expiredTrade(leadId: bigint, expiresAt: number): Trade {
  return {
    state: "expired",
    says: `Lead ${leadId} has no time left for another round and cannot be listed any more: it expires at ${timeText(expiresAt)}, and a delivery could be due after that.`,
    next: `Its seller ${erasing(leadId)}.`,
  };
}

function erasing(leadId: bigint): string {
  return `erases it with \`eraseLead({ leadId: ${leadId} })\`; then its consumer can be submitted again`;
}
