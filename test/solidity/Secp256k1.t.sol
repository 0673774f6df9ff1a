// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Point} from "../../contracts/libraries/CapsuleTypes.sol";
import {Secp256k1} from "../../contracts/libraries/Secp256k1.sol";

/// @notice Fuzzes the curve arithmetic against `ecrecover` and against the curve's own laws. Points are taken from x-coordinates.
contract Secp256k1Test {
    uint256 private constant GX = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;
    uint256 private constant GY = 0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8;
    uint256 private constant FIELD = Secp256k1.FIELD;
    uint256 private constant ORDER = Secp256k1.ORDER;

    /// @dev Calldata access for the library.
    function isOnCurve(Point calldata point) external pure returns (bool) {
        return Secp256k1.isOnCurve(point);
    }

    function testGeneratorIsOnCurve() public view {
        assert(this.isOnCurve(Point(GX, GY)));
        assert(!this.isOnCurve(Point(0, 0)));
    }

    function testFuzzCurveEquation(uint256 x, uint256 y) public view {
        bool holds = mulmod(y, y, FIELD) == addmod(_powmod(x, 3), 7, FIELD);
        assert(this.isOnCurve(Point(x, y)) == (holds && x < FIELD && y < FIELD));
    }

    function testFuzzEverySquareRootIsOnCurve(uint256 seed) public view {
        (uint256 x, uint256 y) = _pointFrom(seed);
        assert(this.isOnCurve(Point(x, y)));
        assert(this.isOnCurve(Point(x, FIELD - y)));
        assert(!this.isOnCurve(Point(x, addmod(y, 1, FIELD))));
    }

    function testFuzzIsScalar(uint256 value) public pure {
        assert(Secp256k1.isScalar(value) == (value > 0 && value < ORDER));
    }

    function testFuzzIsInverse(uint256 p, uint256 q, uint256 wrong) public pure {
        p %= FIELD;
        q %= FIELD;
        if (p == q) {
            assert(!Secp256k1.isInverse(p, q, wrong));
            return;
        }
        uint256 inverse = _powmod(addmod(q, FIELD - p, FIELD), FIELD - 2);
        assert(Secp256k1.isInverse(p, q, inverse));
        if (wrong % FIELD != inverse) assert(!Secp256k1.isInverse(p, q, wrong));
    }

    function testFuzzDifferenceIsOnCurveAndAddsBack(uint256 seedP, uint256 seedQ) public view {
        (uint256 px, uint256 py) = _pointFrom(seedP);
        (uint256 qx, uint256 qy) = _pointFrom(seedQ);
        if (px == qx) return;
        (uint256 x, uint256 y) = _subtract(px, py, qx, qy);
        assert(this.isOnCurve(Point(x, y)));
        if (x == qx) return;
        // (p - q) - (-q) = p
        (uint256 backX, uint256 backY) = _subtract(x, y, qx, FIELD - qy);
        assert(backX == px && backY == py);
    }

    function testFuzzDifferenceOfMultiplesOfGenerator(uint256 k, uint256 m) public pure {
        // k·G - m·G = (k - m)·G, the right side by ecrecover.
        k = 2 + (k % 64);
        m = 1 + (m % (k - 1));
        (uint256 kx, uint256 ky) = _multipleOfGenerator(k);
        (uint256 mx, uint256 my) = _multipleOfGenerator(m);
        (uint256 x, uint256 y) = _subtract(kx, ky, mx, my);
        assert(Secp256k1.addressOf(x, y) == Secp256k1.productAddress(k - m, GX, GY));
    }

    function testFuzzProductOfOneIsThePoint(uint256 seed) public pure {
        (uint256 x, uint256 y) = _pointFrom(seed);
        if (!Secp256k1.isScalar(x)) return;
        assert(Secp256k1.productAddress(1, x, y) == Secp256k1.addressOf(x, y));
        assert(Secp256k1.productAddress(ORDER - 1, x, y) == Secp256k1.addressOf(x, FIELD - y));
    }

    function testFuzzSchnorrCommitment(uint256 k, uint256 c, uint256 s) public pure {
        // Key s·G with s small, so that its coordinates can be computed here: (k + c·s)·G - c·s·G = k·G.
        k = 1 + (k % (ORDER - 1));
        c = 1 + (c % (ORDER - 1));
        s = 1 + (s % 64);
        (uint256 x, uint256 y) = _multipleOfGenerator(s);
        uint256 response = addmod(k, mulmod(c, s, ORDER), ORDER);
        if (response == 0) return;
        assert(Secp256k1.schnorrCommitment(response, c, x, y) == Secp256k1.productAddress(k, GX, GY));
    }

    function testFuzzCommitmentAtInfinityIsZero(uint256 c, uint256 s) public pure {
        c = 1 + (c % (ORDER - 1));
        s = 1 + (s % 64);
        (uint256 x, uint256 y) = _multipleOfGenerator(s);
        assert(Secp256k1.schnorrCommitment(mulmod(c, s, ORDER), c, x, y) == address(0));
    }

    /// @dev `k·G` by repeated subtraction of `-G`; G and 2·G are constants of the curve.
    function _multipleOfGenerator(uint256 k) private pure returns (uint256 x, uint256 y) {
        if (k == 1) return (GX, GY);
        uint256 slope = mulmod(3, mulmod(_powmod(GX, 2), _powmod(addmod(GY, GY, FIELD), FIELD - 2), FIELD), FIELD);
        x = addmod(mulmod(slope, slope, FIELD), FIELD - addmod(GX, GX, FIELD), FIELD);
        y = addmod(mulmod(slope, addmod(GX, FIELD - x, FIELD), FIELD), FIELD - GY, FIELD);
        for (uint256 i = 2; i < k; ++i) (x, y) = _subtract(x, y, GX, FIELD - GY);
    }

    function _subtract(uint256 px, uint256 py, uint256 qx, uint256 qy) private pure returns (uint256, uint256) {
        uint256 inverse = _powmod(addmod(qx, FIELD - px, FIELD), FIELD - 2);
        assert(Secp256k1.isInverse(px, qx, inverse));
        return Secp256k1.subtract(px, py, qx, qy, inverse);
    }

    /// @dev The first point of the curve at or after an x-coordinate.
    function _pointFrom(uint256 seed) private pure returns (uint256 x, uint256 y) {
        for (x = seed % FIELD; ; x = addmod(x, 1, FIELD)) {
            uint256 square = addmod(_powmod(x, 3), 7, FIELD);
            y = _powmod(square, (FIELD + 1) / 4);
            if (mulmod(y, y, FIELD) == square) return (x, y);
        }
    }

    function _powmod(uint256 base, uint256 exponent) private pure returns (uint256 result) {
        result = 1;
        for (base %= FIELD; exponent != 0; exponent >>= 1) {
            if (exponent & 1 == 1) result = mulmod(result, base, FIELD);
            base = mulmod(base, base, FIELD);
        }
    }
}
