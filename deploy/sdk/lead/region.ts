import { hexToString, stringToHex, type Hex } from "viem";

/** Bytes of a region on chain: `US-CA` and a spare one for three-letter subdivisions. */
const REGION_BYTES = { size: 6 } as const;

/** Region as the contracts hold it: `bytes6`, left-aligned ASCII. */
export function regionToHex(region: string): Hex {
  return stringToHex(region, REGION_BYTES);
}

/** Region as people write it. */
export function hexToRegion(region: Hex): string {
  return hexToString(region, REGION_BYTES);
}
