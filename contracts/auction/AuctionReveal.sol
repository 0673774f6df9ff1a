// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {IPersonalEscrowVault} from "../interfaces/IPersonalEscrowVault.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";
import {BidCommitment} from "../libraries/BidCommitment.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionEndsLogic} from "./AuctionEndsLogic.sol";

/// @title AuctionReveal
/// @notice Opens sealed bids. The leader's money is locked, everybody else's is free in the same call.
/// @dev A call reads the round once, opens its bids in memory and writes the round once. The compliance engine may run in between, so a
/// lock keeps every other call from changing the round.
abstract contract AuctionReveal is AuctionBase, ReentrancyGuardTransient {
    /// @notice What opening a bid below the reserve costs, and what forfeiting a bond earns: 0.25 USDC.
    uint64 public constant FORFEIT_TIP = AuctionEndsLogic.FORFEIT_TIP;

    /// @dev A round whose bids are being opened: what a reveal reads, and what it changes.
    struct Ranking {
        uint256 leadId;
        uint32 round;
        uint32 leadClass;
        uint64 bidBond;
        uint24 pendingCommitments;
        bool offered;
        address leader;
        uint64 leadingBid;
        uint32 tiedBids;
    }

    /// @inheritdoc IAuctionHouse
    function revealBid(uint256 leadId, Opening calldata opening) external nonReentrant {
        AuctionRound storage round = _roundIn(leadId, Phase.Reveal);
        Ranking memory ranking = _rankingOf(leadId, round);
        RevealFault fault = _reveal(ranking, opening);
        if (fault != RevealFault.None) _refuse(ranking, opening, fault);
        _store(round, ranking);
    }

    /// @inheritdoc IAuctionHouse
    function revealBids(uint256 leadId, Opening[] calldata openings) external nonReentrant {
        AuctionRound storage round = _roundIn(leadId, Phase.Reveal);
        Ranking memory ranking = _rankingOf(leadId, round);
        for (uint256 i = 0; i < openings.length; ++i) {
            RevealFault fault = _reveal(ranking, openings[i]);
            if (fault == RevealFault.None || fault == RevealFault.NoCommitment) continue;
            emit RevealSkipped(leadId, ranking.round, openings[i].bidder, fault);
        }
        _store(round, ranking);
    }

    function _rankingOf(uint256 leadId, AuctionRound storage round) private view returns (Ranking memory) {
        return
            Ranking({
                leadId: leadId,
                round: round.round,
                leadClass: round.leadClass,
                bidBond: round.bidBond,
                pendingCommitments: round.pendingCommitments,
                offered: round.offered,
                leader: round.leader,
                leadingBid: round.leadingBid,
                tiedBids: round.tiedBids
            });
    }

    function _store(AuctionRound storage round, Ranking memory ranking) private {
        (round.leader, round.leadingBid, round.tiedBids) = (ranking.leader, ranking.leadingBid, ranking.tiedBids);
        (round.pendingCommitments, round.offered) = (ranking.pendingCommitments, ranking.offered);
        if (ranking.pendingCommitments != 0) return;
        round.revealEnd = uint32(block.timestamp);
        emit RevealClosed(ranking.leadId, ranking.round, uint40(block.timestamp));
    }

    /// @dev Opens one bid, unless it has a fault: then nothing changes.
    function _reveal(Ranking memory ranking, Opening calldata opening) private returns (RevealFault fault) {
        address bidder = opening.bidder;
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[ranking.leadId][ranking.round];
        bytes32 commitment = commitments[bidder];
        if (commitment == 0) return RevealFault.NoCommitment;
        if (commitment != _commitmentOf(ranking, opening)) return RevealFault.WrongOpening;
        if (opening.amount == 0) return RevealFault.ZeroBid;
        (RevealOutcome outcome, address outbid, bool funded) = _place(ranking, bidder, opening.amount);
        if (!funded) return RevealFault.Unfunded;

        delete commitments[bidder];
        ranking.pendingCommitments -= 1;
        emit BidRevealed(ranking.leadId, ranking.round, bidder, opening.amount, outcome, outbid);
    }

    /// @dev Ranks an opened bid and moves its money. The outcome does not depend on the order of reveals, ties aside: every bid at or above
    /// the reserve, leading or not, must be covered by its bidder's account. A bid that would lead or tie counts only if its bidder is not
    /// denied; a bid that changes nothing does not ask the gate. An offer loses ties.
    function _place(
        Ranking memory ranking,
        address bidder,
        uint64 amount
    ) private returns (RevealOutcome outcome, address outbid, bool funded) {
        (uint64 bond, uint64 top) = (ranking.bidBond, ranking.leadingBid);
        // A leading bid is not below the reserve, so a higher one need not read the reserve's slot.
        if (amount < top || top == 0) {
            if (amount < _auctionStorage().rounds[ranking.leadId].reserve) {
                _chargeLowBid(ranking, bidder);
                return (RevealOutcome.BelowReserve, address(0), true);
            }
            if (amount < top) return (RevealOutcome.Outbid, address(0), VAULT.unlockCovered(bidder, bond, amount));
        }

        outcome = amount == top && !ranking.offered ? RevealOutcome.Tied : RevealOutcome.Leading;
        if (outcome == RevealOutcome.Leading && !ranking.offered) outbid = ranking.leader;
        (IPersonalEscrowVault.Placement placement, bytes memory reason) = VAULT.placeBid(
            bidder,
            ranking.leadClass,
            bond,
            amount,
            outbid,
            top
        );
        if (placement == IPersonalEscrowVault.Placement.Unfunded) return (outcome, outbid, false);
        if (placement == IPersonalEscrowVault.Placement.Denied) {
            emit BidBarred(ranking.leadId, ranking.round, bidder, reason);
            return (RevealOutcome.Barred, address(0), true);
        }
        if (outcome == RevealOutcome.Tied) {
            ranking.tiedBids += 1;
            _auctionStorage().tiedBidders[ranking.leadId][ranking.round][amount].push(bidder);
        } else {
            (ranking.leader, ranking.leadingBid, ranking.tiedBids) = (bidder, amount, 0);
            if (ranking.offered) _endOffer(ranking);
        }
        return (outcome, outbid, true);
    }

    /// @dev The beaten offer's money goes back to its bounty.
    function _endOffer(Ranking memory ranking) private {
        ranking.offered = false;
        MATCHER.endMatch(ranking.leadId, ranking.round, IBountyMatcher.MatchEnd.Beaten);
    }

    function _chargeLowBid(Ranking memory ranking, address bidder) private {
        uint64 bond = ranking.bidBond;
        uint64 tip = bond < FORFEIT_TIP ? bond : FORFEIT_TIP;
        address treasury = _auctionStorage().feeConfig.treasury;
        VAULT.spendBond(bidder, bond, treasury, tip, address(0), 0);
        emit LowBidCharged(ranking.leadId, ranking.round, bidder, treasury, bond, tip);
    }

    /// @dev The fault as the error that says what to do.
    function _refuse(Ranking memory ranking, Opening calldata opening, RevealFault fault) private view {
        (uint256 leadId, address bidder) = (ranking.leadId, opening.bidder);
        require(fault != RevealFault.NoCommitment, AuctionHouse_NoCommitment(leadId, ranking.round, bidder));
        require(fault != RevealFault.ZeroBid, AuctionHouse_ZeroBid(leadId, bidder));
        require(
            fault != RevealFault.Unfunded,
            AuctionHouse_UnfundedBid(leadId, bidder, opening.amount, VAULT.freeOf(bidder) + ranking.bidBond)
        );
        bytes32 expected = _auctionStorage().commitments[leadId][ranking.round][bidder];
        revert AuctionHouse_WrongOpening(leadId, bidder, expected, _commitmentOf(ranking, opening));
    }

    function _commitmentOf(Ranking memory ranking, Opening calldata opening) private view returns (bytes32) {
        return BidCommitment.hash(ranking.leadId, ranking.round, opening.bidder, opening.amount, opening.salt);
    }
}
