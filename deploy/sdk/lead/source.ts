import { hexToString, stringToHex, type Hex } from "viem";

/** Where a lead can come from: the names that a submission's `source` holds. */
export const SOURCE_NAMES = [
  "DIRECT",
  "REFERRAL",
  "ORGANIC",
  "SEARCH",
  "SOCIAL",
  "PARTNER",
  "OFFSITE",
] as const;

/** Name of a source. */
export type Source = (typeof SOURCE_NAMES)[number];

const SOURCE_BYTES = { size: 32 } as const;

/** A lead's source as the contracts hold it: left-aligned ASCII in 32 bytes. */
export function sourceToHex(source: string): Hex {
  return stringToHex(source, SOURCE_BYTES);
}

/** The source that the contracts hold. */
export function sourceFromHex(source: Hex): string {
  return hexToString(source, SOURCE_BYTES);
}
