import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import type * as mclWasm from "mcl-wasm";
import type { Fr, G1, G2, GT } from "mcl-wasm";
import { bytesToHex, concatBytes, hexToBytes, numberToBytes, stringToBytes, type Hex } from "viem";

import type { RandomBytes } from "./scalar.ts";

/** Bytes of a message: as many as SHA-256 gives, which masks it. */
export const MESSAGE_LENGTH = 32;
/** Bytes of U, a compressed point of G2. */
const POINT_LENGTH = 96;
/** Bytes of a ciphertext: U, V and W. */
export const TIMELOCK_LENGTH = POINT_LENGTH + 2 * MESSAGE_LENGTH;

/** What a round's signature signs is a point of G1: the scheme `bls-unchained-g1-rfc9380` of drand. */
export const ROUND_DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
/** Bytes that RFC 9380 expands a message to for each of the two elements of the field that it maps to G1. */
const ELEMENT_LENGTH = 64;
/** Generator of G2, compressed: draft-irtf-cfrg-pairing-friendly-curves-11, 4.2.1. */
const GENERATOR: Hex =
  "0x93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";
/** Order of the groups: there too. */
const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;

/** Of the library. */
type Mcl = typeof mclWasm;

/** BLS12-381 in WebAssembly: six times as fast as in JavaScript. */
interface Curve extends Pick<Mcl, "Fr" | "mul" | "pairing"> {
  /** The generator of G2. */
  readonly generator: G2;
  /** What a beacon signs for a round. */
  readonly roundPoint: (round: number) => G1;
  /** @throws where a signature is no point of the group, or infinity. */
  readonly signature: (compressed: Hex) => G1;
  /** @throws where a key is no point of the group, or infinity. */
  readonly key: (compressed: Hex) => G2;
}

let loading: Promise<Curve> | undefined;

/** The curve, which is loaded when it is first needed: most commands seal and open nothing. */
function curve(): Promise<Curve> {
  return (loading ??= load());
}

async function load(): Promise<Curve> {
  const mcl = await import("mcl-wasm");
  await mcl.init(mcl.BLS12_381);
  // Points as drand and Ethereum write them, hashed to as RFC 9380 says, and in the group of prime order.
  mcl.setETHserialization(true);
  mcl.setMapToMode(mcl.IRTF);
  mcl.verifyOrderG1(true);
  mcl.verifyOrderG2(true);
  const { Fr, mul, pairing } = mcl;
  const read = <PointT extends G1 | G2>(point: PointT, compressed: Hex): PointT => {
    point.deserialize(hexToBytes(compressed));
    if (point.isZero()) throw new RangeError("Infinity is neither a key nor a signature.");
    return point;
  };
  return {
    ...{ Fr, mul, pairing },
    generator: read(new mcl.G2(), GENERATOR),
    roundPoint: lastOf((round) => hashToG1(mcl, roundMessage(round))),
    signature: lastOf((compressed) => read(new mcl.G1(), compressed)),
    key: lastOf((compressed) => read(new mcl.G2(), compressed)),
  };
}

/** `hash_to_curve` of RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_. */
function hashToG1({ Fp, add }: Mcl, message: Uint8Array): G1 {
  const uniform = expand_message_xmd(message, ROUND_DST, 2 * ELEMENT_LENGTH, sha256);
  const mapped = (start: number) => {
    const element = new Fp();
    element.setBigEndianMod(uniform.subarray(start, start + ELEMENT_LENGTH));
    return element.mapToG1();
  };
  return add(mapped(0), mapped(ELEMENT_LENGTH));
}

/** The same function, which remembers its last value: many messages are sealed to one round, and opened with one signature. */
function lastOf<KeyT, ValueT>(valueOf: (key: KeyT) => ValueT): (key: KeyT) => ValueT {
  let last: { readonly key: KeyT; readonly value: ValueT } | undefined;
  return (key) => (last?.key === key ? last : (last = { key, value: valueOf(key) })).value;
}

