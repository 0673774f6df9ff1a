import type { Hex } from "viem";

/** A chain of drand beacons: a round every few seconds, each with a signature that nobody can make before. */
export interface BeaconChain {
  /** Its name in drand's paths: a hash of what follows, hexadecimal without `0x`. */
  readonly hash: string;
  /** A compressed point of G2. */
  readonly publicKey: Hex;
  /** Time of round 1, Unix seconds. */
  readonly genesis: number;
  /** Seconds between two rounds. */
  readonly period: number;
  /** Base URLs of those who serve it, in the order in which they are asked. Their answers are verified. */
  readonly endpoints: readonly string[];
}

/**
 * quicknet of the League of Entropy, scheme `bls-unchained-g1-rfc9380`. Values: https://docs.drand.love/developer/http-api, and
 * `MAINNET_CHAIN_INFO` in tlock-js 0.9.0; `test/sdk/beaconChain.ts` checks that its hash is that of key, genesis and period.
 */
export const QUICKNET: BeaconChain = {
  hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey:
    "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesis: 1_692_803_367,
  period: 3,
  endpoints: [
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
  ],
};

/** When a round is signed, Unix seconds. */
export function roundTime({ genesis, period }: BeaconChain, round: number): number {
  return genesis + (round - 1) * period;
}

/** The first round that is not signed before `time`, Unix seconds. */
export function firstRoundFrom({ genesis, period }: BeaconChain, time: number): number {
  return Math.max(1, Math.ceil((time - genesis) / period) + 1);
}

/** Longest reveal phase of a vertical whose auctions are over within minutes, seconds. */
const FAST_REVEAL = 300;
/** Seconds from the end of the commit phase to the round that opens its bids: in fast auctions, and in all others. */
const MARGINS = { fast: 6, usual: 60 } as const;

/**
 * The round that opens an auction's timelocked bids: the first from `commitEnd` plus a margin on. The margin covers a chain whose clock
 * is behind: 6 seconds where the reveal phase lasts five minutes at most, 60 elsewhere.
 * @param auction times of its phases, Unix seconds, as they were set when it was created.
 */
export function openingRound(
  chain: BeaconChain,
  { commitEnd, revealEnd }: { readonly commitEnd: number; readonly revealEnd: number },
): number {
  const margin = revealEnd - commitEnd <= FAST_REVEAL ? MARGINS.fast : MARGINS.usual;
  return firstRoundFrom(chain, commitEnd + margin);
}
