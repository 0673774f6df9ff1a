// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";

/// @notice One auction round, four slots: what committing touches, what stays frozen, the leading bid, the rest.
/// @dev `status` is `Commit` while the round is open and a terminal phase once it is closed; all other phases are derived.
struct AuctionRound {
    IAuctionHouse.Phase status;
    IAuctionHouse.PricingRule pricingRule;
    uint32 round;
    uint40 commitEnd;
    uint40 revealEnd;
    uint32 pendingCommitments;
    uint64 bidBond;
    uint32 leadClass;
    // slot 2
    uint64 reserve;
    uint64 deliveryBond;
    uint64 bidCap;
    uint32 deliveryWindow;
    uint16 feeBps;
    // slot 3
    address leader;
    uint64 leadingBid;
    uint32 tiedBids;
    // slot 4
    uint64 secondBid;
    uint40 tieResolvedAt;
    uint32 convenienceFee;
    bool deliveryExcused;
}

/// @title AuctionRoundLib
/// @notice Phases and prices of a round, derived from deadlines and counters.
library AuctionRoundLib {
    /// @notice How long the random word may take, counted from its request (or from the end of the reveal phase if there was none).
    uint256 internal constant TIE_BREAK_TIMEOUT = 24 hours;

    /// @notice The phase now. A round past its deadlines shows the terminal phase that closing it will write.
    function phase(AuctionRound storage self) internal view returns (IAuctionHouse.Phase) {
        IAuctionHouse.Phase status = self.status;
        if (status != IAuctionHouse.Phase.Commit) return status;
        if (block.timestamp < self.commitEnd) return IAuctionHouse.Phase.Commit;
        if (block.timestamp < self.revealEnd && self.pendingCommitments != 0) return IAuctionHouse.Phase.Reveal;
        if (self.leader == address(0)) return IAuctionHouse.Phase.Unsold;
        if (self.tiedBids != 0 && self.tieResolvedAt == 0) return IAuctionHouse.Phase.TieBreak;
        if (block.timestamp < deliveryEnd(self)) return IAuctionHouse.Phase.Delivery;
        return IAuctionHouse.Phase.Undelivered;
    }

    /// @notice When the winner became or becomes certain: the tie's resolution, else the end of the reveal phase.
    function fixedAt(AuctionRound storage self) internal view returns (uint40) {
        uint40 tieResolvedAt = self.tieResolvedAt;
        return tieResolvedAt == 0 ? self.revealEnd : tieResolvedAt;
    }

    /// @notice Until when the seller may deliver, given the winner is certain.
    function deliveryEnd(AuctionRound storage self) internal view returns (uint40) {
        return fixedAt(self) + self.deliveryWindow;
    }

    /// @notice What the leader pays: its bid, or the second-highest bid but at least the reserve.
    function price(AuctionRound storage self) internal view returns (uint64) {
        if (self.pricingRule == IAuctionHouse.PricingRule.FirstPrice) return self.leadingBid;
        (uint64 secondBid, uint64 reserve) = (self.secondBid, self.reserve);
        return secondBid > reserve ? secondBid : reserve;
    }

    /// @notice The protocol's part of a price, never more than the price.
    function feeOf(AuctionRound storage self, uint64 salePrice) internal view returns (uint64) {
        uint256 fee = (uint256(salePrice) * self.feeBps) / 10_000 + self.convenienceFee;
        return fee < salePrice ? uint64(fee) : salePrice;
    }
}
