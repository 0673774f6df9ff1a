import { zeroHash } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { FEED_FAULTS, feedFaultName } from "../../codes/feedFaults.ts";
import {
  bondsOf,
  marketReserveOf,
  meanRatioBps,
  multiplierAt,
  premiumOf,
  reserveOf,
} from "../../lead/reserve.ts";
import { verticalIdOf } from "../../lead/vertical.ts";
import { leadSchema } from "../../lead/lead.ts";
import { defineAction } from "../definition.ts";
import { premium, score } from "../lead/quoteLead.ts";
import { ASSETS, feedStatus, feedStatusOf } from "../protocol/priceStatus.ts";
import { amount, usdc } from "../schemas.ts";

/** The id that the default curve has. */
const DEFAULT_CURVE = zeroHash;
/** As a listing that is sent now would be priced. */
const NOW = { blockTag: "pending" } as const;

const bps = z.number().int().describe("Basis points; 10,000 is 1");

const parameters = z.object({
  vertical: leadSchema.shape.vertical.describe("Slug of the lead's vertical"),
  base: amount
    .optional()
    .describe("The seller's base reserve, USDC units; the vertical's minimum if absent"),
  score: score.optional().describe("The lead's quality score, 0 to 10,000; 0 if absent"),
  premiumBps: premium
    .optional()
    .describe("What a perfect score adds to the base, basis points; 0 if absent"),
});

const corner = z.object({
  ratioBps: bps.describe("Mean of BTC and ETH over their reference prices, basis points"),
  multiplierBps: bps.describe("Multiplier at that ratio, basis points"),
});

const result = z.object({
  vertical: z.string(),
  base: usdc.describe("The seller's base reserve, USDC units"),
  score,
  premiumBps: premium.describe("What a perfect score adds to the base, basis points"),
  premium: usdc.describe("What this score adds to it, USDC units"),
  prices: z.array(feedStatus),
  fault: z
    .enum(FEED_FAULTS)
    .describe("The feed rule that is broken, by which the multiplier is 1; None if none is"),
  ratioBps: bps.nullable().describe("Mean of the prices over their references; null on a fault"),
  curve: z.array(corner).describe("Corners of the curve: level outside, straight between"),
  isDefaultCurve: z.boolean().describe("Whether the vertical has no curve of its own"),
  curveMultiplierBps: bps.nullable().describe("The curve at that ratio; null on a fault"),
  minMultiplierBps: bps.describe("Lowest multiplier of any vertical, basis points"),
  maxMultiplierBps: bps.describe("Highest multiplier of any vertical, basis points"),
  multiplierBps: bps.describe("The multiplier that holds now, basis points"),
  marketReserve: usdc.describe("Base and premium, times the multiplier, USDC units"),
  minReserve: usdc.describe("The vertical's minimum, USDC units"),
  reserve: usdc.describe("The higher of the two, USDC units"),
  bidBond: usdc.describe("What each bidder would lock, USDC units"),
  deliveryBond: usdc.describe("What the seller would lock, USDC units"),
});

/** A reserve and how it comes about. */
export type ReserveQuote = z.output<typeof result>;

/** What the reserve of a lead would be if it were listed now, and every number that it comes from. From the chain. */
export async function quoteReserve(
  client: Client,
  { vertical, base: given, score: points = 0, premiumBps = 0 }: z.input<typeof parameters>,
): Promise<ReserveQuote> {
  const { pricer, registry } = client.contracts;
  const id = verticalIdOf(vertical);
  const [rules, quote, prices, own, common, [minMultiplierBps, maxMultiplierBps]] =
    await Promise.all([
      registry.read.verticalOf([id]),
      pricer.read.quoteOf([id], NOW),
      Promise.all(ASSETS.map((_name, asset) => feedStatusOf(client, asset))),
      pricer.read.curveOf([id]),
      pricer.read.curveOf([DEFAULT_CURVE]),
      pricer.read.multiplierBounds(),
    ]);
  const curve = own.length === 0 ? common : own;
  const fault = feedFaultName(quote.fault);
  const ratioBps = fault === "None" ? ratioOf(quote, prices) : null;
  const { minReserve } = rules;
  const base = given ?? minReserve;
  const terms = { baseReserve: base, qualityPremiumBps: premiumBps, score: points };
  const marketReserve = marketReserveOf({ ...terms, multiplierBps: quote.multiplierBps });
  const reserve = reserveOf(marketReserve, rules);
  return {
    ...{ vertical, base, score: points, premiumBps, premium: premiumOf(terms), prices, fault },
    ratioBps,
    curve: curve.map(({ ratioBps: at, multiplierBps }) => ({ ratioBps: at, multiplierBps })),
    isDefaultCurve: own.length === 0,
    curveMultiplierBps: ratioBps === null ? null : multiplierAt(curve, ratioBps),
    ...{ minMultiplierBps, maxMultiplierBps, multiplierBps: quote.multiplierBps },
    ...{ marketReserve, minReserve, reserve, ...bondsOf(reserve, rules) },
  };
}

/** The ratio of the prices that the pricer quoted to their references. */
function ratioOf(
  { btcPrice, ethPrice }: { readonly btcPrice: bigint; readonly ethPrice: bigint },
  prices: ReserveQuote["prices"],
): number {
  const [btc = 0n, eth = 0n] = prices.map(({ referencePrice }) => referencePrice);
  return meanRatioBps(
    { price: btcPrice, referencePrice: btc },
    { price: ethPrice, referencePrice: eth },
  );
}

export const quoteReserveDefinition = defineAction({
  name: "quoteReserve",
  title: "Quote a reserve",
  description:
    "What the reserve of a lead would be if it were listed now, with every number that it comes from: base, quality premium, prices, curve, bounds, the vertical's minimum. Sends nothing.",
  parameters,
  result,
  readOnly: true,
  run: quoteReserve,
});
