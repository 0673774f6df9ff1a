import { hexToString, stringToHex, type Hex } from "viem";

const SOURCE_BYTES = { size: 32 } as const;

/** A lead's source as the contracts hold it: left-aligned ASCII in 32 bytes. */
export function sourceToHex(source: string): Hex {
  return stringToHex(source, SOURCE_BYTES);
}

/** The source that the contracts hold. */
export function sourceFromHex(source: Hex): string {
  return hexToString(source, SOURCE_BYTES);
}
