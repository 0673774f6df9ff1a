import type { Hex } from "viem";

import type { Trader } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { TaskError } from "../client/taskError.ts";
import type { AuctionTerms } from "../protocol/leadSubmission.ts";

/** What the reserve of a lead's auction depends on, apart from the market. */
interface PricedLead {
  readonly vertical: Hex;
  readonly region: Hex;
  readonly score: number;
  readonly terms: AuctionTerms;
}

/** What an auction that is opened now would freeze, USDC units. */
interface Quote {
  readonly reserve: bigint;
  readonly deliveryBond: bigint;
}

/** The reserve and the seller's bond that listing a lead now would come to. Refuses a lead that the registry takes no longer. */
export async function quoteOf(
  { contracts }: Trader,
  { vertical, region, score, terms }: PricedLead,
): Promise<Quote> {
  const { registry, pricer } = contracts;
  const rules = await registry.read.requireOpen([vertical, region]);
  const { multiplierBps } = await pricer.read.quoteOf([vertical], { blockTag: "pending" });
  const { baseReserve, qualityPremiumBps } = terms;
  const base = baseReserve + (baseReserve * BigInt(qualityPremiumBps) * BigInt(score)) / 10n ** 8n;
  const asked = (base * BigInt(multiplierBps)) / 10_000n;
  const reserve = asked > rules.minReserve ? asked : rules.minReserve;
  return { reserve, deliveryBond: (reserve * BigInt(rules.deliveryBondBps)) / 10_000n };
}

/**
 * Refuses a lead whose bond the seller cannot pay: listing it would fail.
 * @param freed the bond of the lead's last round, where closing that is to free it first, USDC units.
 */
export async function requireDeliveryBond(
  trader: Trader,
  lead: PricedLead,
  freed = 0n,
): Promise<Quote> {
  const quote = await quoteOf(trader, lead);
  const free = freed + (await trader.contracts.vault.read.freeOf([trader.address]));
  if (free >= quote.deliveryBond) return quote;
  throw new TaskError(
    `Selling this lead locks a delivery bond of ${usdcText(quote.deliveryBond)}; ${trader.address} has ${usdcText(free)} free in the vault${freed > 0n ? ", with the bond of the last round" : ""}.`,
    `Deposit it: \`npx hardhat vault deposit <amount>\`. It is free again when the lead is delivered, or ends unsold.`,
  );
}
