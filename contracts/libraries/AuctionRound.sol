// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";

/// @notice One auction round, four slots: what committing touches, what stays frozen, the leading bid, and what only exceptional ends
/// write.
/// @dev `status` is `Commit` while the round is open and a terminal phase once it is closed; all other phases are derived. Times are
/// `uint32`, like the lead's expiry that bounds them: until 2106.
/// @param exceptional whether the fourth slot holds anything.
/// @param offered whether the leading bid is a bounty's offer.
/// @param instantSale whether the first offer ends the commit phase.
/// @param extendedEnd end of the delivery window where the engine's silence moved it; 0 otherwise.
/// @param sellerExcused whether the engine was reported silent in the last hour of the longest window.
/// @param bondsReturned whether unopened bonds go back to their bidders.
struct AuctionRound {
    IAuctionHouse.Phase status;
    bool exceptional;
    bool offered;
    uint24 round;
    uint32 commitEnd;
    uint32 revealEnd;
    uint24 pendingCommitments;
    uint24 deliveryWindow;
    uint64 bidBond;
    uint32 leadClass;
    // slot 2
    uint64 reserve;
    uint64 deliveryBond;
    uint32 convenienceFee;
    uint32 expiresAt;
    uint16 feeBps;
    bool instantSale;
    // slot 3
    address leader;
    uint64 leadingBid;
    uint32 tiedBids;
    // slot 4
    uint40 tieResolvedAt;
    uint40 extendedEnd;
    bool sellerExcused;
    bool bondsReturned;
}

/// @title AuctionRoundLib
/// @notice Phases, deadlines and fees of a round, derived from deadlines and counters.
library AuctionRoundLib {
    /// @notice How long after `revealEnd` a tie waits for its random word; then the first revealed bid wins.
    uint256 internal constant TIE_BREAK_TIMEOUT = 24 hours;
    /// @notice How long after `revealEnd` a tie can be voided, and no longer resolved.
    uint256 internal constant VOID_DELAY = 7 days;
    /// @notice How long after `deliveryEnd` nobody can refund, so that no refund overtakes a delivery that is under way.
    uint256 internal constant DELIVERY_GRACE = 10 minutes;

    /// @notice The phase now. A round past its deadlines shows the terminal phase that closing it will write.
    function phase(AuctionRound storage self) internal view returns (IAuctionHouse.Phase) {
        IAuctionHouse.Phase status = self.status;
        if (status != IAuctionHouse.Phase.Commit) return status;
        if (block.timestamp < self.commitEnd) return IAuctionHouse.Phase.Commit;
        if (block.timestamp < self.revealEnd && self.pendingCommitments != 0) return IAuctionHouse.Phase.Reveal;
        if (self.leader == address(0)) return IAuctionHouse.Phase.Unsold;
        if (self.tiedBids != 0 && !(self.exceptional && self.tieResolvedAt != 0)) return IAuctionHouse.Phase.TieBreak;
        if (block.timestamp < deliveryEnd(self) + DELIVERY_GRACE) return IAuctionHouse.Phase.Delivery;
        return IAuctionHouse.Phase.Undelivered;
    }

    /// @notice The latest time at which this round's delivery can be due, unless the engine is silent: a tie's time-out and the delivery
    /// window after the end of the reveal phase.
    function latestEnd(uint256 revealEnd, uint256 deliveryWindow) internal pure returns (uint40) {
        return uint40(revealEnd + TIE_BREAK_TIMEOUT + deliveryWindow);
    }

    /// @notice When the winner became or becomes certain: the tie's resolution, else the end of the reveal phase.
    function fixedAt(AuctionRound storage self) internal view returns (uint40) {
        uint40 tieResolvedAt = self.exceptional ? self.tieResolvedAt : 0;
        return tieResolvedAt == 0 ? self.revealEnd : tieResolvedAt;
    }

    /// @notice Until when the seller should deliver once the winner is certain; never after the lead's expiry.
    function deliveryEnd(AuctionRound storage self) internal view returns (uint40) {
        uint40 end = plannedDeliveryEnd(self);
        uint40 expiresAt = self.expiresAt;
        return end < expiresAt ? end : expiresAt;
    }

    /// @notice The same, as if leads never expired.
    function plannedDeliveryEnd(AuctionRound storage self) internal view returns (uint40) {
        uint40 extendedEnd = self.exceptional ? self.extendedEnd : 0;
        return extendedEnd == 0 ? fixedAt(self) + self.deliveryWindow : extendedEnd;
    }

    /// @notice Whether an offer has begun an instant sale: then both phases end together.
    function isInstantSale(AuctionRound storage self) internal view returns (bool) {
        return self.offered && self.commitEnd == self.revealEnd;
    }

    /// @notice The protocol's part of a price, never more than the price.
    function feeOf(AuctionRound storage self, uint64 price) internal view returns (uint64) {
        uint256 fee = (uint256(price) * self.feeBps) / 10_000 + self.convenienceFee;
        return fee < price ? uint64(fee) : price;
    }
}
