// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IVRFTieBreaker} from "../interfaces/IVRFTieBreaker.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionEndsLogic} from "./AuctionEndsLogic.sol";

/// @title AuctionTies
/// @notice Equal top bids: one random word decides, or after a time-out the first revealed. Nobody loops over bidders.
abstract contract AuctionTies is AuctionBase {
    using AuctionRoundLib for AuctionRound;

    /// @notice How long after `revealEnd` a tie that nothing resolves can be voided, and no longer resolved.
    uint256 public constant VOID_DELAY = AuctionEndsLogic.VOID_DELAY;

    /// @inheritdoc IAuctionHouse
    function requestTieBreak(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.TieBreak);
        uint256 timeoutAt = round.revealEnd + AuctionRoundLib.TIE_BREAK_TIMEOUT;
        require(block.timestamp < timeoutAt, AuctionHouse_TieBreakTimedOut(leadId, timeoutAt));
        TIE_BREAKER.requestWord(leadId, round.round);
    }

    /// @inheritdoc IAuctionHouse
    function resolveTie(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.TieBreak);
        uint32 roundId = round.round;
        IVRFTieBreaker.TieBreak memory tie = TIE_BREAKER.tieBreakOf(leadId, roundId);

        (uint256 timeoutAt, uint256 voidableAt) = (round.revealEnd + AuctionRoundLib.TIE_BREAK_TIMEOUT, round.revealEnd + VOID_DELAY);
        require(block.timestamp < voidableAt, AuctionHouse_TooLate(leadId, voidableAt));
        bool hasWord = tie.fulfilledAt != 0 && tie.fulfilledAt < timeoutAt;
        require(hasWord || block.timestamp >= timeoutAt, AuctionHouse_TieBreakPending(leadId, timeoutAt));

        uint256 tiedBids = uint256(round.tiedBids) + 1;
        (round.exceptional, round.tieResolvedAt) = (true, uint40(block.timestamp));
        if (hasWord) _setWinner(round, leadId, roundId, tie.word % tiedBids);
        emit TieResolved(leadId, roundId, round.leader, tiedBids, !hasWord);
    }

    /// @inheritdoc IAuctionHouse
    function releaseTiedBid(uint256 leadId, uint32 roundId, uint64 amount, uint256 index) external {
        AuctionStorage storage $ = _auctionStorage();
        address[] storage tied = $.tiedBidders[leadId][roundId][amount];
        AuctionRound storage round = $.rounds[leadId];
        bool mayWin = roundId == round.round && amount == round.leadingBid && _isTieOpen(round.phase());
        require(
            !mayWin && index < tied.length && tied[index] != address(0),
            AuctionHouse_TiedBidNotReleasable(leadId, roundId, amount, index)
        );
        address bidder = tied[index];
        delete tied[index];
        VAULT.unlock(leadId, bidder, amount);
        emit TiedBidReleased(leadId, roundId, bidder, amount);
    }

    /// @inheritdoc IAuctionHouse
    function voidAuction(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.TieBreak);
        uint256 availableAt = round.revealEnd + VOID_DELAY;
        require(block.timestamp >= availableAt, AuctionHouse_TooEarly(leadId, availableAt));
        (address leader, uint64 bid) = (round.leader, round.leadingBid);
        (round.exceptional, round.bondsReturned) = (true, true);
        _closeWithoutSale(leadId, round, Phase.Voided);
        VAULT.unlock(leadId, leader, bid);
        emit AuctionVoided(leadId, round.round);
    }

    /// @dev Winner 0 is the first revealed, who leads already; otherwise the two change places and the former leader is freed.
    function _setWinner(AuctionRound storage round, uint256 leadId, uint32 roundId, uint256 winner) private {
        if (winner == 0) return;
        (address first, uint64 amount) = (round.leader, round.leadingBid);
        address[] storage tied = _auctionStorage().tiedBidders[leadId][roundId][amount];
        round.leader = tied[winner - 1];
        delete tied[winner - 1];
        VAULT.unlock(leadId, first, amount);
        emit TiedBidReleased(leadId, roundId, first, amount);
    }

    function _isTieOpen(Phase phase) private pure returns (bool) {
        return phase == Phase.Reveal || phase == Phase.TieBreak;
    }
}
