import fc from "fast-check";

import { usdc } from "../../fixtures/market.ts";
import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import type { Round } from "./round.ts";

/** Random choices for one step; `moveOf` turns them into a step that fits the situation. */
export interface Move {
  /** Which lead. */
  readonly lead: number;
  /** Any action, whether it fits the phase or not. */
  readonly wild: boolean;
  /** Which of the actions at hand. */
  readonly action: number;
  /** Who calls. */
  readonly caller: number;
  /** Which bidder, bid or bond. */
  readonly subject: number;
  /** Which amount of `AMOUNTS`. */
  readonly amount: number;
  /** Orders lists, spreads times and words. */
  readonly entropy: number;
}

const NAT = fc.nat({ max: 0xffff });

/** Any move. */
export const anyMove: fc.Arbitrary<Move> = fc.record({
  lead: NAT,
  wild: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
  action: NAT,
  caller: NAT,
  subject: NAT,
  amount: NAT,
  entropy: NAT,
});

/** One element, chosen by a number. */
export function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[choice % items.length];
}

/** The items in an order chosen by a number. */
export function shuffled<T>(items: readonly T[], entropy: number): T[] {
  const rest = [...items];
  const result: T[] = [];
  for (let seed = entropy + 1; rest.length > 0; seed = (seed * 48_271) % 0x7fff_ffff) {
    result.push(...rest.splice(seed % rest.length, 1));
  }
  return result;
}

/** An amount around the reserve: few values, so that ties are common. */
export function amountFor({ terms: { reserve } }: Round, choice: number): bigint {
  const liked = reserve + usdc(5);
  const close = [liked, liked, liked, liked, reserve, reserve + 1n, reserve + usdc(40)];
  const odd = [0n, reserve - 1n, 2n ** 64n - 1n];
  return pick([...close, ...close, ...close, ...odd], choice) ?? reserve;
}

const BASES = [0, 85, 100, 120].map(usdc);

/** A reserve, and now and then a highest fee that is refused. */
export function termsFor({ amount, entropy }: Move): AuctionTerms {
  const baseReserve = pick(BASES, amount) ?? 0n;
  const maxFeeBps = entropy % 32 === 0 ? 0 : 1_000;
  return {
    baseReserve,
    qualityPremiumBps: 0,
    maxFeeBps,
    maxConvenienceFee: 10_000_000,
    instantSale: false,
  };
}
