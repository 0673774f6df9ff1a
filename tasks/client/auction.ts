import { isAddressEqual, zeroAddress } from "viem";

import { refundableAt } from "../protocol/deadlines.ts";
import { Phase, phaseName } from "../protocol/phase.ts";
import type { Client } from "./client.ts";
import { durationText, timeText, usdcText } from "./format.ts";
import { TaskError } from "./taskError.ts";

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
    throw new TaskError(
      `Lead ${leadId} was never put up for auction.`,
      `Its seller lists it with \`npx hardhat auction create ${leadId}\`.`,
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
  throw new TaskError(
    `The auction of lead ${leadId} is in phase ${phaseName(auction.phase)}; ${doing} needs phase ${phaseName(needed)}.`,
    from === undefined
      ? `\`npx hardhat auction show ${leadId}\` shows what became of it and what it waits for.`
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
  return `Possible from ${timeText(from)}, in ${durationText(seconds)}; on a local chain \`npx hardhat chain advance ${Math.max(seconds, 1)}s\` passes the time.`;
}

/** An auction round for programs. Money in USDC units, times in Unix seconds; null where there is nothing yet. */
export function auctionJson(leadId: bigint, auction: Auction) {
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

/** An auction round for people. */
export function auctionFacts(leadId: bigint, auction: Auction): [string, string][] {
  const json = auctionJson(leadId, auction);
  const rows: [string, string | undefined][] = [
    ["lead", `${leadId}, round ${json.round}`],
    ["phase", json.closed ? `${json.phase} (closed)` : json.phase],
    ["reserve", usdcText(json.reserve)],
    ["bidder's bond", usdcText(json.bidBond)],
    ["seller's bond", usdcText(json.deliveryBond)],
    ["commit until", timeText(json.commitEnd)],
    ["reveal until", timeText(json.revealEnd)],
    ["deliver until", json.deliveryEnd === null ? undefined : timeText(json.deliveryEnd)],
    ["sealed bids", String(json.pendingCommitments)],
    [
      "leading",
      json.leader === null
        ? undefined
        : `${json.leader} with ${usdcText(auction.leadingBid)}${json.tiedBids > 0 ? `, ${json.tiedBids + 1} tied` : ""}`,
    ],
    ["price", json.price === null ? undefined : usdcText(json.price)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
