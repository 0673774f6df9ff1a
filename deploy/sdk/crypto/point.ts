import { secp256k1 } from "@noble/curves/secp256k1.js";

import { cryptoError } from "./cryptoError.ts";
import { ORDER, requireScalar } from "./scalar.ts";

/** Affine secp256k1 point, as the contracts' `Point`. */
export type Point = { readonly x: bigint; readonly y: bigint };

/** Point with arithmetic. */
export type CurvePoint = InstanceType<typeof secp256k1.Point>;

/** Generator of the group. */
export const GENERATOR: CurvePoint = secp256k1.Point.BASE;

/** The point for arithmetic; throws unless it is on the curve and not infinity. */
export function toCurvePoint({ x, y }: Point): CurvePoint {
  try {
    const point = secp256k1.Point.fromAffine({ x, y });
    point.assertValidity();
    return point;
  } catch {
    throw cryptoError("INVALID_POINT", "The point is not on the secp256k1 curve.");
  }
}

/** The affine coordinates, as viem takes them. */
export function toPoint(point: CurvePoint): Point {
  const { x, y } = point.toAffine();
  return { x, y };
}

/** `secret·G`. */
export function publicKeyOf(secret: bigint): Point {
  return toPoint(GENERATOR.multiply(requireScalar(secret)));
}

/** Whether two points are the same. */
export function isSamePoint(p: Point, q: Point): boolean {
  return p.x === q.x && p.y === q.y;
}

/** Whether `ecrecover` takes the point's x-coordinate: all but one point in 2^128. */
export function isRecoverable(point: Point): boolean {
  return point.x < ORDER;
}
