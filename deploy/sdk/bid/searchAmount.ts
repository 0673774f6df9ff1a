import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, numberToBytes, type Hex } from "viem";

import { commitmentPreimage, type BidContext } from "./commitment.ts";

/** USDC units in a cent. */
const CENT = 10_000n;
/** Place of the amount's last eight bytes in the preimage: the seventh word's end. */
const AMOUNT = { start: 6 * 32 + 24, size: 8 } as const;

/**
 * Finds the amount of a commitment whose salt is known, by trying whole cents: a bidder who lost the note of what it bid loses nothing.
 * A million amounts (10,000 USDC) take some seconds. Nobody without the salt can do this.
 * @param from lowest amount tried, USDC units.
 * @param to highest amount tried.
 */
export function searchAmount(
  context: BidContext,
  salt: Hex,
  commitment: Hex,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): bigint | undefined {
  const preimage = hexToBytes(commitmentPreimage({ ...context, amount: 0n, salt }));
  for (let amount = ((from + CENT - 1n) / CENT) * CENT; amount <= to; amount += CENT) {
    preimage.set(numberToBytes(amount, { size: AMOUNT.size }), AMOUNT.start);
    if (bytesToHex(keccak_256(preimage)) === commitment) return amount;
  }
  return undefined;
}
