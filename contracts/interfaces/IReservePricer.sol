// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IReservePricer
/// @notice Turns BTC/USD and ETH/USD against reference prices into a multiplier for reserves. A bad feed never blocks a listing.
interface IReservePricer {
    /// @notice Which feed rule failed; `None` when the multiplier comes from good prices.
    enum FeedFault {
        None,
        SequencerDown,
        SequencerGracePeriod,
        NonPositiveAnswer,
        IncompleteRound,
        StaleAnswer,
        OutOfBand,
        FeedUnreadable
    }

    /// @notice The two assets that drive the multiplier.
    enum Asset {
        BTC,
        ETH
    }

    /// @notice Multiplier for a vertical now.
    /// @param vertical `keccak256(slug)`.
    /// @return multiplierBps 10,000 is 1; 10,000 exactly on any fault.
    /// @return fault the rule that failed, `None` if none did.
    function multiplierOf(bytes32 vertical) external view returns (uint16 multiplierBps, FeedFault fault);
}
