import { isAddressEqual, zeroHash } from "viem";

import type { Client } from "../../client.ts";
import { Phase, phaseName } from "../../codes/enums.ts";
import { schemeOf } from "../../bid/sealedOpening.ts";
import type { Bid } from "../bid/getBids.ts";
import { sealedOpeningsOf } from "../bid/sealedOpenings.ts";
import { latestRoundOf, type Auction } from "./auction.ts";
import { leftoversOf } from "./leftovers.ts";
import { listingOf, type Standing } from "./standing.ts";
import { stepsOf, type Step } from "./steps.ts";
import { tieBreakOf } from "./tie.ts";

/** What a lead waits for, according to the chain. */
export interface LeadSteps {
  readonly steps: Step[];
  /** The time that they hold for, Unix seconds. */
  readonly now: number;
}

/** What a lead waits for now. @param bids those of all its rounds, if known already. */
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
    openableBids: await openableBidsOf(client, leadId, auction),
    tieBreak: await tieBreakOf(client, leadId, auction.round),
    unopenedBonds: unopened.length,
    bondsReturned: auction.bondsReturned,
    beatenTies: beaten.length,
    listing: listingOf(isSellers, expiresAt, rules, now),
  };
}

async function openableBidsOf(
  client: Client,
  leadId: bigint,
  { phase, round }: Auction,
): Promise<number> {
  if (phase !== Phase.Reveal) return 0;
  const given = await sealedOpeningsOf(client, leadId, round);
  const schemes = given.map(({ sealedOpening }) => schemeOf(sealedOpening));
  return schemes.filter((scheme) => scheme === "timelock" || scheme === "enclave").length;
}
