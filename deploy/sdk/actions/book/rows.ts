import { concatHex, hexToString, numberToHex, type Address, type Hex } from "viem";

import type { Client } from "../../client.ts";
import { forfeitableAt, refundableAt } from "../../codes/deadlines.ts";
import { uriOf } from "../../crypto/cid.ts";
import type { AuctionsQuery, LeadsQuery, MyBidsQuery } from "../../generated/queries.ts";
import { attributeWords, type AttributeWords } from "../../lead/attributeWords.ts";
import type { FieldValue } from "../../lead/publicFields.ts";
import { hexToRegion } from "../../lead/region.ts";
import { sourceFromHex } from "../../lead/source.ts";
import type { BidStory } from "./bidStory.ts";
import { latestRound, type LeadStory } from "./marketBook.ts";
import type { RoundStory } from "./roundStory.ts";
import { slugIn, type VerticalBook } from "./verticalBook.ts";

/** Most attributes of a lead that the subgraph keeps one by one. No vertical asks for nearly as many. */
const MAX_ATTRIBUTES = 64;

/** A lead as the subgraph lists it, but for its attributes. */
export type LeadRow = Omit<LeadsQuery["leads"][number], "attributes">;

/** A round as the subgraph lists it, without the bounty whose offer leads. */
export type RoundRow = Omit<AuctionsQuery["auctions"][number], "offer">;

/** An account's bid as the subgraph lists it. */
export type BidRow = MyBidsQuery["bids"][number];

/** The id of a lead. */
function leadEntityId(leadId: bigint): Hex {
  return numberToHex(leadId, { size: 8 });
}

/** The id of a lead's round. */
function roundEntityId({ leadId, round }: Pick<RoundStory, "leadId" | "round">): Hex {
  return concatHex([leadEntityId(leadId), numberToHex(round, { size: 4 })]);
}

/** The id of an account's bid in a round. */
export function bidEntityId(round: Pick<RoundStory, "leadId" | "round">, bidder: Address): Hex {
  return concatHex([roundEntityId(round), bidder.toLowerCase() as Hex]);
}

/** A lead from the chain's events as the subgraph lists it, so that both ways lead to one answer. */
export function leadRow(lead: LeadStory, verticals: VerticalBook): LeadRow {
  const round = latestRound(lead);
  return {
    id: leadEntityId(lead.leadId),
    leadId: String(lead.leadId),
    state: lead.state,
    ...whatIn(lead, verticals),
    source: sourceFromHex(lead.source),
    consentTime: String(lead.consentTime),
    expiresAt: String(lead.expiresAt),
    contentURI: lead.contentHash === null ? null : uriOf(lead.contentHash),
    timestamp: String(lead.minted.time),
    txHash: lead.minted.tx,
    seller: entity(lead.seller),
    owner: entity(lead.owner),
    latestAuction:
      round === undefined
        ? null
        : {
            round: round.round,
            outcome: round.outcome,
            reserve: String(round.reserve),
            commitEnd: String(round.commitEnd),
            revealEnd: String(round.revealEnd),
            price: textOf(round.price),
            closedAt: textOf(round.closedAt),
            buyer: entityOrNull(round.buyer),
          },
  };
}

/** A lead's public attributes in words; none where they are no flat JSON object. The client knows the questions: the chain does not. */
export function attributesOf(
  { verticals }: Client,
  { attributes }: LeadStory,
  verticalSlug: string,
): AttributeWords[] {
  return attributeWords(flatJson(hexToString(attributes)), verticals.get(verticalSlug)?.fields);
}

function flatJson(text: string): Record<string, FieldValue> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, MAX_ATTRIBUTES)
        .flatMap(([name, answer]: [string, unknown]) => {
          if (answer === null) return [[name, "null"]];
          return typeof answer === "object" ? [] : [[name, answer as FieldValue]];
        }),
    );
  } catch {
    return {};
  }
}

