import type { Address, Hex } from "viem";
import { z } from "zod";

import type { Client, Trader } from "../../client.ts";
import { bpsText, usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionTermsOf, type Fees, type AuctionTerms } from "../../lead/leadSubmission.ts";
import { leadSchema } from "../../lead/lead.ts";
import { regionToHex } from "../../lead/region.ts";
import { bondsOf, marketReserveOf, reserveOf } from "../../lead/reserve.ts";
import { verticalIdOf } from "../../lead/vertical.ts";
import { defineAction } from "../definition.ts";
import { address, usdc } from "../schemas.ts";

/** A score that the DON gives. */
export const score = z.number().int().min(0).max(10_000);

/** Its parts. */
export const subScores = z
  .array(z.number().int())
  .describe("Consent, region, contactability, completeness, source: 0 to 2,000 each");

const { vertical, region, terms } = leadSchema.shape;

const parameters = z.object({
  vertical: vertical.describe("Slug of the lead's vertical"),
  region: region.describe("Where the consumer is, ISO 3166"),
  score: score.describe("The score that the DON is expected to give"),
  terms: terms.describe("What the seller says about the auction"),
  seller: address
    .optional()
    .describe("Whose free money must cover the bond; not checked if absent"),
});

/** Highest quality premium: the house's. */
export const MAX_PREMIUM_BPS = 10_000;

/** A quality premium. */
export const premium = z.number().int().min(0).max(MAX_PREMIUM_BPS);

/** What a seller signs about an auction. */
export const signedTerms = z.object({
  baseReserve: usdc.describe("Lowest price before the multiplier, USDC units"),
  qualityPremiumBps: premium.describe("Basis points of the base at a perfect score"),
  maxFeeBps: z.number().int().describe("Highest fee accepted, basis points"),
  maxConvenienceFee: z.number().int().describe("Highest flat fee accepted, USDC units"),
  instantSale: z.boolean().describe("Whether the first bounty's offer ends the commit phase"),
});

const result = z.object({
  reserve: usdc.describe("Lowest bid that would count, USDC units"),
  deliveryBond: usdc.describe("What the seller would lock, USDC units"),
  terms: signedTerms,
  minReserve: usdc.describe("The vertical's minimum reserve, USDC units"),
  fees: z
    .object({
      feeBps: z.number().int().describe("Share of the price, basis points"),
      convenienceFee: z.number().int().describe("Flat fee, USDC units"),
    })
    .describe("What the protocol charges now"),
});

/**
 * The reserve and the seller's bond if a lead were listed now, and the terms that its seller would sign.
 * @throws {LeadEngineError} `FEES_NOT_ACCEPTED`: the terms accept lower fees than are charged. `INSUFFICIENT_FREE`: the seller has too
 * little for the bond.
 */
export async function quoteLead(
  client: Client,
  lead: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house, registry } = client.contracts;
  const id = verticalIdOf(lead.vertical);
  const { feeBps, convenienceFee } = await house.read.feeConfig();
  const fees = { feeBps, convenienceFee };
  const config = await registry.read.verticalOf([id]);
  const agreed = auctionTermsOf({ config }, lead.terms, fees);
  requireAcceptedFees(
    agreed,
    fees,
    "Accept it: raise `maxFeeBps` or `maxConvenienceFee` in the lead's terms, or leave them out.",
  );
  const quote = await quoteOf(client, {
    vertical: id,
    region: regionToHex(lead.region),
    score: lead.score,
    terms: agreed,
  });
  if (lead.seller !== undefined) await requireFree(client, lead.seller, quote.deliveryBond);
  return { ...quote, terms: agreed, minReserve: config.minReserve, fees };
}

/** What the reserve of a lead's auction depends on, apart from the market. */
interface PricedLead {
  readonly vertical: Hex;
  readonly region: Hex;
  readonly score: number;
  readonly terms: AuctionTerms;
}

/** Refuses a lead that the registry no longer accepts. */
async function quoteOf(
  { contracts }: Client,
  { vertical: id, region: where, score: points, terms: agreed }: PricedLead,
): Promise<{ readonly reserve: bigint; readonly deliveryBond: bigint }> {
  const { registry, pricer } = contracts;
  const rules = await registry.read.requireOpen([id, where]);
  const { multiplierBps } = await pricer.read.quoteOf([id], { blockTag: "pending" });
  const asked = marketReserveOf({ ...agreed, score: points, multiplierBps });
  const reserve = reserveOf(asked, rules);
  return { reserve, deliveryBond: bondsOf(reserve, rules).deliveryBond };
}

/** Refuses terms that the house would not list a lead under. @param next how the seller accepts more. */
export function requireAcceptedFees(agreed: AuctionTerms, fees: Fees, next: string): void {
  const { maxFeeBps, maxConvenienceFee } = agreed;
  if (fees.feeBps <= maxFeeBps && fees.convenienceFee <= maxConvenienceFee) return;
  const charged = feeText(fees.feeBps, fees.convenienceFee);
  throw new LeadEngineError(
    "FEES_NOT_ACCEPTED",
    `The protocol charges ${charged}; the lead's terms accept ${feeText(maxFeeBps, maxConvenienceFee)}.`,
    next,
  );
}

function feeText(bps: number, flat: number): string {
  return `${bpsText(bps)} of the price and ${usdcText(BigInt(flat))}`;
}

/**
 * Refuses a lead whose bond the seller cannot pay: listing it would fail. Returns the bond, USDC units.
 * @param freed the bond of the lead's last round, if closing that round frees it first, USDC units.
 */
export async function requireDeliveryBond(
  trader: Trader,
  lead: PricedLead,
  freed = 0n,
): Promise<bigint> {
  const { deliveryBond } = await quoteOf(trader, lead);
  await requireFree(trader, trader.address, deliveryBond, freed);
  return deliveryBond;
}

async function requireFree(
  { contracts }: Client,
  seller: Address,
  deliveryBond: bigint,
  freed = 0n,
): Promise<void> {
  const free = freed + (await contracts.vault.read.freeOf([seller]));
  if (free >= deliveryBond) return;
  throw new LeadEngineError(
    "INSUFFICIENT_FREE",
    `Selling this lead locks a delivery bond of ${usdcText(deliveryBond)}; ${seller} has ${usdcText(free)} free in the vault${freed > 0n ? ", with the bond of the last round" : ""}.`,
    `Deposit what is missing: \`deposit({ amount: ${deliveryBond - free} })\`. The bond is free again when the lead is delivered, or ends unsold.`,
  );
}

export const quoteLeadDefinition = defineAction({
  name: "quoteLead",
  title: "Quote a lead",
  description:
    "The reserve and the seller's bond if a lead were put up for auction now. Signs and sends nothing.",
  parameters,
  result,
  readOnly: true,
  run: quoteLead,
});
