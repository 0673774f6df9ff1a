// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice A corner of a piecewise-linear curve.
/// @param ratioBps mean price over reference price; 10,000 is 1, 65,535 is the highest that is distinguished.
/// @param multiplierBps reserve multiplier at that ratio; 10,000 is 1.
struct CurvePoint {
    uint16 ratioBps;
    uint16 multiplierBps;
}

/// @notice Up to eight points in one slot, the first in the lowest 32 bits: `ratioBps << 16 | multiplierBps`. Zero means no curve.
type PackedCurve is uint256;

/// @title ReserveCurve
/// @notice Piecewise-linear reserve curves: level before the first point and after the last, straight between.
library ReserveCurve {
    /// @notice Basis points of 1.
    uint256 internal constant UNIT_BPS = 10_000;
    /// @notice Most points of a curve: as many as one slot holds.
    uint256 internal constant MAX_POINTS = 8;
    /// @notice Lowest multiplier that any configuration may give.
    uint256 internal constant MIN_MULTIPLIER_BPS = 5_000;
    /// @notice Highest multiplier that any configuration may give.
    uint256 internal constant MAX_MULTIPLIER_BPS = 20_000;

    uint256 private constant POINT_BITS = 32;
    uint256 private constant FIELD_BITS = 16;

    /// @notice A curve has 1 to `max` points, not `length`.
    /// @param length number of points given.
    /// @param max most points.
    error ReserveCurve_InvalidLength(uint256 length, uint256 max);
    /// @notice The ratio of point `index`, `ratioBps`, does not rise above `previousBps`.
    /// @param index place of the point, from 0.
    /// @param previousBps ratio of the point before it, in basis points.
    /// @param ratioBps its ratio, in basis points.
    error ReserveCurve_RatioNotRising(uint256 index, uint256 previousBps, uint256 ratioBps);
    /// @notice The multiplier of point `index`, `multiplierBps`, is outside `min` to `max`.
    /// @param index place of the point, from 0.
    /// @param multiplierBps its multiplier, in basis points.
    /// @param min lowest multiplier, in basis points.
    /// @param max highest multiplier, in basis points.
    error ReserveCurve_MultiplierOutOfBounds(uint256 index, uint256 multiplierBps, uint256 min, uint256 max);

    /// @notice Checks and packs a curve.
    function pack(CurvePoint[] memory points) internal pure returns (PackedCurve) {
        uint256 length = points.length;
        require(length != 0 && length <= MAX_POINTS, ReserveCurve_InvalidLength(length, MAX_POINTS));
        uint256 packed;
        for (uint256 i = 0; i < length; ++i) {
            (uint256 ratio, uint256 multiplier) = (points[i].ratioBps, points[i].multiplierBps);
            if (i != 0) {
                uint256 previous = points[i - 1].ratioBps;
                require(ratio > previous, ReserveCurve_RatioNotRising(i, previous, ratio));
            }
            require(
                multiplier >= MIN_MULTIPLIER_BPS && multiplier <= MAX_MULTIPLIER_BPS,
                ReserveCurve_MultiplierOutOfBounds(i, multiplier, MIN_MULTIPLIER_BPS, MAX_MULTIPLIER_BPS)
            );
            packed |= ((ratio << FIELD_BITS) | multiplier) << (i * POINT_BITS);
        }
        return PackedCurve.wrap(packed);
    }

    /// @notice The points of a packed curve; none of an empty one.
    function unpack(PackedCurve curve) internal pure returns (CurvePoint[] memory points) {
        uint256 length;
        for (uint256 rest = PackedCurve.unwrap(curve); rest != 0; rest >>= POINT_BITS) {
            ++length;
        }
        points = new CurvePoint[](length);
        for (uint256 i = 0; i < length; ++i) {
            uint256 point = PackedCurve.unwrap(curve) >> (i * POINT_BITS);
            points[i] = CurvePoint({ratioBps: uint16(point >> FIELD_BITS), multiplierBps: uint16(point)});
        }
    }

    /// @notice Whether no curve is stored.
    function isEmpty(PackedCurve curve) internal pure returns (bool) {
        return PackedCurve.unwrap(curve) == 0;
    }

    /// @notice The curve's multiplier at a ratio, in basis points.
    /// @param curve a curve from `pack`.
    function multiplierAt(PackedCurve curve, uint256 ratioBps) internal pure returns (uint256) {
        uint256 rest = PackedCurve.unwrap(curve);
        (uint256 x0, uint256 y0) = _firstPoint(rest);
        if (ratioBps <= x0) return y0;
        for (rest >>= POINT_BITS; rest != 0; rest >>= POINT_BITS) {
            (uint256 x1, uint256 y1) = _firstPoint(rest);
            if (ratioBps < x1) {
                uint256 run = ratioBps - x0;
                return y1 >= y0 ? y0 + ((y1 - y0) * run) / (x1 - x0) : y0 - ((y0 - y1) * run) / (x1 - x0);
            }
            (x0, y0) = (x1, y1);
        }
        return y0;
    }

    /// @notice Mean of two prices over their references, in basis points, rounded down.
    /// @dev Prices and references are below 2^80 and references positive, so nothing overflows.
    function meanRatioBps(uint80 price0, uint80 reference0, uint80 price1, uint80 reference1) internal pure returns (uint256) {
        (uint256 p0, uint256 r0, uint256 p1, uint256 r1) = (price0, reference0, price1, reference1);
        return ((p0 * r1 + p1 * r0) * UNIT_BPS) / (2 * r0 * r1);
    }

    /// @notice A multiplier within bounds.
    function clamp(uint256 multiplierBps, uint16 min, uint16 max) internal pure returns (uint16) {
        return uint16(Math.min(Math.max(multiplierBps, min), max));
    }

    function _firstPoint(uint256 packed) private pure returns (uint256 ratioBps, uint256 multiplierBps) {
        return ((packed >> FIELD_BITS) & type(uint16).max, packed & type(uint16).max);
    }
}
