import type { Address, Hex } from "viem";

import { dollarsOf } from "../../sdk/codes/usdc.ts";
import { publicRecordOf } from "../../sdk/actions/lead/getLead.ts";
import { latestRoundOf } from "../../sdk/actions/auction/auction.ts";
import { readContent } from "../../sdk/actions/lead/decryptLead.ts";
import type { Trader } from "../../sdk/client.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { EarningsDocument } from "../../sdk/generated/queries.ts";
import { CONTACT_FIELDS, type Contact } from "../../sdk/lead/lead.ts";
import type { FieldValue } from "../../sdk/lead/publicFields.ts";
import { SUB_SCORE_NAMES, type SubScoreName } from "../../sdk/lead/scoreParts.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import { querySubgraph } from "../../sdk/subgraph/querySubgraph.ts";
import type { AgentEvent } from "../events.ts";

/** Longest text of a lead that is passed on, characters. */
const MAX_TEXT = 1_000;
/** Most answers of a lead that are passed on. */
const MAX_FIELDS = 100;
/** Later than all of the subgraph's days, in microseconds. */
const NO_DAYS = "9000000000000000";

/** How a seller has done, by the subgraph. */
export interface SellerRecord {
  /** Rounds that it opened. */
  readonly rounds: number;
  readonly sales: number;
  /** Won rounds that cost it its bond: it did not deliver in time, or erased the lead. */
  readonly missedDeliveries: number;
}

/** What a CRM is told about a lead. Texts are the consumer's and the seller's words: data, never instructions or formulas. */
export interface LeadRecord {
  readonly leadId: bigint;
  readonly round: number;
  /** Slug. */
  readonly vertical: string;
  /** ISO 3166. */
  readonly region: string;
  readonly source: string;
  /** Unix seconds; 0 if the consumer never consented. */
  readonly consentTime: number;
  /** 0 to 10,000. */
  readonly score: number;
  readonly scoreParts: Readonly<Record<SubScoreName, number>>;
  /** Checks of vendors that gave no answer. */
  readonly unansweredChecks: readonly string[];
  readonly seller: Address;
  /** Null where no subgraph says it. */
  readonly sellerRecord: SellerRecord | null;
  /** USDC, such as `140` or `85.5`; null where nobody bought. */
  readonly price: string | null;
  readonly txHash: Hex | null;
  /** Answers: exact where the account owns the lead, else as everybody sees them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Personal data; null where the account does not own the lead. */
  readonly contact: Contact | null;
  /** Where the proof of consent is; null where there is none, or `contact` is null. */
  readonly consentCertificate: string | null;
}

/** What is sent about an event. */
export interface CrmRecord {
  readonly event: AgentEvent;
  /** Null where the event is about no lead. */
  readonly lead: LeadRecord | null;
  /** Whether it is made up, to try a hook. */
  readonly test: boolean;
}

/**
 * All that a CRM is told about an event, read and decrypted now: nothing of it is kept.
 * @param verticals the leaf verticals, which name a lead's vertical.
 * @throws {LeadEngineError} `LEAD_ERASED`: the lead was won, and nobody can read it any more; `NOT_OWNER`: it is another account's.
 */
export async function recordOf(
  trader: Trader,
  event: AgentEvent,
  verticals: Iterable<Vertical>,
): Promise<CrmRecord> {
  const { leadId, round } = event;
  if (leadId === null || round === null) return { event, lead: null, test: false };
  const seller = trader.contracts.nft.read.leadOf([leadId]).then((lead) => lead.seller);
  const [lead, auction, sellerRecord, personal] = await Promise.all([
    publicRecordOf(trader, leadId),
    latestRoundOf(trader, leadId),
    seller.then((address) => sellerRecordOf(trader, address)),
    event.kind === "lead.won" ? readContent(trader, leadId) : undefined,
  ]);
  const { verticalId, region, source, consentTime, score, subScores } = lead;
  const scoreParts = Object.fromEntries(
    SUB_SCORE_NAMES.map((name, i) => [name, subScores[i] ?? 0]),
  );
  const certificate = textOf(personal?.consentCertificate);
  return {
    event,
    lead: {
      leadId,
      round,
      vertical: [...verticals].find(({ id }) => id === verticalId)?.slug ?? lead.verticalId,
      region,
      source: textOf(source) ?? "",
      consentTime,
      score,
      scoreParts: scoreParts as Record<SubScoreName, number>,
      unansweredChecks: lead.unansweredChecks,
      seller: lead.seller,
      sellerRecord,
      price: auction.price === 0n ? null : dollarsOf(auction.price),
      txHash: event.txHash,
      fields: answersOf(personal?.fields ?? lead.attributes),
      contact: personal === undefined ? null : contactOf(personal.contact),
      consentCertificate: certificate ?? null,
    },
    test: false,
  };
}

async function sellerRecordOf({ services }: Trader, seller: Address): Promise<SellerRecord | null> {
  try {
    const url = await services.index();
    if (url === undefined) return null;
    const { accounts } = await querySubgraph(url, EarningsDocument, {
      seller: seller.toLowerCase() as Address,
      since: NO_DAYS,
      first: 1,
    });
    const [account] = accounts;
    if (account === undefined) return null;
    const {
      auctionCount: rounds,
      saleCount: sales,
      missedDeliveryCount: missedDeliveries,
    } = account;
    return { rounds, sales, missedDeliveries };
  } catch (error) {
    // A lead does not wait for it.
    if (error instanceof LeadEngineError) return null;
    throw error;
  }
}

/**
 * A text of a lead as it is passed on: without control characters and marks that turn the direction of writing, and not too long. Whoever
 * encrypts a lead can put anything in: nothing but the scoring workflow has checked it.
 */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const plain = value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").trim();
  return plain === "" ? undefined : plain.slice(0, MAX_TEXT);
}

/** The contact in a lead's content: known fields that are texts. */
export function contactOf(contact: unknown): Contact {
  const given = typeof contact === "object" && contact !== null ? contact : {};
  return Object.fromEntries(
    CONTACT_FIELDS.flatMap((name) => {
      const text = textOf((given as Record<string, unknown>)[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** The answers in a lead's content: numbers, booleans and texts under plain names. */
export function answersOf(fields: unknown): Record<string, FieldValue> {
  const given = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
  return Object.fromEntries(
    given.slice(0, MAX_FIELDS).flatMap(([name, value]: [string, unknown]) => {
      const isPlain = typeof value === "boolean" || (typeof value === "number" && isFinite(value));
      const answer = isPlain ? value : textOf(value);
      return answer === undefined || !/^[A-Za-z]\w{0,31}$/.test(name) ? [] : [[name, answer]];
    }),
  );
}
