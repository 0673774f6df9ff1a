// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Point} from "../../../contracts/libraries/CapsuleTypes.sol";
import {Secp256k1} from "../../../contracts/libraries/Secp256k1.sol";

uint256 constant GX = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;
uint256 constant GY = 0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8;

/// @dev A point in Jacobian coordinates: `(x / z², y / z³)`; infinity where `z` is 0.
struct Jacobian {
    uint256 x;
    uint256 y;
    uint256 z;
}

/// @notice `scalar·G` for a scalar in (0, ORDER), by doubling and adding.
/// @dev G is only ever added to an even multiple below the order minus one: never to itself nor to its negative.
function multipleOfGenerator(uint256 scalar) view returns (Point memory) {
    Jacobian memory sum;
    for (uint256 bit = 256; bit != 0; --bit) {
        if (sum.z != 0) double(sum);
        if ((scalar >> (bit - 1)) & 1 == 0) continue;
        if (sum.z == 0) sum = Jacobian(GX, GY, 1);
        else addGenerator(sum);
    }
    uint256 p = Secp256k1.FIELD;
    uint256 inverse = Math.invModPrime(sum.z, p);
    uint256 square = mulmod(inverse, inverse, p);
    return Point(mulmod(sum.x, square, p), mulmod(sum.y, mulmod(square, inverse, p), p));
}

/// @notice Of `qx - px` modulo the field prime, as the verifier wants it.
function inverseOfDifference(uint256 px, uint256 qx) view returns (uint256) {
    return Math.invModPrime(addmod(qx, Secp256k1.FIELD - px, Secp256k1.FIELD), Secp256k1.FIELD);
}

/// @dev Doubles in place: "dbl-2009-l" of the Explicit-Formulas Database, for curves with a = 0.
function double(Jacobian memory point) pure {
    uint256 p = Secp256k1.FIELD;
    (uint256 x, uint256 y, uint256 z) = (point.x, point.y, point.z);
    uint256 yy = mulmod(y, y, p);
    uint256 s = mulmod(4, mulmod(x, yy, p), p);
    uint256 m = mulmod(3, mulmod(x, x, p), p);
    uint256 x3 = addmod(mulmod(m, m, p), p - addmod(s, s, p), p);
    point.x = x3;
    point.y = addmod(mulmod(m, addmod(s, p - x3, p), p), p - mulmod(8, mulmod(yy, yy, p), p), p);
    point.z = mulmod(2, mulmod(y, z, p), p);
}

/// @dev Adds G in place: "madd" for an affine second point.
function addGenerator(Jacobian memory point) pure {
    uint256 p = Secp256k1.FIELD;
    (uint256 x, uint256 y, uint256 z) = (point.x, point.y, point.z);
    uint256 zz = mulmod(z, z, p);
    uint256 h = addmod(mulmod(GX, zz, p), p - x, p);
    uint256 r = addmod(mulmod(GY, mulmod(zz, z, p), p), p - y, p);
    uint256 hh = mulmod(h, h, p);
    uint256 hhh = mulmod(hh, h, p);
    uint256 v = mulmod(x, hh, p);
    uint256 x3 = addmod(addmod(mulmod(r, r, p), p - hhh, p), p - addmod(v, v, p), p);
    point.x = x3;
    point.y = addmod(mulmod(r, addmod(v, p - x3, p), p), p - mulmod(y, hhh, p), p);
    point.z = mulmod(z, h, p);
}
