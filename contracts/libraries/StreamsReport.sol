// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title StreamsReport
/// @notice Data Streams report schema v3 ("crypto advanced"): docs.chain.link, "Data Streams: report schemas".
library StreamsReport {
    /// @notice Schema version that this library decodes: the first two bytes of a stream's id.
    uint16 internal constant VERSION = 3;
    /// @notice Prices of a report have 18 decimals, those of the feeds 8.
    int256 internal constant TO_FEED_DECIMALS = 1e10;

    /// @notice What a v3 report says.
    /// @param feedId id of the stream.
    /// @param validFromTimestamp earliest time the price holds for, Unix seconds.
    /// @param observationsTimestamp latest time the price holds for, Unix seconds.
    /// @param nativeFee cost of verification in the native token, wei.
    /// @param linkFee cost of verification in LINK, juels.
    /// @param expiresAt last second at which the report may be used.
    /// @param price mid price, 18 decimals.
    /// @param bid price of a sale, 18 decimals.
    /// @param ask price of a purchase, 18 decimals.
    struct V3 {
        bytes32 feedId;
        uint32 validFromTimestamp;
        uint32 observationsTimestamp;
        uint192 nativeFee;
        uint192 linkFee;
        uint32 expiresAt;
        int192 price;
        int192 bid;
        int192 ask;
    }

    /// @notice Schema version of a stream.
    function versionOf(bytes32 feedId) internal pure returns (uint16) {
        return uint16(bytes2(feedId));
    }

    /// @notice Decodes a verified report of a v3 stream.
    function decode(bytes memory report) internal pure returns (V3 memory) {
        return abi.decode(report, (V3));
    }
}
