// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {IPassBook} from "../interfaces/IPassBook.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionEndsLogic
/// @notice The ends that an honest sale never reaches: not delivered, blocked, erased, never opened, cut off by an outage.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing. What was
/// recorded in time decides who gets a bond, never the moment of a later call: any two orders of the calls end the same.
library AuctionEndsLogic {
    using AuctionRoundLib for AuctionRound;

    /// @notice Part of a forfeited bond that pays the caller, and the price of opening a bid below the reserve: 0.25 USDC.
    uint64 internal constant FORFEIT_TIP = 250_000;
    /// @notice How far the engine's silence can move the end of the delivery window in total.
    uint256 internal constant MAX_DELIVERY_DELAY = 3 days;
    /// @notice Least time that a report of silence leaves for the delivery.
    uint256 internal constant MIN_DELIVERY_EXTENSION = 6 hours;
    /// @notice How long before the last possible end a report of silence excuses the seller.
    uint256 internal constant EXCUSE_PERIOD = 1 hours;
    /// @notice How long after the reveal phase, or after an outage that lasted beyond a deadline, nobody is punished for missing it.
    uint256 internal constant OUTAGE_GRACE = 1 hours;
    /// @notice How long an outage can delay the consequences of a deadline.
    uint256 internal constant MAX_OUTAGE_WAIT = 3 days;

    /// @notice After the delivery window: the buyer's money is freed. Half of the seller's bond goes to the buyer, the rest to the
    /// treasury: a seller that wins its own auction through another account pays for it.
    /// @dev The caller has checked that the round of `leadId` is past its delivery window and not closed.
    function refund(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        AuctionRound storage round = $.rounds[leadId];
        (uint256 deliveryEnd, uint256 outageEnd) = _deliveryOutage(peers, round);
        if (outageEnd != 0) _requireSince(leadId, _withGrace(deliveryEnd, outageEnd));

        round.status = IAuctionHouse.Phase.Undelivered;
        IAuctionHouse.RoundEnd memory end = _settle($, peers, leadId, true, _isNobodysFault(round, deliveryEnd, outageEnd));
        emit IAuctionHouse.AuctionRefunded(
            leadId,
            round.round,
            round.leader,
            end.seller,
            end.treasury,
            end.bid,
            end.deliveryBond,
            end.compensation,
            end.penalty,
            end.excused
        );
    }

    /// @notice Within the delivery window: a denied buyer ends the sale, a silent engine moves the end of the window. After an outage of
    /// the sequencer that lasted beyond the window, the same works in the hour in which nobody can refund yet.
    /// @dev The caller has checked that the round of `leadId` has a winner and is not closed.
    function reportBlockedDelivery(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        AuctionRound storage round = $.rounds[leadId];
        uint256 reportableUntil = round.deliveryEnd();
        if (block.timestamp >= reportableUntil) {
            (, uint256 outageEnd) = _deliveryOutage(peers, round);
            if (outageEnd > reportableUntil) reportableUntil = _withGrace(reportableUntil, outageEnd);
        }
        require(block.timestamp < reportableUntil, IAuctionHouse.AuctionHouse_TooLate(leadId, reportableUntil));
        address buyer = round.leader;
        (IPassBook.Clearance clearance, bytes memory reason) = peers.vault.receiverClearance(buyer, round.leadClass);
        require(clearance != IPassBook.Clearance.Clear, IAuctionHouse.AuctionHouse_BuyerCleared(leadId, buyer));

        if (clearance == IPassBook.Clearance.Denied) {
            round.status = IAuctionHouse.Phase.Undelivered;
            IAuctionHouse.RoundEnd memory end = _settle($, peers, leadId, true, true);
            emit IAuctionHouse.SaleBarred(leadId, round.round, buyer, end.seller, end.bid, end.deliveryBond, reason);
            return;
        }
        _delay(round);
        emit IAuctionHouse.DeliveryDelayed(leadId, round.round, round.deliveryEnd(), round.sellerExcused, reason);
    }

    /// @notice Ends a tie that nobody has resolved.
    /// @dev The caller has checked that it is time.
    function voidTie(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        _void($, peers, leadId);
    }

    /// @notice Forfeits an unopened bond, or returns it where the round says so.
    /// @param beneficiary account that receives the tip; zero: the treasury.
    function forfeitBond(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        uint32 roundId,
        address bidder,
        address beneficiary
    ) external {
        (AuctionBase.PastRound memory past, IAuctionHouse.Phase phase) = _committedRound($, leadId, roundId);
        require(
            phase != IAuctionHouse.Phase.Reveal && phase != IAuctionHouse.Phase.TieBreak,
            IAuctionHouse.AuctionHouse_WrongPhase(leadId, phase)
        );
        require($.commitments[leadId][roundId][bidder] != 0, IAuctionHouse.AuctionHouse_NoCommitment(leadId, roundId, bidder));
        delete $.commitments[leadId][roundId][bidder];

        uint64 bond = past.bidBond;
        if (past.bondsReturned) {
            peers.vault.unlock(bidder, bond);
            emit IAuctionHouse.BondReturned(leadId, roundId, bidder, bond);
            return;
        }
        (, uint256 outageEnd) = peers.pricer.sequencerOutage(past.commitEnd, past.revealEnd);
        _requireSince(leadId, _withGrace(past.revealEnd, outageEnd));
        address treasury = $.feeConfig.treasury;
        if (beneficiary == address(0)) beneficiary = treasury;
        uint64 tip = bond < FORFEIT_TIP ? bond : FORFEIT_TIP;
        peers.vault.spendBond(bidder, bond, treasury, bond - tip, beneficiary, tip);
        emit IAuctionHouse.BondForfeited(leadId, roundId, bidder, treasury, beneficiary, bond, tip);
    }

    /// @notice Returns a round's unopened bonds because bids could not be opened for more than half of its reveal phase: the sequencer was
    /// down, or the vault was short of money, so that no bidder could be asked to top up. Works while a tie is decided too, because the
    /// hour to report passes meanwhile. If the sequencer was down when the commit phase ended, the round is void besides, unless it is
    /// closed or its delivery window is over: drand's clock went on, so bids could be read while the chain still took commitments.
    function reportOutage(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId, uint32 roundId) external {
        (AuctionBase.PastRound memory past, IAuctionHouse.Phase phase) = _committedRound($, leadId, roundId);
        (uint256 from, uint256 until) = (past.commitEnd, past.revealEnd);
        (uint256 downtime, uint256 outageEnd) = peers.pricer.sequencerOutage(from, until);
        uint256 forfeitableAt = _withGrace(until, outageEnd);
        require(block.timestamp < forfeitableAt, IAuctionHouse.AuctionHouse_TooLate(leadId, forfeitableAt));

        (uint256 lastSecond, ) = peers.pricer.sequencerOutage(from - 1, from);
        bool isReadable = lastSecond != 0;
        if (!isReadable) {
            require(phase != IAuctionHouse.Phase.Reveal, IAuctionHouse.AuctionHouse_WrongPhase(leadId, phase));
            uint256 insolventTime = _insolventTime(peers, from, until);
            if (insolventTime > downtime) downtime = insolventTime;
            require(downtime * 2 > until - from, IAuctionHouse.AuctionHouse_NoOutage(leadId, roundId, downtime));
        }

        AuctionRound storage round = $.rounds[leadId];
        bool isLatest = roundId == round.round;
        if (isLatest) (round.exceptional, round.bondsReturned) = (true, true);
        else $.pastRounds[leadId][roundId].bondsReturned = true;
        emit IAuctionHouse.OutageReported(leadId, roundId, downtime);
        if (isReadable && isLatest && round.status == IAuctionHouse.Phase.Commit && phase != IAuctionHouse.Phase.Undelivered) {
            _void($, peers, leadId);
        }
    }

    /// @notice Ends an unclosed round whose lead was erased. Before a winner was fixed, unopened bonds go back.
    function closeErased(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        AuctionRound storage round = $.rounds[leadId];
        IAuctionHouse.Phase phase = round.phase();
        require(round.status == IAuctionHouse.Phase.Commit, IAuctionHouse.AuctionHouse_AlreadyClosed(leadId, phase));
        bool hasBuyer = phase == IAuctionHouse.Phase.Delivery || phase == IAuctionHouse.Phase.Undelivered;
        bool isFree =
            phase == IAuctionHouse.Phase.Unsold ||
                (phase == IAuctionHouse.Phase.Commit && ((round.pendingCommitments == 0 && !round.offered) || peers.vault.paused())) ||
                (phase == IAuctionHouse.Phase.TieBreak && block.timestamp >= round.revealEnd + AuctionRoundLib.VOID_DELAY) ||
                (phase == IAuctionHouse.Phase.Delivery && _isExcused(round));
        if (phase == IAuctionHouse.Phase.Undelivered) {
            (uint256 deliveryEnd, uint256 outageEnd) = _deliveryOutage(peers, round);
            isFree = _isNobodysFault(round, deliveryEnd, outageEnd);
        }

        address leader = round.leader;
        round.status = IAuctionHouse.Phase.Erased;
        IAuctionHouse.RoundEnd memory end = _settle($, peers, leadId, hasBuyer, isFree);
        if (!hasBuyer) {
            (round.leader, round.leadingBid) = (address(0), 0);
            if (phase != IAuctionHouse.Phase.Unsold) (round.exceptional, round.bondsReturned) = (true, true);
        }
        end.bondsReturned = round.exceptional && round.bondsReturned;
        emit IAuctionHouse.AuctionErased(leadId, round.round, leader, end);
    }

    /// @dev Ends a round for which nobody is to blame: all its money is freed.
    function _void(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) private {
        AuctionRound storage round = $.rounds[leadId];
        (round.status, round.exceptional, round.bondsReturned) = (IAuctionHouse.Phase.Voided, true, true);
        IAuctionHouse.RoundEnd memory end = _settle($, peers, leadId, false, true);
        emit IAuctionHouse.AuctionVoided(leadId, round.round, round.leader, end.seller, end.bid, end.deliveryBond);
    }

    /// @dev Moves the end of the delivery window because the engine is silent, never beyond the lead's expiry. Silence excuses the seller
    /// in the last hour of the longest window only: before that it can still deliver.
    function _delay(AuctionRound storage round) private {
        uint256 lastEnd = round.fixedAt() + round.deliveryWindow + MAX_DELIVERY_DELAY;
        if (lastEnd > round.expiresAt) lastEnd = round.expiresAt;
        uint256 extension = round.deliveryWindow > MIN_DELIVERY_EXTENSION ? round.deliveryWindow : MIN_DELIVERY_EXTENSION;
        uint256 end = block.timestamp + extension;
        if (end > lastEnd) end = lastEnd;
        if (end > round.plannedDeliveryEnd()) (round.exceptional, round.extendedEnd) = (true, uint40(end));
        if (block.timestamp + EXCUSE_PERIOD >= lastEnd) round.sellerExcused = true;
    }

    /// @dev Frees the leading bid and the seller's bond; if the seller is not excused, half of its bond goes to the leader, if that has
    /// won, and the rest (an odd unit too) to the treasury.
    function _settle(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        bool won,
        bool excused
    ) private returns (IAuctionHouse.RoundEnd memory end) {
        AuctionRound storage round = $.rounds[leadId];
        (end.seller, end.treasury, end.won, end.excused) = (peers.nft.sellerOf(leadId), $.feeConfig.treasury, won, excused);
        (end.bid, end.deliveryBond) = (round.leadingBid, round.deliveryBond);
        if (!excused) {
            end.compensation = won ? end.deliveryBond / 2 : 0;
            end.penalty = end.deliveryBond - end.compensation;
        }
        // An offer's money goes back to its bounty.
        bool offered = round.offered;
        uint64 bid = offered ? 0 : end.bid;
        peers.vault.settleWithoutSale(round.leader, bid, end.seller, end.deliveryBond, end.compensation, end.treasury, end.penalty);
        if (offered) peers.matcher.endMatch(leadId, round.round, IBountyMatcher.MatchEnd.Ended);
    }

    /// @dev What a round's bonds depend on once it takes no more bids, and the phase of the latest round; `None` for an earlier round, which
    /// is over.
    function _committedRound(
        AuctionBase.AuctionStorage storage $,
        uint256 leadId,
        uint32 roundId
    ) private view returns (AuctionBase.PastRound memory past, IAuctionHouse.Phase phase) {
        AuctionRound storage round = $.rounds[leadId];
        uint32 latest = round.round;
        require(roundId != 0 && roundId <= latest, IAuctionHouse.AuctionHouse_UnknownRound(leadId, roundId));
        if (roundId < latest) return ($.pastRounds[leadId][roundId], IAuctionHouse.Phase.None);

        phase = round.phase();
        require(phase != IAuctionHouse.Phase.Commit, IAuctionHouse.AuctionHouse_WrongPhase(leadId, phase));
        past = AuctionBase.PastRound(round.bidBond, round.commitEnd, round.revealEnd, round.exceptional && round.bondsReturned);
    }

    /// @dev End of the delivery window, and of the sequencer's last outage that began before it; 0 where there was none.
    function _deliveryOutage(
        AuctionBase.Peers memory peers,
        AuctionRound storage round
    ) private view returns (uint256 deliveryEnd, uint256 outageEnd) {
        deliveryEnd = round.deliveryEnd();
        (, outageEnd) = peers.pricer.sequencerOutage(round.fixedAt(), deliveryEnd);
    }

    /// @dev The engine was silent to the end, or the lead expired in an outage or in the hour after it: nobody is to blame.
    function _isNobodysFault(AuctionRound storage round, uint256 deliveryEnd, uint256 outageEnd) private view returns (bool) {
        return _isExcused(round) || (outageEnd > deliveryEnd && _withGrace(deliveryEnd, outageEnd) > round.expiresAt);
    }

    function _isExcused(AuctionRound storage round) private view returns (bool) {
        return round.exceptional && round.sellerExcused;
    }

    function _requireSince(uint256 leadId, uint256 availableAt) private view {
        require(block.timestamp >= availableAt, IAuctionHouse.AuctionHouse_TooEarly(leadId, availableAt));
    }

    /// @dev When a missed deadline begins to have consequences.
    function _withGrace(uint256 deadline, uint256 outageEnd) private pure returns (uint256) {
        uint256 latest = deadline + MAX_OUTAGE_WAIT;
        if (outageEnd > latest) outageEnd = latest;
        return (outageEnd > deadline ? outageEnd : deadline) + OUTAGE_GRACE;
    }

    /// @dev Seconds of `[from, until]` in which the vault was short of money, as its proofs say.
    function _insolventTime(AuctionBase.Peers memory peers, uint256 from, uint256 until) private view returns (uint256) {
        (uint256 insolventFrom, uint256 insolventUntil) = peers.vault.insolvency();
        if (insolventFrom == 0) return 0;
        return _overlap(from, until, insolventFrom, insolventUntil == 0 ? block.timestamp : insolventUntil);
    }

    /// @dev Seconds that two spans of time have in common.
    function _overlap(uint256 from, uint256 until, uint256 otherFrom, uint256 otherUntil) private pure returns (uint256) {
        if (otherFrom > from) from = otherFrom;
        if (otherUntil < until) until = otherUntil;
        return until > from ? until - from : 0;
    }
}
