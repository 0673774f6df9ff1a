import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToBigInt, numberToBytes, stringToBytes } from "viem";

import { cryptoError } from "./cryptoError.ts";

/** Source of cryptographically secure random bytes; tests inject their own. */
export type RandomBytes = (length: number) => Uint8Array;

/** Order of the secp256k1 group. */
export const ORDER = secp256k1.Point.Fn.ORDER;

/** Bytes that reduce to a scalar with a bias below 2^-128 (RFC 9380, section 5). */
const WIDE_SCALAR_LENGTH = 48;

/** A scalar in [1, n), uniform except for a negligible bias. */
export function randomScalar(random: RandomBytes): bigint {
  return reduce(random(WIDE_SCALAR_LENGTH));
}

/** A scalar in [1, n) by HKDF-SHA256. */
export function deriveScalar(inputKey: Uint8Array, salt: Uint8Array, label: string): bigint {
  return reduce(hkdf(sha256, inputKey, salt, stringToBytes(label), WIDE_SCALAR_LENGTH));
}

/** 32 big-endian bytes of a scalar. */
export function scalarToBytes(scalar: bigint): Uint8Array {
  return numberToBytes(requireScalar(scalar), { size: 32 });
}

/** Returns a scalar in [1, n), throws for any other number. */
export function requireScalar(scalar: bigint): bigint {
  if (!secp256k1.Point.Fn.isValidNot0(scalar)) {
    throw cryptoError("INVALID_SCALAR", "The secret is not a scalar in [1, n).");
  }
  return scalar;
}

function reduce(bytes: Uint8Array): bigint {
  return (bytesToBigInt(bytes) % (ORDER - 1n)) + 1n;
}
