import type { VerticalConfig } from "./vertical.ts";

/** A corner of a piecewise-linear curve, in basis points: 10,000 is 1. */
export interface CurveCorner {
  /** Mean of BTC and ETH over their reference prices. */
  readonly ratioBps: number;
  /** Reserve multiplier at that ratio. */
  readonly multiplierBps: number;
}

/** A price and the price at which its ratio is 1, USD with 8 decimals. */
export interface ReferencedPrice {
  readonly price: bigint;
  readonly referencePrice: bigint;
}

/** What a reserve comes from; amounts in USDC units. */
export interface ReserveTerms {
  readonly baseReserve: bigint;
  /** Basis points of the base at a perfect score. */
  readonly qualityPremiumBps: number;
  /** 0 to 10,000. */
  readonly score: number;
  readonly multiplierBps: number;
}

/** Basis points of 1. */
const UNIT_BPS = 10_000n;

/** What a score adds to a base reserve, USDC units, rounded down. */
export function premiumOf({
  baseReserve,
  qualityPremiumBps,
  score,
}: Omit<ReserveTerms, "multiplierBps">): bigint {
  return (baseReserve * BigInt(qualityPremiumBps) * BigInt(score)) / (UNIT_BPS * UNIT_BPS);
}

/** What the market asks for a lead, USDC units; its vertical's minimum holds where that is higher. As the house computes it. */
export function marketReserveOf(terms: ReserveTerms): bigint {
  const base = terms.baseReserve + premiumOf(terms);
  return (base * BigInt(terms.multiplierBps)) / UNIT_BPS;
}

/** The reserve of a round, USDC units: what the market asks, and the vertical's minimum at least. */
export function reserveOf(
  marketReserve: bigint,
  { minReserve }: Pick<VerticalConfig, "minReserve">,
): bigint {
  return marketReserve > minReserve ? marketReserve : minReserve;
}

/** The bonds that go with a reserve, USDC units, as the house computes them. */
export function bondsOf(
  reserve: bigint,
  rules: Pick<VerticalConfig, "bidBondBps" | "bidBondMin" | "bidBondMax" | "deliveryBondBps">,
): { readonly bidBond: bigint; readonly deliveryBond: bigint } {
  const { bidBondMin, bidBondMax } = rules;
  const share = (reserve * BigInt(rules.bidBondBps)) / UNIT_BPS;
  return {
    bidBond: share < bidBondMin ? bidBondMin : share > bidBondMax ? bidBondMax : share,
    deliveryBond: (reserve * BigInt(rules.deliveryBondBps)) / UNIT_BPS,
  };
}

/** Mean of two prices over their references, in basis points, rounded down. As `ReserveCurve.meanRatioBps`. */
export function meanRatioBps(first: ReferencedPrice, second: ReferencedPrice): number {
  const [r0, r1] = [first.referencePrice, second.referencePrice];
  return Number(((first.price * r1 + second.price * r0) * UNIT_BPS) / (2n * r0 * r1));
}

/** The multiplier of a curve at a ratio, in basis points, before the pricer's bounds. As `ReserveCurve.multiplierAt`. */
export function multiplierAt(curve: readonly CurveCorner[], ratioBps: number): number {
  const next = curve.findIndex((corner) => ratioBps < corner.ratioBps);
  const before = next === -1 ? curve.at(-1) : curve[next - 1];
  const after = curve[next];
  const end = before ?? after;
  if (end === undefined) throw new RangeError("A curve has at least one corner.");
  if (before === undefined || after === undefined) return end.multiplierBps;
  const run = ratioBps - before.ratioBps;
  const rise = after.multiplierBps - before.multiplierBps;
  // Rounded towards the corner before, as the contract does.
  return before.multiplierBps + Math.trunc((rise * run) / (after.ratioBps - before.ratioBps));
}
