// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IVRFTieBreaker} from "../interfaces/IVRFTieBreaker.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionTiesLogic
/// @notice How a tie is resolved, and how the bids that lose it become free.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing.
library AuctionTiesLogic {
    using AuctionRoundLib for AuctionRound;

    /// @notice Fixes the winner: by the word, or after the time-out the first revealed bid.
    /// @dev The caller has checked that the round of `leadId` waits for a tie-break.
    function resolve(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        AuctionRound storage round = $.rounds[leadId];
        uint32 roundId = round.round;
        IVRFTieBreaker.TieBreak memory tie = peers.tieBreaker.tieBreakOf(leadId, roundId);

        uint256 timeoutAt = round.revealEnd + AuctionRoundLib.TIE_BREAK_TIMEOUT;
        uint256 voidableAt = round.revealEnd + AuctionRoundLib.VOID_DELAY;
        require(block.timestamp < voidableAt, IAuctionHouse.AuctionHouse_TooLate(leadId, voidableAt));
        bool hasWord = tie.fulfilledAt != 0 && tie.fulfilledAt < timeoutAt;
        require(hasWord || block.timestamp >= timeoutAt, IAuctionHouse.AuctionHouse_TieBreakPending(leadId, timeoutAt));

        uint256 tiedBids = uint256(round.tiedBids) + 1;
        (round.exceptional, round.tieResolvedAt) = (true, uint40(block.timestamp));
        if (hasWord) _setWinner($, peers, leadId, tie.word % tiedBids);
        emit IAuctionHouse.TieResolved(leadId, roundId, round.leader, tiedBids, !hasWord);
    }

    /// @notice Frees a tied bid that can no longer win.
    function release(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        uint32 roundId,
        uint64 amount,
        uint256 index
    ) external {
        address[] storage tied = $.tiedBidders[leadId][roundId][amount];
        AuctionRound storage round = $.rounds[leadId];
        bool mayWin = roundId == round.round && amount == round.leadingBid && _isTieOpen(round.phase());
        require(
            !mayWin && index < tied.length && tied[index] != address(0),
            IAuctionHouse.AuctionHouse_TiedBidNotReleasable(leadId, roundId, amount, index)
        );
        address bidder = tied[index];
        delete tied[index];
        peers.vault.unlock(bidder, amount);
        emit IAuctionHouse.TiedBidReleased(leadId, roundId, bidder, amount);
    }

    /// @dev Winner 0 is the first revealed, who leads already; otherwise the two change places and the former leader is freed.
    function _setWinner(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId, uint256 winner) private {
        if (winner == 0) return;
        AuctionRound storage round = $.rounds[leadId];
        (address first, uint64 amount) = (round.leader, round.leadingBid);
        address[] storage tied = $.tiedBidders[leadId][round.round][amount];
        round.leader = tied[winner - 1];
        delete tied[winner - 1];
        peers.vault.unlock(first, amount);
        emit IAuctionHouse.TiedBidReleased(leadId, round.round, first, amount);
    }

    function _isTieOpen(IAuctionHouse.Phase phase) private pure returns (bool) {
        return phase == IAuctionHouse.Phase.Reveal || phase == IAuctionHouse.Phase.TieBreak;
    }
}
