// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionEndsLogic} from "./AuctionEndsLogic.sol";
import {AuctionTiesLogic} from "./AuctionTiesLogic.sol";

/// @title AuctionTies
/// @notice Equal top bids: one random word decides, or after a time-out the first revealed bid wins. No function loops over bidders.
abstract contract AuctionTies is AuctionBase, ReentrancyGuardTransient {
    /// @notice How long after `revealEnd` a tie can be voided, and no longer resolved.
    uint256 public constant VOID_DELAY = AuctionRoundLib.VOID_DELAY;

    /// @inheritdoc IAuctionHouse
    function requestTieBreak(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.TieBreak);
        uint256 timeoutAt = round.revealEnd + AuctionRoundLib.TIE_BREAK_TIMEOUT;
        require(block.timestamp < timeoutAt, AuctionHouse_TieBreakTimedOut(leadId, timeoutAt));
        TIE_BREAKER.requestWord(leadId, round.round);
    }

    /// @inheritdoc IAuctionHouse
    function resolveTie(uint256 leadId) external {
        _roundIn(leadId, Phase.TieBreak);
        AuctionTiesLogic.resolve(_auctionStorage(), _peers(), leadId);
    }

    /// @inheritdoc IAuctionHouse
    function releaseTiedBid(uint256 leadId, uint32 roundId, uint64 amount, uint256 index) external nonReentrant {
        AuctionTiesLogic.release(_auctionStorage(), _peers(), leadId, roundId, amount, index);
    }

    /// @inheritdoc IAuctionHouse
    function voidAuction(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.TieBreak);
        uint256 availableAt = round.revealEnd + VOID_DELAY;
        require(block.timestamp >= availableAt, AuctionHouse_TooEarly(leadId, availableAt));
        AuctionEndsLogic.voidTie(_auctionStorage(), _peers(), leadId);
    }
}
