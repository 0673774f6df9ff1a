import { hexToString, stringToHex, type Hex } from "viem";

const REGIME_BYTES = { size: 32 } as const;

/** A data-protection regime as the contracts hold it: left-aligned ASCII in 32 bytes, `GDPR`. */
export function regimeToHex(regime: string): Hex {
  return stringToHex(regime, REGIME_BYTES);
}

/** The regime that the contracts hold. */
export function hexToRegime(regime: Hex): string {
  return hexToString(regime, REGIME_BYTES);
}
