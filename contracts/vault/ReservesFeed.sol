// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

/// @title ReservesFeed
/// @notice History of proofs of reserves, readable as a Chainlink feed: the answer is the balance held, in USDC units. Also records the
/// last insolvency.
abstract contract ReservesFeed is AggregatorV3Interface {
    /// @dev `reserves` is `uint128` and `provedAt` `uint40`, one slot.
    struct ReservesProof {
        uint128 reserves;
        uint40 provedAt;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.ReservesFeed
    struct ReservesFeedStorage {
        uint80 latestRound;
        uint40 insolventFrom;
        uint40 insolventUntil;
        mapping(uint80 roundId => ReservesProof) proofs;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.ReservesFeed");

    /// @notice The reserves feed has no round `roundId`.
    /// @param roundId the id given.
    error ReservesFeed_UnknownRound(uint80 roundId);

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(
        uint80 roundId
    ) public view returns (uint80, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) {
        ReservesProof memory proof = _reservesFeedStorage().proofs[roundId];
        require(proof.provedAt != 0, ReservesFeed_UnknownRound(roundId));
        return (roundId, int256(uint256(proof.reserves)), proof.provedAt, proof.provedAt, roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(_reservesFeedStorage().latestRound);
    }

    /// @inheritdoc AggregatorV3Interface
    function decimals() external pure returns (uint8) {
        return 6;
    }

    /// @inheritdoc AggregatorV3Interface
    function description() external pure returns (string memory) {
        return "Lead Engine USDC reserves";
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external pure returns (uint256) {
        return 1;
    }

    /// @dev Appends a proof and returns its round id, counted from 1.
    function _recordProof(uint128 reserves) internal returns (uint80 roundId) {
        ReservesFeedStorage storage $ = _reservesFeedStorage();
        roundId = ++$.latestRound;
        $.proofs[roundId] = ReservesProof({reserves: reserves, provedAt: uint40(block.timestamp)});
    }

    /// @dev Notes that an insolvency began, or that it is over.
    function _recordInsolvency(bool begins) internal {
        ReservesFeedStorage storage $ = _reservesFeedStorage();
        uint40 now_ = uint40(block.timestamp);
        if (begins) ($.insolventFrom, $.insolventUntil) = (now_, 0);
        else $.insolventUntil = now_;
    }

    /// @dev Start and end of the last insolvency: see `IPersonalEscrowVault.insolvency`.
    function _lastInsolvency() internal view returns (uint40 from, uint40 until) {
        ReservesFeedStorage storage $ = _reservesFeedStorage();
        return ($.insolventFrom, $.insolventUntil);
    }

    function _reservesFeedStorage() private pure returns (ReservesFeedStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
