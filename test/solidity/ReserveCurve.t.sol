// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CurvePoint, PackedCurve, ReserveCurve} from "../../contracts/libraries/ReserveCurve.sol";

/// @notice Fuzzes reserve curves of one to eight points.
contract ReserveCurveTest {
    using ReserveCurve for PackedCurve;

    function testFuzzPackingKeepsThePoints(uint256 seed) public pure {
        CurvePoint[] memory points = _curve(seed, false);
        CurvePoint[] memory unpacked = ReserveCurve.pack(points).unpack();
        assert(keccak256(abi.encode(unpacked)) == keccak256(abi.encode(points)));
    }

    function testFuzzCurvePassesThroughItsPoints(uint256 seed) public pure {
        CurvePoint[] memory points = _curve(seed, false);
        PackedCurve curve = ReserveCurve.pack(points);
        for (uint256 i = 0; i < points.length; ++i) {
            assert(curve.multiplierAt(points[i].ratioBps) == points[i].multiplierBps);
        }
    }

    function testFuzzRisingCurveGivesRisingMultipliers(uint256 seed, uint256 a, uint256 b) public pure {
        PackedCurve curve = ReserveCurve.pack(_curve(seed, true));
        (a, b) = (a % 100_000, b % 100_000);
        (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
        assert(curve.multiplierAt(low) <= curve.multiplierAt(high));
    }

    function testFuzzCurveStaysBetweenItsPoints(uint256 seed, uint256 ratioBps) public pure {
        CurvePoint[] memory points = _curve(seed, false);
        (uint256 lowest, uint256 highest) = (type(uint256).max, 0);
        for (uint256 i = 0; i < points.length; ++i) {
            uint256 multiplier = points[i].multiplierBps;
            if (multiplier < lowest) lowest = multiplier;
            if (multiplier > highest) highest = multiplier;
        }
        uint256 actual = ReserveCurve.pack(points).multiplierAt(ratioBps);
        assert(actual >= lowest && actual <= highest);
    }

    function testFuzzClampStaysWithinBounds(uint256 multiplierBps, uint16 a, uint16 b) public pure {
        (uint16 min, uint16 max) = a < b ? (a, b) : (b, a);
        uint16 clamped = ReserveCurve.clamp(multiplierBps, min, max);
        assert(clamped >= min && clamped <= max);
        if (multiplierBps >= min && multiplierBps <= max) assert(clamped == multiplierBps);
    }

    function testFuzzMeanRatio(uint80 price0, uint80 reference0, uint80 price1, uint80 reference1) public pure {
        if (reference0 == 0 || reference1 == 0) return;
        uint256 mean = ReserveCurve.meanRatioBps(price0, reference0, price1, reference1);
        uint256 ratio0 = (uint256(price0) * 10_000) / reference0;
        uint256 ratio1 = (uint256(price1) * 10_000) / reference1;
        assert(mean >= (ratio0 + ratio1) / 2 && mean <= (ratio0 + ratio1) / 2 + 1);
        if (price0 != type(uint80).max) {
            assert(ReserveCurve.meanRatioBps(price0 + 1, reference0, price1, reference1) >= mean);
        }
    }

    /// @dev A valid curve of one to eight points from a seed; its multipliers never fall if `rising`.
    function _curve(uint256 seed, bool rising) private pure returns (CurvePoint[] memory points) {
        points = new CurvePoint[](1 + (seed % 8));
        (uint256 ratio, uint256 multiplier) = (0, ReserveCurve.MIN_MULTIPLIER_BPS);
        for (uint256 i = 0; i < points.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            ratio += (i == 0 ? 0 : 1) + (uint128(random) % 8_000);
            multiplier = rising ? multiplier + ((random >> 128) % 1_800) : 5_000 + ((random >> 128) % 15_001);
            points[i] = CurvePoint({ratioBps: uint16(ratio), multiplierBps: uint16(multiplier)});
        }
    }
}
