import { z } from "zod";

import { BOUNTY_RULE_NAMES } from "../../bounty/bountyRule.ts";
import { bountyTermsSchema, encodeTerms } from "../../bounty/bountyTerms.ts";
import {
  previewMatches,
  type ImaginedBounty,
  type PastLead,
  type Stop,
} from "../../bounty/previewMatches.ts";
import type { Client } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { hexToRegion } from "../../lead/region.ts";
import { latestRoundOf } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, amount, hex, leadId, time, usdc } from "../schemas.ts";
import { bookOf, bountyId, bountyOf } from "./bounty.ts";
import { attestationsOf, leadOfAttestation } from "./leadToMatch.ts";

const DAY = 86_400;
const DAYS = 7;

const parameters = z.object({
  bountyId: bountyId.optional().describe("A bounty; `terms` and `budget` if absent"),
  terms: bountyTermsSchema.optional().describe("What would be offered, for which leads"),
  budget: amount
    .optional()
    .describe("What could be spent in all, USDC units; what the bounty has left if absent"),
  poster: address.optional().describe("Whose bounty it would be: it knows what was bought"),
  days: z.number().int().min(1).max(366).optional().describe(`How many days; ${DAYS} if absent`),
});

const stop = z.enum([...BOUNTY_RULE_NAMES, "NotListed", "BelowReserve"]).exclude(["None"]);

const result = z.object({
  from: time.describe("Of leads attested since then, Unix seconds"),
  leads: z
    .array(
      z.object({
        leadId,
        at: time.describe("When it was attested, Unix seconds"),
        verticalId: hex.describe("Its vertical: `keccak256` of the slug"),
        region: z.string().describe("Where the consumer is, ISO 3166"),
        score: z.number().int().describe("Its quality score, 0 to 10,000"),
        reserve: usdc.nullable().describe("Of its latest round, USDC units; null if none"),
        soldFor: usdc.nullable().describe("Price that it went for, USDC units; null if unsold"),
        stop: stop
          .nullable()
          .describe("What would have stopped an offer first; null if there had been one"),
      }),
    )
    .describe("Oldest first"),
  matched: z.number().int().describe("Leads that an offer would have been made for"),
  cost: usdc.describe("What they would have cost with tips, had nobody offered more; USDC units"),
  left: usdc.describe("What would be left of the budget, USDC units"),
  stopped: z.partialRecord(stop, z.number().int()).describe("How many leads each rule stopped"),
});

/**
 * What a bounty would have done with the leads of the last days, had it been there when each was attested. Reads only.
 * @throws {LeadEngineError} `NO_BOUNTY`; `NO_TERMS`: neither a bounty nor terms with a budget are given; `INVALID_HOURS`.
 */
export async function previewBounty(
  client: Client,
  { days = DAYS, ...wanted }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const bounty = await imaginedOf(client, wanted);
  const from = (await client.now()) - days * DAY;
  const past = await leadsSince(client, from);
  const { purchases } = await bookOf(client);
  const { leads, left } = previewMatches(bounty, past, purchases);
  const prices = new Map(past.map(({ leadId: id, soldFor }) => [id, soldFor]));
  const stopped: Partial<Record<Stop, number>> = {};
  for (const { stop: rule } of leads) {
    if (rule !== null) stopped[rule] = (stopped[rule] ?? 0) + 1;
  }
  return {
    from,
    leads: leads.map(({ lead, stop: rule }) => ({
      leadId: lead.leadId,
      at: lead.at,
      verticalId: lead.profile.vertical,
      region: hexToRegion(lead.profile.region),
      score: lead.profile.score,
      reserve: lead.reserve,
      soldFor: prices.get(lead.leadId) ?? null,
      stop: rule,
    })),
    matched: leads.filter(({ stop: rule }) => rule === null).length,
    cost: bounty.budget - left,
    left,
    stopped,
  };
}

async function imaginedOf(
  client: Client,
  { bountyId: id, terms, budget, poster }: z.input<typeof parameters>,
): Promise<ImaginedBounty> {
  if (id !== undefined) {
    const bounty = await bountyOf(client, id);
    return { terms: bounty.terms, budget: budget ?? bounty.budget, poster: bounty.poster };
  }
  if (terms !== undefined && budget !== undefined) {
    return { terms: encodeTerms(terms), budget, poster };
  }
  throw new LeadEngineError(
    "NO_TERMS",
    "Neither a bounty nor terms with a budget are given.",
    "Name a bounty, `previewBounty({ bountyId })`, or give both `terms` and `budget`.",
  );
}

/** Leads that were attested since a time, oldest first, with the price that each went for. */
async function leadsSince(client: Client, from: number) {
  const recent = (await attestationsOf(client, {})).filter(({ observedAt }) => observedAt >= from);
  return Promise.all(
    recent.map(async (attested): Promise<PastLead & { readonly soldFor: bigint | null }> => {
      const { leadId: id, observedAt: at } = attested;
      const { round, reserve, price } = await latestRoundOf(client, id);
      return {
        ...(await leadOfAttestation(client, attested)),
        leadId: id,
        at,
        reserve: round === 0 ? null : reserve,
        soldFor: price === 0n ? null : price,
      };
    }),
  );
}

export const previewBountyDefinition = defineAction({
  name: "previewBounty",
  title: "Preview a bounty",
  description:
    "What a bounty would have done with the leads of the last days: which would have matched and what they would have cost, and which rule stopped each of the others. Signs and sends nothing.",
  parameters,
  result,
  readOnly: true,
  run: previewBounty,
});
