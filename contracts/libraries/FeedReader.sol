// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {IReservePricer} from "../interfaces/IReservePricer.sol";

/// @title FeedReader
/// @notice Reads Chainlink price and sequencer feeds and says which rule they break. Never reverts, whatever the feed does.
/// @dev Rules: docs.chain.link, "Data Feeds: monitoring" and "L2 Sequencer Uptime Feeds".
library FeedReader {
    /// @notice Gas that a feed gets: five times what a cold proxied feed needs.
    /// @dev Starving a good feed of gas cannot fake a fault: the caller then keeps 1/63 of this at most, too little to go on.
    uint256 internal constant READ_GAS = 100_000;

    uint256 private constant ROUND_DATA_LENGTH = 160;
    /// @dev Most rounds to search for an outage: a sequencer feed has a few a year.
    uint256 private constant MAX_OUTAGE_ROUNDS = 32;

    /// @notice Latest answer of a price feed, or the rule it breaks.
    /// @param maxAge oldest accepted update, in seconds.
    /// @return answer price in the feed's decimals; positive when there is no fault.
    /// @return updatedAt Unix seconds.
    function readPrice(
        address feed,
        uint256 maxAge
    ) internal view returns (uint256 answer, uint256 updatedAt, IReservePricer.FeedFault fault) {
        (bool readable, uint256[5] memory round) = _latestRoundData(feed);
        if (!readable) return (0, 0, IReservePricer.FeedFault.FeedUnreadable);
        uint256 roundId = round[0];
        uint256 answeredInRound = round[4];
        (answer, updatedAt) = (round[1], round[3]);
        if (updatedAt == 0 || updatedAt > block.timestamp || answeredInRound < roundId) {
            return (0, 0, IReservePricer.FeedFault.IncompleteRound);
        }
        if (answer == 0 || answer > uint256(type(int256).max)) {
            return (0, 0, IReservePricer.FeedFault.NonPositiveAnswer);
        }
        if (block.timestamp - updatedAt > maxAge) return (0, 0, IReservePricer.FeedFault.StaleAnswer);
    }

    /// @notice Whether the rollup's sequencer is up and its users had `gracePeriod` seconds to catch up.
    /// @param feed sequencer uptime feed (answer 0 is up, `startedAt` of the last change); zero on a chain without one.
    function readSequencer(address feed, uint256 gracePeriod) internal view returns (IReservePricer.FeedFault) {
        if (feed == address(0)) return IReservePricer.FeedFault.None;
        (bool readable, uint256[5] memory round) = _latestRoundData(feed);
        if (!readable) return IReservePricer.FeedFault.FeedUnreadable;
        (uint256 answer, uint256 startedAt) = (round[1], round[2]);
        if (startedAt == 0 || startedAt > block.timestamp) return IReservePricer.FeedFault.IncompleteRound;
        if (answer != 0) return IReservePricer.FeedFault.SequencerDown;
        if (block.timestamp - startedAt <= gracePeriod) return IReservePricer.FeedFault.SequencerGracePeriod;
        return IReservePricer.FeedFault.None;
    }

    /// @notice How long the sequencer was down within `[from, until]`, Unix seconds. A missing or unreadable feed or round counts as up,
    /// and a span that ends before it begins has no outage.
    /// @return downtime seconds within the span.
    /// @return end when the last outage that began before `until` was over; now while it lasts, 0 where there was none.
    function readOutage(address feed, uint256 from, uint256 until) internal view returns (uint256 downtime, uint256 end) {
        if (feed == address(0) || until < from) return (0, 0);
        (bool readable, uint256[5] memory round) = _latestRoundData(feed);
        uint256 statusEnd = block.timestamp;
        for (uint256 i = 0; readable && i < MAX_OUTAGE_ROUNDS; ++i) {
            (uint256 roundId, uint256 answer, uint256 startedAt) = (round[0], round[1], round[2]);
            if (startedAt == 0 || startedAt > statusEnd) break;
            if (answer != 0 && startedAt < until && statusEnd > from) {
                if (end == 0) end = statusEnd;
                downtime += (statusEnd < until ? statusEnd : until) - (startedAt > from ? startedAt : from);
            }
            // Rounds of an earlier aggregator behind the same proxy are not read.
            if (startedAt <= from || uint64(roundId) <= 1) break;
            statusEnd = startedAt;
            (readable, round) = _roundData(feed, roundId - 1);
        }
    }

    function _latestRoundData(address feed) private view returns (bool readable, uint256[5] memory round) {
        return _read(feed, abi.encodeCall(AggregatorV3Interface.latestRoundData, ()));
    }

    function _roundData(address feed, uint256 roundId) private view returns (bool readable, uint256[5] memory round) {
        return _read(feed, abi.encodeCall(AggregatorV3Interface.getRoundData, (uint80(roundId))));
    }

    /// @dev `try`/`catch` would not catch an account without code, a short answer or one that does not decode, and copies what it gets.
    /// @return readable whether the feed answered with five words.
    /// @return round roundId, answer (two's complement), startedAt, updatedAt, answeredInRound.
    function _read(address feed, bytes memory query) private view returns (bool readable, uint256[5] memory round) {
        assembly ("memory-safe") {
            readable := staticcall(READ_GAS, feed, add(query, 32), mload(query), round, ROUND_DATA_LENGTH)
            readable := and(readable, iszero(lt(returndatasize(), ROUND_DATA_LENGTH)))
        }
    }
}
