import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import {
  bytesToBigInt,
  concatBytes,
  hexToBytes,
  numberToBytes,
  stringToBytes,
  type Hex,
} from "viem";

import type { RandomBytes } from "./scalar.ts";

/** Bytes of a message: as many as SHA-256 gives, which masks it. */
export const MESSAGE_LENGTH = 32;
/** Bytes of U, a compressed point of G2. */
const POINT_LENGTH = 96;
/** Bytes of a ciphertext: U, V and W. */
export const TIMELOCK_LENGTH = POINT_LENGTH + 2 * MESSAGE_LENGTH;

const { fields, G2, millerLoopBatch, pairing, shortSignatures, utils } = bls12_381;
/** What a round's signature signs is a point of G1: the scheme `bls-unchained-g1-rfc9380` of drand. */
const DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
/** The beacon's public key is a point of G2. */
type G2Point = InstanceType<typeof G2.Point>;
/** A value of the pairing. */
type Paired = ReturnType<typeof pairing>;

/**
 * Encrypts a message of 32 bytes so that a beacon's signature of a round opens it: Boneh and Franklin's identity-based encryption with
 * the transform of Fujisaki and Okamoto, byte for byte as drand's `tlock` does it ("tlock: Practical Timelock Encryption from Threshold
 * BLS", eprint.iacr.org/2023/189; there is no ES module of it for today's @noble/curves).
 * @param publicKey the beacon's, a compressed point of G2.
 * @returns U (96 bytes), V (32), W (32).
 */
export function timelockEncrypt(
  publicKey: Hex,
  round: number,
  message: Uint8Array,
  random: RandomBytes = randomBytes,
): Uint8Array {
  if (message.length !== MESSAGE_LENGTH) {
    throw new RangeError(`A timelock takes ${MESSAGE_LENGTH} bytes, not ${message.length}.`);
  }
  const sigma = random(MESSAGE_LENGTH);
  const r = scalarOf(sigma, message);
  // e(r·Q, P) is e(Q, P)^r, in less time.
  const { x, y } = pointOf(round).multiply(r).toAffine();
  const shared = fields.Fp12.finalExponentiate(millerLoopBatch([[linesOf(publicKey), x, y]]));
  const u = G2.Point.BASE.multiply(r).toBytes();
  return concatBytes([u, xor(sigma, maskOf(shared)), xor(message, hash("IBE-H4", sigma))]);
}

/** Opens what `timelockEncrypt` made. Undefined where it does not open: another round's signature, or a single bit is another. */
export function timelockDecrypt(signature: Hex, ciphertext: Uint8Array): Uint8Array | undefined {
  if (ciphertext.length !== TIMELOCK_LENGTH) return undefined;
  const v = ciphertext.subarray(POINT_LENGTH, POINT_LENGTH + MESSAGE_LENGTH);
  const w = ciphertext.subarray(POINT_LENGTH + MESSAGE_LENGTH);
  let u: G2Point;
  let shared: Paired;
  try {
    // `fromBytes` refuses what is not in the group of prime order; `pairing` refuses infinity.
    u = G2.Point.fromBytes(ciphertext.subarray(0, POINT_LENGTH));
    shared = pairing(signatureOf(signature), u);
  } catch {
    return undefined;
  }
  const sigma = xor(v, maskOf(shared));
  const message = xor(w, hash("IBE-H4", sigma));
  return G2.Point.BASE.multiply(scalarOf(sigma, message)).equals(u) ? message : undefined;
}

/** What many messages to one round share: computed once, it leaves two thirds of a sender's work. */
const pointOf = lastOf(roundPoint);
const signatureOf = lastOf((signature: Hex) =>
  shortSignatures.Signature.fromBytes(hexToBytes(signature)),
);
const linesOf = lastOf((publicKey: Hex) =>
  utils.calcPairingPrecomputes(G2.Point.fromBytes(hexToBytes(publicKey))),
);

/** The same function, which remembers its last value. */
function lastOf<KeyT, ValueT>(valueOf: (key: KeyT) => ValueT): (key: KeyT) => ValueT {
  let last: { readonly key: KeyT; readonly value: ValueT } | undefined;
  return (key) => (last?.key === key ? last : (last = { key, value: valueOf(key) })).value;
}

/** Whether a signature is the beacon's of this round. */
export function isRoundSignature(publicKey: Hex, round: number, signature: Hex): boolean {
  try {
    const [signed, key] = [hexToBytes(signature), hexToBytes(publicKey)];
    return shortSignatures.verify(signed, roundPoint(round), key);
  } catch {
    return false;
  }
}

/** What a beacon signs for a round: a point of G1 from SHA-256 of the round as 8 bytes. */
export function roundPoint(round: number) {
  return shortSignatures.hash(sha256(numberToBytes(round, { size: 8 })), DST);
}

/** H2: a mask from a value of the pairing. Its twelve coordinates are written with the last first. */
function maskOf(value: Paired): Uint8Array {
  const bytes = fields.Fp12.toBytes(value);
  const { BYTES: size } = fields.Fp;
  const coordinates = Array.from({ length: bytes.length / size }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return hash("IBE-H2", ...coordinates.reverse());
}

/** H3: a scalar from sigma and message, by trying until a digest without its first bit is below the order. */
function scalarOf(sigma: Uint8Array, message: Uint8Array): bigint {
  const seed = hash("IBE-H3", sigma, message);
  for (let attempt = 1; ; attempt++) {
    const digest = sha256(concatBytes([Uint8Array.of(attempt & 0xff, attempt >> 8), seed]));
    digest[0] = (digest[0] ?? 0) >> 1;
    const scalar = bytesToBigInt(digest);
    if (fields.Fr.isValidNot0(scalar)) return scalar;
  }
}

function hash(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes([stringToBytes(label), ...parts]));
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, index) => byte ^ (b[index] ?? 0));
}
