import { isAddressEqual } from "viem";
import { getBlock, getContractEvents } from "viem/actions";
import { z } from "zod";

import { MATCH_ENDS } from "../../bounty/bountyRule.ts";
import {
  bountyBookOf,
  type BountyBook,
  type BountyMatch,
  type BountyRecord,
} from "../../bounty/bountyBook.ts";
import { decodeTerms } from "../../bounty/bountyTerms.ts";
import type { Client, Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { pastEvents } from "../../pastEvents.ts";
import { address, hex, leadId, time, usdc } from "../schemas.ts";

/** A bounty's number. */
export const bountyId = z
  .bigint()
  .min(1n)
  .max(2n ** 56n - 1n)
  .describe("The bounty's number");

/** How a bounty stands. */
const state = z.enum(["open", "paused", "expired", "closed"]);

/** Terms in a result. */
const terms = z.object({
  verticalId: hex.describe("Vertical or root that it buys: `keccak256` of the slug"),
  price: usdc.describe("What it pays for a lead, USDC units"),
  tip: usdc.describe("For whoever makes a match that ends in a sale, USDC units"),
  expiresAt: time.describe("When it ends, Unix seconds"),
  hours: z.string().describe("Hours of the week in UTC in which it matches"),
  hourCap: z.number().int().describe("Most matches in a clock hour; 0 for no cap"),
  dayCap: z.number().int().describe("Most matches in a day (UTC); 0 for no cap"),
  minScore: z.number().int().describe("Lowest quality score, 0 to 10,000"),
  maxConsentAge: z.number().int().describe("Oldest consent, seconds; 0 for any"),
  newConsumersOnly: z.boolean().describe("Whether it leaves out consumers that it has bought"),
  regions: z.array(z.string()).describe("Only these regions; all if empty"),
  sources: z.array(z.string()).describe("Only these sources; all if empty"),
  sellers: z.array(address).describe("Sellers that it takes or leaves out; all if empty"),
  sellersExcluded: z.boolean().describe("Whether `sellers` are those to leave out"),
  privateCriteriaHash: hex.nullable().describe("Of criteria that only the DON reads; null if none"),
});

/** A bounty in a result. */
export const bountyJsonSchema = z.object({
  bountyId,
  poster: address,
  state: state.describe("How it stands now"),
  version: z.number().int().describe("Counts the changes of its terms, from 1"),
  budget: usdc.describe("What is left for matches, USDC units"),
  matched: usdc.describe("Price and tip of offers that lead now, USDC units"),
  spent: usdc.describe("What it has paid for leads and tips, USDC units"),
  bought: z.number().int().describe("Leads that it has bought"),
  terms,
});

/** A bounty in a result. */
export type BountyJson = z.output<typeof bountyJsonSchema>;

/** A match in a result. */
export const matchJsonSchema = z.object({
  leadId,
  round: z.number().int().describe("Number of the lead's auction round, from 1"),
  matcher: address.nullable().describe("Who made it; null where a report did"),
  price: usdc.describe("The offer, USDC units"),
  tip: usdc.describe("For the matcher after a sale, USDC units"),
  end: z.enum(MATCH_ENDS).nullable().describe("How it ended; null while the offer leads"),
  matchedAt: time.describe("When it was made, Unix seconds"),
  txHash: hex.describe("Hash of the transaction that made it"),
});

/** Reads all bounties from the matcher's events. */
export async function bookOf(client: Client): Promise<BountyBook> {
  const { abi, address } = client.contracts.matcher;
  const filter = { abi, address, strict: true } as const;
  const events = await pastEvents(client, (range) =>
    getContractEvents(client.publicClient, { ...filter, ...range }),
  );
  return bountyBookOf(events);
}

/** A bounty from the matcher's events. @throws {LeadEngineError} `NO_BOUNTY`: there is none of this number. */
export async function bountyOf(client: Client, id: bigint): Promise<BountyRecord> {
  const bounty = (await bookOf(client)).bounties.get(id);
  if (bounty !== undefined) return bounty;
  throw new LeadEngineError(
    "NO_BOUNTY",
    `There is no bounty ${id}.`,
    "`listBounties({})` lists them all.",
  );
}

/**
 * The trader's own bounty, which is not over.
 * @throws {LeadEngineError} `NO_BOUNTY`; `NOT_POSTER`; `BOUNTY_CLOSED`.
 */
export async function ownBountyOf(trader: Trader, id: bigint): Promise<BountyRecord> {
  const bounty = await bountyOf(trader, id);
  if (!isAddressEqual(bounty.poster, trader.address)) {
    throw new LeadEngineError(
      "NOT_POSTER",
      `Bounty ${id} was posted by ${bounty.poster}, not by ${trader.address}.`,
      "Use its poster's wallet.",
    );
  }
  if (bounty.closed) {
    throw new LeadEngineError(
      "BOUNTY_CLOSED",
      `Bounty ${id} is over, and its budget is free again.`,
      "Post another one: `postBounty({ terms, budget })`.",
    );
  }
  return bounty;
}

/** A bounty for programs. @param now Unix seconds. */
export function bountyJson(bounty: BountyRecord, now: number): BountyJson {
  const { bountyId: id, poster, version, budget, matches } = bounty;
  const sum = (some: readonly BountyMatch[]) =>
    some.reduce((total, { price, tip }) => total + price + BigInt(tip), 0n);
  const bought = matches.filter(({ end }) => end === "Sold");
  return {
    bountyId: id,
    poster,
    state: stateOf(bounty, now),
    version,
    budget,
    matched: sum(matches.filter(({ end }) => end === null)),
    spent: sum(bought),
    bought: bought.length,
    terms: decodeTerms(bounty.terms),
  };
}

/** How a bounty stands. @param now Unix seconds. */
export function stateOf(
  { closed, paused, terms }: BountyRecord,
  now: number,
): z.output<typeof state> {
  if (closed) return "closed";
  if (now >= terms.expiresAt) return "expired";
  return paused ? "paused" : "open";
}

/** When the blocks of matches were made, Unix seconds. */
export async function timesOf(
  { publicClient }: Client,
  matches: readonly BountyMatch[],
): Promise<ReadonlyMap<bigint, number>> {
  const blocks = [...new Set(matches.map(({ blockNumber }) => blockNumber))];
  const read = blocks.map(async (blockNumber) => {
    const { timestamp } = await getBlock(publicClient, { blockNumber });
    return [blockNumber, Number(timestamp)] as const;
  });
  return new Map(await Promise.all(read));
}
