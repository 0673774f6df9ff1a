import { randomBytes } from "@noble/hashes/utils.js";
import { encodeAbiParameters, getAbiItem, keccak256, type Hex } from "viem";

import { leadNFTAbi } from "../generated/abis.ts";
import { cryptoError } from "./cryptoError.ts";
import {
  GENERATOR,
  isRecoverable,
  isSamePoint,
  publicKeyOf,
  toCurvePoint,
  toPoint,
  type Point,
} from "./point.ts";
import { randomScalar, type RandomBytes } from "./scalar.ts";

/** ElGamal encryption of a content key M to the delivery key P: `a = r·G`, `b = M + r·P`, `p = P`. */
export type Capsule = { readonly a: Point; readonly b: Point; readonly p: Point };

/** ABI parameter of the contracts' `Capsule`. */
export const CAPSULE_PARAMETER = getAbiItem({ abi: leadNFTAbi, name: "mint" }).inputs[1];

/** ABI parameter of the contracts' `Point`. */
export const POINT_PARAMETER = CAPSULE_PARAMETER.components[2];

/** A capsule with the scalar `r` that opens it without the owner's secret: for the DON's eyes only. */
export type SealedCapsule = { readonly capsule: Capsule; readonly opening: bigint };

/** Encrypts a content key to a delivery key. */
export function createCapsule(
  contentKey: Point,
  to: Point,
  random: RandomBytes = randomBytes,
): Capsule {
  return sealCapsule(contentKey, to, random).capsule;
}

/** Encrypts a content key to a delivery key and keeps the opening, by which the DON checks what the capsule holds. */
export function sealCapsule(
  contentKey: Point,
  to: Point,
  random: RandomBytes = randomBytes,
): SealedCapsule {
  const key = toCurvePoint(to);
  if (!isRecoverable(to)) {
    throw cryptoError("INVALID_POINT", "The delivery key's x-coordinate is not below n.");
  }
  for (;;) {
    const ephemeral = randomScalar(random);
    const a = GENERATOR.multiply(ephemeral);
    const b = toCurvePoint(contentKey).add(key.multiply(ephemeral));
    if (b.is0() || !isRecoverable(a)) continue;
    return { capsule: { a: toPoint(a), b: toPoint(b), p: to }, opening: ephemeral };
  }
}

/** The content key that a capsule gives its owner, by the capsule's opening; throws when the opening is not the capsule's. */
export function revealCapsule(capsule: Capsule, opening: bigint): Point {
  if (!isSamePoint(publicKeyOf(opening), capsule.a)) {
    throw cryptoError("KEY_MISMATCH", "The opening is not the capsule's.");
  }
  const contentKey = toCurvePoint(capsule.b).subtract(toCurvePoint(capsule.p).multiply(opening));
  if (contentKey.is0()) throw cryptoError("INVALID_POINT", "The capsule holds no content key.");
  return toPoint(contentKey);
}

/** The content key in a capsule; throws when the capsule is encrypted to another key than `secret`'s. */
export function openCapsule(capsule: Capsule, secret: bigint): Point {
  if (!isSamePoint(publicKeyOf(secret), capsule.p)) {
    throw cryptoError("KEY_MISMATCH", "The capsule is encrypted to another delivery key.");
  }
  const contentKey = toCurvePoint(capsule.b).subtract(toCurvePoint(capsule.a).multiply(secret));
  if (contentKey.is0()) throw cryptoError("INVALID_POINT", "The capsule holds no content key.");
  return toPoint(contentKey);
}

/** The hash by which a lead's record names its capsule. */
export function capsuleHash(capsule: Capsule): Hex {
  return keccak256(encodeAbiParameters([CAPSULE_PARAMETER], [capsule]));
}