/** A round of a lead, likewise. */
export function roundRow(lead: LeadStory, round: RoundStory, verticals: VerticalBook): RoundRow {
  const bids = [...round.bids.values()];
  const config = verticals.get(lead.vertical)?.config;
  const latest = latestRound(lead);
  return {
    id: roundEntityId(round),
    leadId: String(round.leadId),
    round: round.round,
    outcome: round.outcome,
    endReason: round.endReason,
    ...whatIn(lead, verticals),
    reserve: String(round.reserve),
    bidBond: String(round.bidBond),
    instantSale: round.instantSale,
    commitEnd: String(round.commitEnd),
    revealEnd: String(round.revealEnd),
    deliveryEnd: textOf(round.deliveryEnd),
    refundableAt: textOf(refundTime(round)),
    bondsReturned: round.bondsReturned,
    bidCount: bids.length,
    revealCount: round.revealCount,
    pendingCommitments: round.pendingCommitments,
    leadingBid: String(round.leadingBid),
    tiedBids: round.tiedBids,
    tieOpen: round.tieOpen,
    tieRequestedAt: textOf(round.tieRequestedAt),
    tieWordAt: textOf(round.tieWordAt),
    price: textOf(round.price),
    fee: textOf(round.fee),
    seller: entity(round.seller),
    leader: entityOrNull(round.leader),
    buyer: entityOrNull(round.buyer),
    bids: bids.filter(({ ended }) => ended === null).map(({ status }) => ({ status })),
    openable: bids
      .filter(({ status, sealedOpening }) => status === "Committed" && sealedOpening !== "0x")
      .map(({ bidder }) => ({ id: bidEntityId(round, bidder) })),
    lead: {
      state: lead.state,
      expiresAt: String(lead.expiresAt),
      vertical: {
        commitWindow: String(config?.commitWindow ?? 0),
        revealWindow: String(config?.revealWindow ?? 0),
        deliveryWindow: String(config?.deliveryWindow ?? 0),
      },
      owner: entity(lead.owner),
      latestAuction: latest === undefined ? null : { id: roundEntityId(latest) },
    },
  };
}

/** A bid in a round of a lead, likewise. */
export function bidRow(
  lead: LeadStory,
  round: RoundStory,
  bid: BidStory,
  verticals: VerticalBook,
): BidRow {
  return {
    id: bidEntityId(round, bid.bidder),
    leadId: String(round.leadId),
    round: round.round,
    status: bid.status,
    amount: textOf(bid.amount),
    bond: String(bid.bond),
    locked: String(bid.locked),
    revealFault: bid.revealFault,
    tip: String(bid.tip),
    compensation: String(bid.compensation),
    committedAt: String(bid.committed.time),
    withdrawnAt: textOf(bid.withdrawn?.time ?? null),
    revealedAt: textOf(bid.revealed?.time ?? null),
    endedAt: textOf(bid.ended?.time ?? null),
    commitTx: bid.committed.tx,
    revealTx: bid.revealed?.tx ?? null,
    endTx: bid.ended?.tx ?? null,
    outbidBy: entityOrNull(bid.outbidBy),
    auction: {
      ...whatIn(lead, verticals),
      reserve: String(round.reserve),
      commitEnd: String(round.commitEnd),
      revealEnd: String(round.revealEnd),
      deliveryEnd: textOf(round.deliveryEnd),
      refundableAt: textOf(refundTime(round)),
      forfeitableAt: String(forfeitableAt(round)),
      outcome: round.outcome,
      leadingBid: String(round.leadingBid),
      leader: entityOrNull(round.leader),
    },
  };
}

/** What a lead is, by which lists are filtered. */
function whatIn({ vertical, region, score }: LeadStory, verticals: VerticalBook) {
  return { verticalSlug: slugIn(verticals, vertical), region: hexToRegion(region), score };
}

function refundTime({ deliveryEnd }: RoundStory): number | null {
  return deliveryEnd === null ? null : refundableAt({ deliveryEnd });
}

function entity(address: Address): { readonly id: Hex } {
  return { id: address.toLowerCase() as Hex };
}

function entityOrNull(address: Address | null) {
  return address === null ? null : entity(address);
}

function textOf(value: number | bigint | null): string | null {
  return value === null ? null : String(value);
}
