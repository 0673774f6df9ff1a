// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Point} from "./CapsuleTypes.sol";

/// @title Secp256k1
/// @notice The little secp256k1 arithmetic that a proof needs: the curve equation, an affine subtraction whose inverse is supplied,
/// and products of points as addresses by way of `ecrecover`.
/// @dev `ecrecover(h, v, r, s)` returns the address of `(s·R - h·G) / r`, where R is the point with x-coordinate `r` and the parity
/// `v - 27`. So `h` and `s` that are multiples of `r` make it a multiplication by any point whose x-coordinate is in (0, ORDER).
/// Arithmetic is unchecked: every function says which bounds its caller guarantees.
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
    function isOnCurve(Point calldata point) internal pure returns (bool) {
        uint256 x = point.x;
        uint256 y = point.y;
        if (x >= FIELD || y >= FIELD) return false;
        return mulmod(y, y, FIELD) == addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 7, FIELD);
    }

    /// @notice Address of a point as of a public key: the low 20 bytes of `keccak256(x, y)`.
    function addressOf(uint256 x, uint256 y) internal pure returns (address account) {
        assembly ("memory-safe") {
            mstore(0x00, x)
            mstore(0x20, y)
            account := and(keccak256(0x00, 0x40), 0xffffffffffffffffffffffffffffffffffffffff)
        }
    }

    /// @notice Whether `inverse` is that of `qx - px` modulo `FIELD`. Never, when the two are equal.
    /// @dev Coordinates must be below `FIELD`.
    function isInverse(uint256 px, uint256 qx, uint256 inverse) internal pure returns (bool) {
        unchecked {
            return mulmod(addmod(qx, FIELD - px, FIELD), inverse, FIELD) == 1;
        }
    }

    /// @notice The difference `(px, py) - (qx, qy)` of two points with different x-coordinates.
    /// @dev The chord through p and `-q = (qx, -qy)` has the slope `(-qy - py) / (qx - px)`. Both points must be on the curve.
    /// @param inverse of `qx - px`, as `isInverse` checks it.
    function subtract(uint256 px, uint256 py, uint256 qx, uint256 qy, uint256 inverse) internal pure returns (uint256 x, uint256 y) {
        unchecked {
            uint256 slope = mulmod(FIELD - addmod(py, qy, FIELD), inverse, FIELD);
            x = addmod(mulmod(slope, slope, FIELD), FIELD - addmod(px, qx, FIELD), FIELD);
            y = addmod(mulmod(slope, addmod(px, FIELD - x, FIELD), FIELD), FIELD - py, FIELD);
        }
    }

    /// @notice Address of `scalar·(x, y)`; zero if the precompile refuses.
    /// @dev The point must be on the curve with `x` in (0, ORDER), `scalar` in (0, ORDER).
    function productAddress(uint256 scalar, uint256 x, uint256 y) internal pure returns (address) {
        return ecrecover(0, _recoveryId(y), bytes32(x), bytes32(mulmod(scalar, x, ORDER)));
    }

    /// @notice Address of `response·G - challenge·(x, y)`, the commitment that a Schnorr proof recomputes; zero at infinity.
    /// @dev The point must be on the curve with `x` in (0, ORDER), the scalars in (0, ORDER).
    function schnorrCommitment(uint256 response, uint256 challenge, uint256 x, uint256 y) internal pure returns (address) {
        unchecked {
            bytes32 h = bytes32(ORDER - mulmod(response, x, ORDER));
            bytes32 s = bytes32(ORDER - mulmod(challenge, x, ORDER));
            return ecrecover(h, _recoveryId(y), bytes32(x), s);
        }
    }

    function _recoveryId(uint256 y) private pure returns (uint8) {
        unchecked {
            return uint8(27 + (y & 1));
        }
    }
}
