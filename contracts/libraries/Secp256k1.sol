// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Point} from "./CapsuleTypes.sol";

/// @title Secp256k1
/// @notice The little secp256k1 arithmetic that a proof needs: the curve equation, an affine subtraction whose inverse is supplied,
/// and products of points as addresses by way of `ecrecover`.
/// @dev `ecrecover(h, v, r, s)` returns the address of `(s·R - h·G) / r`, where R is the point with x-coordinate `r` and the parity
/// `v - 27`. So `h` and `s` that are multiples of `r` make it a multiplication by any point whose x-coordinate is in (0, ORDER).
library Secp256k1 {
    /// @notice Prime of the field that coordinates are in (SEC 2, section 2.4.1).
    uint256 internal constant FIELD = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;
    /// @notice Prime order of the group (SEC 2, section 2.4.1).
    uint256 internal constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @notice Whether a value is a non-zero scalar in canonical form.
    function isScalar(uint256 value) internal pure returns (bool) {
        return value != 0 && value < ORDER;
    }

    /// @notice Whether both coordinates are canonical and satisfy `y² = x³ + 7`. Infinity, written (0, 0), does not.
    function isOnCurve(Point memory point) internal pure returns (bool) {
        uint256 x = point.x;
        uint256 y = point.y;
        if (x >= FIELD || y >= FIELD) return false;
        return mulmod(y, y, FIELD) == addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 7, FIELD);
    }

    /// @notice Address of a point as of a public key: the low 20 bytes of `keccak256(x, y)`.
    function addressOf(Point memory point) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(point)))));
    }

    /// @notice Whether `inverse` is that of `q.x - p.x` modulo `FIELD`. Never, when the x-coordinates are equal.
    /// @dev Coordinates must be below `FIELD`.
    function isInverse(Point memory p, Point memory q, uint256 inverse) internal pure returns (bool) {
        return mulmod(addmod(q.x, FIELD - p.x, FIELD), inverse, FIELD) == 1;
    }

    /// @notice `p - q` of two points with different x-coordinates.
    /// @dev The chord through `p` and `-q = (q.x, -q.y)` has the slope `(-q.y - p.y) / (q.x - p.x)`. Both points must be on the curve.
    /// @param inverse of `q.x - p.x`, as `isInverse` checks it.
    function subtract(Point memory p, Point memory q, uint256 inverse) internal pure returns (Point memory difference) {
        uint256 slope = mulmod(FIELD - addmod(p.y, q.y, FIELD), inverse, FIELD);
        uint256 x = addmod(mulmod(slope, slope, FIELD), FIELD - addmod(p.x, q.x, FIELD), FIELD);
        difference.x = x;
        difference.y = addmod(mulmod(slope, addmod(p.x, FIELD - x, FIELD), FIELD), FIELD - p.y, FIELD);
    }

    /// @notice Address of `scalar·point`; zero if the precompile refuses.
    /// @dev `point` must be on the curve with an x-coordinate in (0, ORDER), `scalar` in (0, ORDER).
    function productAddress(uint256 scalar, Point memory point) internal pure returns (address) {
        uint256 r = point.x;
        return ecrecover(0, _parity(point), bytes32(r), bytes32(mulmod(scalar, r, ORDER)));
    }

    /// @notice Address of `response·G - challenge·key`, the commitment that a Schnorr proof recomputes; zero at infinity.
    /// @dev `key` must be on the curve with an x-coordinate in (0, ORDER), the scalars in (0, ORDER).
    function schnorrCommitment(uint256 response, uint256 challenge, Point memory key) internal pure returns (address) {
        uint256 r = key.x;
        return
            ecrecover(bytes32(ORDER - mulmod(response, r, ORDER)), _parity(key), bytes32(r), bytes32(ORDER - mulmod(challenge, r, ORDER)));
    }

    function _parity(Point memory point) private pure returns (uint8) {
        return uint8(27 + (point.y & 1));
    }
}
