import { isAddressEqual, zeroHash } from "viem";

import { latestRoundOf, type Auction } from "../client/auction.ts";
import type { Client } from "../client/client.ts";
import { phaseName } from "../protocol/phase.ts";
import type { Bid } from "./bids.ts";
import { leftoversOf } from "./leftovers.ts";
import { listingOf, type Standing, type TieBreak } from "./standing.ts";
import { stepsOf, type Step } from "./steps.ts";

/** What a lead waits for, as the chain has it. */
export interface LeadSteps {
  readonly steps: readonly Step[];
  /** The time that they hold for, Unix seconds. */
  readonly now: number;
}

/** What a lead waits for now. @param bids those of all its rounds, where they are known already. */
export async function leadStepsOf(
  client: Client,
  leadId: bigint,
  bids?: readonly Bid[],
): Promise<LeadSteps> {
  const auction = await latestRoundOf(client, leadId);
  const now = await client.now();
  return { steps: stepsOf(await standingOf(client, leadId, auction, now, bids), now), now };
}

async function standingOf(
  client: Client,
  leadId: bigint,
  auction: Auction,
  now: number,
  bids?: readonly Bid[],
): Promise<Standing> {
  const { nft, registry } = client.contracts;
  const { seller, vertical, contentHash, expiresAt } = await nft.read.leadOf([leadId]);
  const rules = await registry.read.verticalOf([vertical]);
  const owner = await nft.read.ownerOf([leadId]);
  const isSellers = isAddressEqual(owner, seller) && contentHash !== zeroHash;
  const { unopened, beaten } = await leftoversOf(client, leadId, auction, bids);
  return {
    leadId,
    phase: phaseName(auction.phase),
    closed: auction.closed,
    seller,
    commitEnd: auction.commitEnd,
    revealEnd: auction.revealEnd,
    deliveryEnd: auction.deliveryEnd,
    sealedBids: auction.pendingCommitments,
    tieBreak: await tieBreakOf(client, leadId, auction.round),
    unopenedBonds: unopened.length,
    bondsReturned: auction.bondsReturned,
    beatenTies: beaten.length,
    listing: listingOf(isSellers, expiresAt, rules, now),
  };
}

/** How far the tie-break of a round has come; null where nobody has asked for a random word. */
export async function tieBreakOf(
  { contracts }: Client,
  leadId: bigint,
  round: number,
): Promise<TieBreak | null> {
  const { requestedAt, fulfilledAt } = await contracts.tieBreaker.read.tieBreakOf([leadId, round]);
  if (requestedAt === 0) return null;
  return { requestedAt, fulfilledAt: fulfilledAt === 0 ? null : fulfilledAt };
}
