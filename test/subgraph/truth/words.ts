import { concatHex, size, slice, toHex, type Hex } from "viem";

/** `IReservePricer.FeedFault` by number. */
export const FEED_FAULTS = [
  "None",
  "SequencerDown",
  "SequencerGracePeriod",
  "NonPositiveAnswer",
  "IncompleteRound",
  "StaleAnswer",
  "OutOfBand",
  "FeedUnreadable",
] as const;

/** `IAuctionHouse.RevealOutcome` by number. */
export const REVEAL_OUTCOMES = ["Leading", "Tied", "Outbid", "BelowReserve", "Barred"] as const;

/** `IAuctionHouse.RevealFault` by number. */
export const REVEAL_FAULTS = [
  "None",
  "NoCommitment",
  "WrongOpening",
  "ZeroBid",
  "Unfunded",
] as const;

/** `IBountyMatcher.MatchEnd` by number. */
export const MATCH_ENDS = ["Sold", "Beaten", "Ended"] as const;

/** `IReservePricer.Asset` by number. */
export const ASSETS = ["BTC", "ETH"] as const;

/** Vendors' checks by their bits in `LeadAttested.checks`. */
export const CHECKS = [
  "PhoneLine",
  "Email",
  "Address",
  "ConsentCertificate",
  "DoNotCallList",
  "LitigatorList",
] as const;

/** `ILeadAccessPolicy.Activity` by number. */
export const ACTIVITIES = ["Sell", "Receive"] as const;

/** `ILeadAccessPolicy.LicenceDemand` by number. */
export const DEMANDS = ["VerticalDefault", "Demanded", "NotDemanded"] as const;

/** Left-aligned text up to its padding, a character for each byte: what is no ASCII is read as Latin-1. */
export function asciiIn(value: unknown): string {
  const [text = ""] = Buffer.from((value as Hex).slice(2), "hex")
    .toString("latin1")
    .split("\0");
  return text;
}

/** The selector at the head of revert data; null where there is none. */
export function errorSelectorOf(reason: Hex): Hex | null {
  return size(reason) < 4 ? null : slice(reason, 0, 4);
}

/** A point: `x` then `y`, 32 bytes each. */
export function pointBytes({ x, y }: { readonly x: bigint; readonly y: bigint }): Hex {
  return concatHex([toHex(x, { size: 32 }), toHex(y, { size: 32 })]);
}
