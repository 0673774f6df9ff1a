// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Affine secp256k1 point.
/// @param x x-coordinate, below the field prime.
/// @param y y-coordinate, below the field prime.
struct Point {
    uint256 x;
    uint256 y;
}

/// @notice ElGamal encryption of a lead's content key `M` under the owner's delivery key `P`: `A = aG`, `B = M + aP`.
/// @param a ephemeral point `A`.
/// @param b masked key point `B`.
/// @param p delivery key `P` that the capsule is encrypted to.
struct Capsule {
    Point a;
    Point b;
    Point p;
}
