import { secp256k1 } from "@noble/curves/secp256k1.js";
import { randomBytes } from "@noble/hashes/utils.js";
import {
  bytesToHex,
  concat,
  encodeAbiParameters,
  hexToBigInt,
  hexToBytes,
  keccak256,
  type Address,
  type Hex,
} from "viem";
import { publicKeyToAddress } from "viem/accounts";

import { CAPSULE_PARAMETER, POINT_PARAMETER, openCapsule, type Capsule } from "./capsule.ts";
import { cryptoError } from "./cryptoError.ts";
import { GENERATOR, isRecoverable, toCurvePoint, toPoint } from "./point.ts";
import type { CurvePoint, Point } from "./point.ts";
import { ORDER, deriveScalar, scalarToBytes, type RandomBytes } from "./scalar.ts";

/** A new capsule with its proof: the contracts' `ReEncryption`. */
export type ReEncryption = {
  readonly capsule: Capsule;
  readonly challenge: bigint;
  readonly z1: bigint;
  readonly z2: bigint;
  readonly u: Point;
  readonly v: Point;
  readonly w: Point;
  readonly inverses: readonly [bigint, bigint, bigint];
};

/** What is re-encrypted, by whom, to whom, for which delivery. */
export type ReEncryptionRequest = {
  readonly capsule: Capsule;
  /** Secret of the delivery key that `capsule` is encrypted to. */
  readonly secret: bigint;
  /** Delivery key of the receiver. */
  readonly to: Point;
  /** See `deliveryContext`. */
  readonly context: Hex;
  readonly random?: RandomBytes;
};

type Ephemerals = { readonly a: bigint; readonly k1: bigint; readonly k2: bigint };

/**
 * Re-encrypts a capsule to a receiver and proves that the content key stayed the same (DESIGN: delivery proof).
 * Nonces are hedged: derived from secret, statement and randomness, so a broken random source cannot reveal the secret.
 */
export function proveReEncryption(request: ReEncryptionRequest): ReEncryption {
  const { capsule, secret, to, context, random = randomBytes } = request;
  const contentKey = toCurvePoint(openCapsule(capsule, secret));
  toCurvePoint(to);
  if (![capsule.a, capsule.p, to].every(isRecoverable)) {
    throw cryptoError("INVALID_POINT", "A point's x-coordinate is not below n.");
  }
  const statement = hashStatement(context, capsule, to);
  for (let attempt = 0; ; attempt++) {
    const entropy = hexToBytes(concat([bytesToHex(scalarToBytes(secret)), bytesToHex(random(32))]));
    const draw = (name: string) => deriveScalar(entropy, statement, `${name}/${attempt}`);
    const ephemerals = { a: draw("a"), k1: draw("k1"), k2: draw("k2") };
    const proof = tryProve(request, contentKey, ephemerals);
    if (proof) return proof;
  }
}

/** Undefined when the randomness leads to a point that the contract cannot take. */
function tryProve(
  { capsule, secret, to, context }: ReEncryptionRequest,
  contentKey: CurvePoint,
  { a, k1, k2 }: Ephemerals,
): ReEncryption | undefined {
  const { Fn, Fp } = secp256k1.Point;
  const currentA = toCurvePoint(capsule.a);
  const receiver = toCurvePoint(to);
  const newB = contentKey.add(receiver.multiply(a));
  const t3 = currentA.multiply(k1).subtract(receiver.multiply(k2));
  const difference = toCurvePoint(capsule.b).subtract(newB);
  if (newB.is0() || t3.is0() || difference.is0()) return undefined;

  const next: Capsule = { a: toPoint(GENERATOR.multiply(a)), b: toPoint(newB), p: to };
  const commitments = [GENERATOR.multiply(k1), GENERATOR.multiply(k2), t3].map(addressOf);
  const challenge = challengeOf(context, capsule, next, commitments);
  if (challenge === 0n || !isRecoverable(next.a) || !isRecoverable(difference)) return undefined;

  const z1 = Fn.create(k1 + challenge * secret);
  const z2 = Fn.create(k2 + challenge * a);
  if (z1 === 0n || z2 === 0n) return undefined;
  const u = currentA.multiplyUnsafe(z1);
  const v = receiver.multiplyUnsafe(z2);
  const w = difference.multiplyUnsafe(challenge);
  const partial = u.subtract(v);
  if (partial.is0()) return undefined;
  const gaps = [newB.x - capsule.b.x, v.x - u.x, w.x - partial.x].map((gap) => Fp.create(gap));
  const [first, second, third] = Fp.invertBatch(gaps);
  if (!first || !second || !third) return undefined;
  return {
    capsule: next,
    challenge,
    z1,
    z2,
    u: toPoint(u),
    v: toPoint(v),
    w: toPoint(w),
    inverses: [first, second, third],
  };
}

function challengeOf(
  context: Hex,
  current: Capsule,
  next: Capsule,
  commitments: readonly Address[],
): bigint {
  const [t1, t2, t3] = commitments as [Address, Address, Address];
  const encoded = encodeAbiParameters(
    [
      { type: "bytes32" },
      CAPSULE_PARAMETER,
      CAPSULE_PARAMETER,
      { type: "address" },
      { type: "address" },
      { type: "address" },
    ],
    [context, current, next, t1, t2, t3],
  );
  return hexToBigInt(keccak256(encoded)) % ORDER;
}

function hashStatement(context: Hex, capsule: Capsule, to: Point): Uint8Array {
  const encoded = encodeAbiParameters(
    [{ type: "bytes32" }, CAPSULE_PARAMETER, POINT_PARAMETER],
    [context, capsule, to],
  );
  return hexToBytes(keccak256(encoded));
}

function addressOf(point: CurvePoint): Address {
  return publicKeyToAddress(`0x${point.toHex(false)}`);
}
