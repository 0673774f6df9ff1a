import { isAddressEqual, zeroAddress } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { refundableAt } from "../../codes/deadlines.ts";
import { Phase, phaseName, type PhaseName } from "../../codes/enums.ts";
import { durationText, timeText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { address, leadId, time, usdc } from "../schemas.ts";

/** An auction round in a result; null where there is nothing yet. */
export const auctionRound = z.object({
  leadId,
  round: z.number().int().describe("Number of the lead's auction round, from 1"),
  phase: z.enum(Object.keys(Phase) as PhaseName[]).describe("Its phase now"),
  closed: z
    .boolean()
    .describe("Whether a transaction has ended the round: its phase is final then"),
  reserve: usdc.describe("Lowest bid that counts, USDC units"),
  bidBond: usdc.describe("Bond of every bidder, USDC units"),
  deliveryBond: usdc.describe("Bond of the seller, USDC units"),
  commitEnd: time.describe("End of the commit phase, Unix seconds"),
  revealEnd: time.describe("End of the reveal phase, Unix seconds"),
  deliveryEnd: time.nullable().describe("End of the delivery window, Unix seconds"),
  pendingCommitments: z.number().int().describe("Bids that are not open"),
  tiedBids: z.number().int().describe("Open bids that equal the leading one"),
  leader: address.nullable().describe("Who leads or has won"),
  leadingBid: usdc.nullable().describe("The highest open bid, USDC units"),
  price: usdc.nullable().describe("Price that the buyer paid, USDC units"),
});

/** An auction round in a result. */
export type AuctionRound = z.output<typeof auctionRound>;

/** A lead's latest auction round as a transaction sent now would find it. */
export type Auction = Awaited<ReturnType<typeof latestRoundOf>>;

/** Reads a lead's latest auction round; round 0 for a lead that was never auctioned. */
export function latestRoundOf({ contracts }: Client, leadId: bigint) {
  return contracts.house.read.auctionOf([leadId], { blockTag: "pending" });
}

/** Reads a lead's latest auction round; refuses a lead that was never auctioned. */
export async function auctionOf(client: Client, leadId: bigint): Promise<Auction> {
  const auction = await latestRoundOf(client, leadId);
  if (auction.round === 0) {
    await client.contracts.nft.read.leadOf([leadId]);
    throw new LeadEngineError(
      "NEVER_LISTED",
      `Lead ${leadId} was never put up for auction.`,
      `Its seller lists it with \`createAuction({ leadId: ${leadId} })\`.`,
    );
  }
  return auction;
}

/** Refuses unless the auction is in the phase that `doing` needs; says when it was or will be. */
export async function requirePhase(
  client: Client,
  leadId: bigint,
  auction: Auction,
  needed: Phase,
  doing: string,
): Promise<void> {
  if (auction.phase === needed) return;
  const from = startOf(needed, auction);
  throw new LeadEngineError(
    "WRONG_PHASE",
    `The auction of lead ${leadId} is in phase ${phaseName(auction.phase)}; ${doing} needs phase ${phaseName(needed)}.`,
    from === undefined
      ? `\`getAuction({ leadId: ${leadId} })\` shows how it stands and what it waits for.`
      : await waitText(client, from),
  );
}

/** When time alone brings an auction to a phase, Unix seconds; undefined where it does not. */
function startOf(needed: Phase, { phase, commitEnd, revealEnd, deliveryEnd }: Auction) {
  if (needed === Phase.Reveal && phase === Phase.Commit) return commitEnd;
  if (needed === Phase.Delivery && phase < Phase.TieBreak) return revealEnd;
  if (needed === Phase.Undelivered && phase === Phase.Delivery)
    return refundableAt({ deliveryEnd });
  return undefined;
}

async function waitText(client: Client, from: number): Promise<string> {
  const seconds = from - (await client.now());
  return `Possible from ${timeText(from)}, in ${durationText(seconds)}; a local chain's clock can be advanced by ${Math.max(seconds, 1)} s.`;
}

/** An auction round for programs. */
export function auctionJson(leadId: bigint, auction: Auction): AuctionRound {
  const { round, phase, closed, leader, leadingBid, price } = auction;
  return {
    leadId,
    round,
    phase: phaseName(phase),
    closed,
    reserve: auction.reserve,
    bidBond: auction.bidBond,
    deliveryBond: auction.deliveryBond,
    commitEnd: auction.commitEnd,
    revealEnd: auction.revealEnd,
    deliveryEnd: auction.fixedAt === 0 ? null : auction.deliveryEnd,
    pendingCommitments: auction.pendingCommitments,
    tiedBids: auction.tiedBids,
    leader: isAddressEqual(leader, zeroAddress) ? null : leader,
    leadingBid: leadingBid === 0n ? null : leadingBid,
    price: price === 0n ? null : price,
  };
}
