import { z } from "zod";

import { openingRound } from "../../bid/beaconChain.ts";
import { openingIn, openWithSignature, schemeOf } from "../../bid/sealedOpening.ts";
import type { Opening } from "../../bid/sealedBid.ts";
import type { Client } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, hex, leadId, usdc } from "../schemas.ts";
import { beaconSignature } from "./beaconSignature.ts";
import { sealedOpeningsOf, type SealedOpening } from "./sealedOpenings.ts";

/** Why a sealed opening opens nothing here. */
const FAULTS = ["ForEnclave", "Malformed", "Unreadable", "OtherBid", "ZeroBid"] as const;

/** A bid that does not open by itself, and why. */
export const unopenedBid = z.object({
  bidder: address,
  reason: z
    .enum(FAULTS)
    .describe(
      "ForEnclave: only the DON opens it. Malformed: it is no sealed opening. Unreadable: the beacon's round does not open it. OtherBid: what it holds is not this bid. ZeroBid: a bid of nothing",
    ),
});

const parameters = z.object({
  leadId,
  round: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("The auction round, which must be the lead's latest; that one if absent"),
});

const result = auctionRound.pick({ leadId: true, round: true }).extend({
  openings: z
    .array(z.object({ bidder: address, amount: usdc, salt: hex.describe("The bid's salt") }))
    .describe("What opens each bid: parameters of the house's `revealBids`"),
  faults: z.array(unopenedBid),
});

/** What became of a sealed opening. */
type Tried = Opening | (typeof FAULTS)[number];

/**
 * Opens the timelocked bids of a lead's latest round, for anyone, and checks each against its commitment on chain. Sends nothing.
 * @throws {LeadEngineError} `NEVER_LISTED`, `OTHER_ROUND`; `TOO_EARLY`: the beacon's round has not come; `BEACON_SILENT`.
 */
export async function openSealedBids(
  client: Client,
  { leadId, round }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const auction = await auctionOf(client, leadId);
  if (round !== undefined && round !== auction.round) {
    throw new LeadEngineError(
      "OTHER_ROUND",
      `The latest auction round of lead ${leadId} is ${auction.round}, not ${round}.`,
      `Bids of earlier rounds can no longer be opened: \`getAuction({ leadId: ${leadId} })\` shows the latest.`,
    );
  }
  // A round that has ended early is asked about no beacon: its end no longer says which vertical it was.
  const sealed =
    auction.pendingCommitments === 0 ? [] : await sealedOpeningsOf(client, leadId, auction.round);
  const open = await openerOf(client, leadId, auction, sealed);
  const tried = await Promise.all(
    sealed.map(async (bid) => [bid.bidder, await open(bid)] as const),
  );
  return {
    leadId,
    round: auction.round,
    openings: tried.flatMap(([, done]) => (typeof done === "string" ? [] : [done])),
    faults: tried.flatMap(([bidder, done]) =>
      typeof done === "string" ? [{ bidder, reason: done }] : [],
    ),
  };
}

/** What opens the bids of a round. The beacon is asked only where a bid needs it. */
async function openerOf(
  client: Client,
  leadId: bigint,
  auction: Awaited<ReturnType<typeof auctionOf>>,
  sealed: readonly SealedOpening[],
): Promise<(bid: SealedOpening) => Promise<Tried>> {
  const { chainId, contracts, beacon } = client;
  const isTimelocked = ({ sealedOpening }: SealedOpening) => schemeOf(sealedOpening) === "timelock";
  const signature = sealed.some(isTimelocked)
    ? await beaconSignature(client, openingRound(beacon, auction))
    : "0x";
  const { round } = auction;
  const where = { chainId, house: contracts.house.address, leadId, round };
  return async ({ bidder, commitment, sealedOpening }) => {
    const scheme = schemeOf(sealedOpening);
    if (scheme === "enclave") return "ForEnclave";
    if (scheme !== "timelock") return "Malformed";
    const secret = await openWithSignature(sealedOpening, signature);
    if (secret === undefined) return "Unreadable";
    const opening = openingIn(secret, { ...where, bidder }, commitment);
    if (opening === undefined) return "OtherBid";
    return opening.amount === 0n ? "ZeroBid" : opening;
  };
}

export const openSealedBidsDefinition = defineAction({
  name: "openSealedBids",
  title: "Open timelocked bids",
  description:
    "What opens the timelocked bids of a lead's auction once the beacon's round has come, for anyone; each is checked against its commitment. `revealBids` opens them on the chain.",
  parameters,
  result,
  readOnly: true,
  run: openSealedBids,
});
