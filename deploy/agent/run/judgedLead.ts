import { hexToString, parseEventLogs, type Address, type Hex } from "viem";

import { latestRoundOf } from "../../sdk/actions/auction/auction.ts";
import type { ReadRound } from "../../sdk/actions/bid/prepareBid.ts";
import type { Client } from "../../sdk/client.ts";
import { unansweredChecks } from "../../sdk/codes/enums.ts";
import { EarningsDocument } from "../../sdk/generated/queries.ts";
import type { Attributes } from "../../sdk/lead/publicFields.ts";
import { hexToRegion } from "../../sdk/lead/region.ts";
import { sourceFromHex } from "../../sdk/lead/source.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import { querySubgraph } from "../../sdk/subgraph/querySubgraph.ts";
import type { JudgedLead, SellerRecord } from "../rules/judge.ts";
import type { Round } from "./newRounds.ts";
import { lastEvents, type BlockRange } from "../../sdk/pastEvents.ts";

/** A lead that was read, and in which phase its round is. */
export interface ReadLead extends JudgedLead, ReadRound {
  /** See `Phase`. */
  readonly phase: number;
  /** The highest bid that was opened, 0 without one. USDC units. */
  readonly leadingBid: bigint;
  /** `keccak256` of the vertical's slug. */
  readonly verticalId: Hex;
}

/**
 * What is public of a lead in a round, from the chain.
 * @param withRecord whether the seller's record is needed; it comes from the subgraph.
 * @returns undefined where the lead has a later round by now.
 */
export async function readLead(
  client: Client,
  { leadId, round, block }: Round,
  verticals: ReadonlyMap<string, Vertical>,
  withRecord: boolean,
): Promise<ReadLead | undefined> {
  const { nft } = client.contracts;
  const [auction, profile, facts] = await Promise.all([
    latestRoundOf(client, leadId),
    nft.read.leadOf([leadId]),
    factsOf(client, leadId, block),
  ]);
  if (auction.round !== round) return undefined;
  const { reserve, bidBond, commitEnd, revealEnd, phase, leadingBid } = auction;
  const { seller, score, contentHash } = profile;
  return {
    leadId,
    round,
    vertical: slugOf(verticals, profile.vertical),
    region: hexToRegion(profile.region),
    score,
    ...facts,
    seller,
    record: withRecord ? await recordOf(client, seller) : { delivered: 0, undelivered: 0 },
    reserve,
    bidBond,
    commitEnd,
    revealEnd,
    phase,
    leadingBid,
    verticalId: profile.vertical,
    auction,
    contentHash,
  };
}

/** What was attested of a lead and is only in the event. */
async function factsOf(client: Client, leadId: bigint, block?: bigint) {
  const { abi, getEvents } = client.contracts.verifier;
  const attested = (range: BlockRange) => getEvents.LeadAttested({ leadId }, range);
  const logs = await lastEvents(client, attested, block);
  const [log] = parseEventLogs({ abi, eventName: "LeadAttested", logs });
  if (log === undefined) throw new Error(`Lead ${leadId} was never attested.`);
  const { source, attributes, checks, dedupTags } = log.args;
  return {
    source: sourceFromHex(source),
    attributes: JSON.parse(hexToString(attributes)) as Attributes,
    unansweredChecks: unansweredChecks(checks),
    dedupTags,
  };
}

/** A vertical that this version does not know by name passes no rule but `any`. */
function slugOf(verticals: ReadonlyMap<string, Vertical>, id: Hex): string {
  return [...verticals.values()].find((vertical) => vertical.id === id)?.slug ?? id;
}

/** How a seller's sales ended. @throws {LeadEngineError} no subgraph is known, or it does not answer. */
async function recordOf({ services }: Client, seller: Address): Promise<SellerRecord> {
  const url = await services.requireIndex();
  const variables = { seller: seller.toLowerCase() as Address, first: 1 };
  const { accounts } = await querySubgraph(url, EarningsDocument, variables);
  const [account] = accounts;
  return {
    delivered: account?.saleCount ?? 0,
    undelivered: account?.missedDeliveryCount ?? 0,
  };
}