/**
 * Encrypts a message of 32 bytes so that a beacon's signature of a round opens it: Boneh and Franklin's identity-based encryption with
 * the transform of Fujisaki and Okamoto, byte for byte as drand's `tlock` does it ("tlock: Practical Timelock Encryption from Threshold
 * BLS", eprint.iacr.org/2023/189; there is no ES module of it for today's @noble/curves).
 * @param publicKey the beacon's, a compressed point of G2.
 * @returns U (96 bytes), V (32), W (32).
 */
export async function timelockEncrypt(
  publicKey: Hex,
  round: number,
  message: Uint8Array,
  random: RandomBytes = randomBytes,
): Promise<Uint8Array> {
  if (message.length !== MESSAGE_LENGTH) {
    throw new RangeError(`A timelock takes ${MESSAGE_LENGTH} bytes, not ${message.length}.`);
  }
  const { Fr, generator, key, mul, pairing, roundPoint } = await curve();
  const sigma = random(MESSAGE_LENGTH);
  const r = scalarOf(new Fr(), sigma, message);
  // e(r·Q, P) is e(Q, P)^r, in less time.
  const shared = pairing(mul(roundPoint(round), r), key(publicKey));
  const u = mul(generator, r).serialize();
  return concatBytes([u, xor(sigma, maskOf(shared)), xor(message, hash("IBE-H4", sigma))]);
}

/** Opens what `timelockEncrypt` made. Undefined where it does not open: another round's signature, or a single bit is another. */
export async function timelockDecrypt(
  signature: Hex,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (ciphertext.length !== TIMELOCK_LENGTH) return undefined;
  const { Fr, generator, key, mul, pairing, signature: signed } = await curve();
  const v = ciphertext.subarray(POINT_LENGTH, POINT_LENGTH + MESSAGE_LENGTH);
  const w = ciphertext.subarray(POINT_LENGTH + MESSAGE_LENGTH);
  let u: G2;
  let shared: GT;
  try {
    u = key(bytesToHex(ciphertext.subarray(0, POINT_LENGTH)));
    shared = pairing(signed(signature), u);
  } catch {
    return undefined;
  }
  const sigma = xor(v, maskOf(shared));
  const message = xor(w, hash("IBE-H4", sigma));
  return mul(generator, scalarOf(new Fr(), sigma, message)).isEqual(u) ? message : undefined;
}

/** Whether a signature is the beacon's of this round. */
export async function isRoundSignature(
  publicKey: Hex,
  round: number,
  signature: Hex,
): Promise<boolean> {
  const { generator, key, pairing, roundPoint, signature: signed } = await curve();
  try {
    const expected = pairing(roundPoint(round), key(publicKey));
    return pairing(signed(signature), generator).isEqual(expected);
  } catch {
    return false;
  }
}

/** What a beacon signs for a round: SHA-256 of the round as 8 bytes. It is hashed to a point of G1 with `ROUND_DST`. */
export function roundMessage(round: number): Uint8Array {
  return sha256(numberToBytes(round, { size: 8 }));
}

/** H2: a mask from a value of the pairing. Its twelve coordinates are written big endian, with the last first. */
function maskOf(value: GT): Uint8Array {
  const coordinates = value.getStr(16).split(" ").reverse();
  return hash("IBE-H2", ...coordinates.map((one) => hexToBytes(`0x${one}`, { size: 48 })));
}

/** H3: a scalar from sigma and message, by trying until a digest without its first bit is below the order. */
function scalarOf(scalar: Fr, sigma: Uint8Array, message: Uint8Array): Fr {
  const seed = hash("IBE-H3", sigma, message);
  for (let attempt = 1; ; attempt++) {
    const digest = sha256(concatBytes([Uint8Array.of(attempt & 0xff, attempt >> 8), seed]));
    digest[0] = (digest[0] ?? 0) >> 1;
    const value = BigInt(bytesToHex(digest));
    if (value === 0n || value >= ORDER) continue;
    scalar.setBigEndianMod(digest);
    return scalar;
  }
}

function hash(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes([stringToBytes(label), ...parts]));
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, index) => byte ^ (b[index] ?? 0));
}
