// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {IPassBook} from "../../../contracts/interfaces/IPassBook.sol";
import {IVRFTieBreaker} from "../../../contracts/interfaces/IVRFTieBreaker.sol";
import {VM} from "../Vm.sol";
import {AuctionBooks} from "./AuctionBooks.t.sol";

/// @title Choices
/// @notice Which actions are possible now, by the rules and the books; and a lead, bid or bond for which one is. An action that is possible for
/// none is discarded, so that another one takes its place in the campaign.
abstract contract Choices is AuctionBooks {
    uint256 internal constant TIP = 250_000;
    uint256 internal constant TIE_TIMEOUT = 24 hours;
    uint256 internal constant VOID_DELAY = 7 days;
    uint256 internal constant MAX_DELAY = 3 days;

    /// @dev What opening a bid comes to.
    enum Opened {
        Refused,
        BelowReserve,
        Beaten,
        Barred,
        Ties,
        Leads
    }

    /// @dev A bid or bond of a round.
    struct Place {
        uint256 leadId;
        uint32 round;
        address bidder;
    }

    // LEADS

    /// @dev A lead for which an action is possible.
    function _pickLead(uint256 seed, function(uint256) internal view returns (bool) isPossible) internal view returns (uint256 leadId) {
        leadId = _findLead(seed, isPossible);
        VM.assume(leadId != 0);
    }

    /// @dev A bid or bond for which an action is possible.
    function _pickBid(
        uint256 seed,
        function(Place memory) internal view returns (bool) isPossible
    ) internal view returns (Place memory place) {
        place = _findBid(seed, isPossible);
        VM.assume(place.leadId != 0);
    }

    /// @dev The first lead, at or after a random one, for which `isPossible`; 0 where there is none.
    function _findLead(uint256 seed, function(uint256) internal view returns (bool) isPossible) internal view returns (uint256 leadId) {
        uint256 count = leadCount();
        for (uint256 i = 0; i < count; ++i) {
            leadId = 1 + (((seed % count) + i) % count);
            if (isPossible(leadId)) return leadId;
        }
        return 0;
    }

    /// @dev The first bid, at or after a random place, for which `isPossible`; of lead 0 where there is none.
    function _findBid(
        uint256 seed,
        function(Place memory) internal view returns (bool) isPossible
    ) internal view returns (Place memory place) {
        uint256 count = leadCount();
        for (uint256 i = 0; i < count; ++i) {
            place.leadId = 1 + (((seed % count) + i) % count);
            for (place.round = 1; place.round <= _leads[place.leadId].rounds; ++place.round) {
                for (uint256 j = 0; j < _bidders.length; ++j) {
                    place.bidder = _bidderAt((seed % 1_000) + j);
                    if (isPossible(place)) return place;
                }
            }
        }
        place.leadId = 0;
    }

    function _phaseOf(uint256 leadId) internal view returns (IAuctionHouse.Phase) {
        return house.phaseOf(leadId);
    }

    function _isOpen(uint256 leadId) internal view returns (bool) {
        return _rounds[leadId][_leads[leadId].rounds].open;
    }

    function _isIn(uint256 leadId, IAuctionHouse.Phase phase) internal view returns (bool) {
        return _isOpen(leadId) && house.phaseOf(leadId) == phase;
    }

    function _isInCommit(uint256 leadId) internal view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.Commit);
    }

    function _isInDelivery(uint256 leadId) internal view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.Delivery);
    }

    function _isTied(uint256 leadId) internal view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.TieBreak);
    }

    function _isUnsold(uint256 leadId) internal view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.Unsold);
    }

    // OPENING BIDS

    /// @dev What opening a bid comes to, and what the engine is asked for it, if its bidder has `free`.
    function _openingOutcome(Place memory place, uint256 free) internal view returns (Opened) {
        Round storage round = _rounds[place.leadId][place.round];
        uint64 amount = _bids[place.leadId][place.round][place.bidder].amount;
        bool isCovered = free + round.bidBond >= amount;
        if (amount < round.reserve) return Opened.BelowReserve;
        uint64 best = bestBid(place.leadId, place.round);
        if (amount < best) return isCovered ? Opened.Beaten : Opened.Refused;
        if (_clearance(place.bidder, _leads[place.leadId].kind) == IPassBook.Clearance.Denied) return Opened.Barred;
        if (!isCovered) return Opened.Refused;
        return amount == best ? Opened.Ties : Opened.Leads;
    }

    // TIES

    function _tieOf(uint256 leadId) internal view returns (IVRFTieBreaker.TieBreak memory) {
        return tieBreaker.tieBreakOf(leadId, _leads[leadId].rounds);
    }

    /// @dev Whether the random word came in time.
    function _hasWord(uint256 leadId) internal view returns (bool) {
        uint40 fulfilledAt = _tieOf(leadId).fulfilledAt;
        return fulfilledAt != 0 && fulfilledAt < _tieEnd(leadId);
    }

    function _tieEnd(uint256 leadId) internal view returns (uint256) {
        return _rounds[leadId][_leads[leadId].rounds].revealEnd + TIE_TIMEOUT;
    }

    function _voidableAt(uint256 leadId) internal view returns (uint256) {
        return _rounds[leadId][_leads[leadId].rounds].revealEnd + VOID_DELAY;
    }

    function _mayRequestWord(uint256 leadId) internal view returns (bool) {
        return _isTied(leadId) && block.timestamp < _tieEnd(leadId) && _tieOf(leadId).requestedAt == 0;
    }

    function _mayResolve(uint256 leadId) internal view returns (bool) {
        bool decides = _isTied(leadId) && (_hasWord(leadId) || block.timestamp >= _tieEnd(leadId));
        return decides && block.timestamp < _voidableAt(leadId);
    }

    function _mayVoid(uint256 leadId) internal view returns (bool) {
        return _isTied(leadId) && block.timestamp >= _voidableAt(leadId);
    }

    function _mayRelease(Place memory place) internal view returns (bool) {
        if (_bids[place.leadId][place.round][place.bidder].state != BidState.Tied) return false;
        if (place.round != _leads[place.leadId].rounds) return true;
        IAuctionHouse.Phase phase = _phaseOf(place.leadId);
        bool isUndecided = phase == IAuctionHouse.Phase.Reveal || phase == IAuctionHouse.Phase.TieBreak;
        return !isUndecided || _bids[place.leadId][place.round][place.bidder].amount != bestBid(place.leadId, place.round);
    }

    // DELIVERY AND ITS END

    /// @dev End of the delivery window where leads never expired.
    function _plannedEnd(uint256 leadId) internal view returns (uint256) {
        Round storage round = _rounds[leadId][_leads[leadId].rounds];
        return round.extendedEnd != 0 ? round.extendedEnd : house.auctionOf(leadId).fixedAt + round.deliveryWindow;
    }

    function _deliveryEnd(uint256 leadId) internal view returns (uint256) {
        (uint256 planned, uint256 expiresAt) = (_plannedEnd(leadId), _leads[leadId].expiresAt);
        return planned < expiresAt ? planned : expiresAt;
    }

    /// @dev Whether the winner gets the lead if the seller delivers now.
    function _mayDeliver(uint256 leadId) internal view returns (bool) {
        bool isOwed = _isInDelivery(leadId) || _isIn(leadId, IAuctionHouse.Phase.Undelivered);
        return isOwed && block.timestamp <= _leads[leadId].expiresAt && _clearanceOfBuyer(leadId) == IPassBook.Clearance.Clear;
    }

    function _mayRefund(uint256 leadId) internal view returns (bool) {
        if (!_isIn(leadId, IAuctionHouse.Phase.Undelivered)) return false;
        (uint256 end, uint256 outageEnd) = _deliveryOutage(leadId);
        if (block.timestamp < end + 10 minutes) return false;
        return outageEnd == 0 || block.timestamp >= _withGrace(end, outageEnd);
    }

    /// @dev The lead of an excused seller, or of one that an outage left no hour to deliver before the expiry.
    function _isNobodysFault(uint256 leadId) internal view returns (bool) {
        (uint256 end, uint256 outageEnd) = _deliveryOutage(leadId);
        bool isCutOff = outageEnd > end && _withGrace(end, outageEnd) > _leads[leadId].expiresAt;
        return _rounds[leadId][_leads[leadId].rounds].excused || isCutOff;
    }

    function _deliveryOutage(uint256 leadId) private view returns (uint256 end, uint256 outageEnd) {
        end = _deliveryEnd(leadId);
        (, outageEnd) = _sequencerOutage(house.auctionOf(leadId).fixedAt, end);
    }

    /// @dev The latest end that reports of silence can give the delivery window.
    function _lastEnd(uint256 leadId) internal view returns (uint256) {
        uint256 end = house.auctionOf(leadId).fixedAt + _rounds[leadId][_leads[leadId].rounds].deliveryWindow + MAX_DELAY;
        uint256 expiresAt = _leads[leadId].expiresAt;
        return end < expiresAt ? end : expiresAt;
    }

    function _clearanceOfBuyer(uint256 leadId) internal view returns (IPassBook.Clearance) {
        return _clearance(leaderOf(leadId, _leads[leadId].rounds), _leads[leadId].kind);
    }

    function _mayReport(uint256 leadId) internal view returns (bool) {
        if (!_isInDelivery(leadId) && !_isIn(leadId, IAuctionHouse.Phase.Undelivered)) return false;
        (uint256 end, uint256 outageEnd) = _deliveryOutage(leadId);
        if (outageEnd > end) end = _withGrace(end, outageEnd);
        return block.timestamp < end && _clearanceOfBuyer(leadId) != IPassBook.Clearance.Clear;
    }

    // UNOPENED BONDS

    /// @dev Whether a round's winner is fixed or the round is over.
    function _isFinished(uint256 leadId, uint32 round) internal view returns (bool) {
        if (round < _leads[leadId].rounds) return true;
        IAuctionHouse.Phase phase = _phaseOf(leadId);
        return phase != IAuctionHouse.Phase.Commit && phase != IAuctionHouse.Phase.Reveal && phase != IAuctionHouse.Phase.TieBreak;
    }

    function _forfeitableAt(uint256 leadId, uint32 id) internal view returns (uint256) {
        Round storage round = _rounds[leadId][id];
        (, uint256 outageEnd) = _sequencerOutage(round.commitEnd, round.revealEnd);
        return _withGrace(round.revealEnd, outageEnd);
    }

    function _mayForfeit(Place memory place) internal view returns (bool) {
        if (!_isSealed(place.leadId, place.round, place.bidder) || !_isFinished(place.leadId, place.round)) return false;
        return _rounds[place.leadId][place.round].bondsBack == BondsBack.No && block.timestamp >= _forfeitableAt(place.leadId, place.round);
    }

    function _mayReportOutage(uint256 leadId, uint32 id) internal view returns (bool) {
        Round storage round = _rounds[leadId][id];
        if (block.timestamp >= _forfeitableAt(leadId, id)) return false;
        // Of an earlier round without unopened bids nothing is kept.
        if (id < _leads[leadId].rounds && sealedBids(leadId, id) + round.abandoned == 0) return false;
        bool isOver = _isFinished(leadId, id) || _isTied(leadId);
        if (_wasReadable(leadId, id)) return isOver || _isIn(leadId, IAuctionHouse.Phase.Reveal);
        if (!isOver) return false;
        (uint256 downtime, ) = _sequencerOutage(round.commitEnd, round.revealEnd);
        uint256 insolventTime = _insolventTime(round.commitEnd, round.revealEnd);
        return 2 * (downtime > insolventTime ? downtime : insolventTime) > round.revealEnd - round.commitEnd;
    }

    /// @dev Whether the sequencer was down in the last second of the commit phase.
    function _wasReadable(uint256 leadId, uint32 id) internal view returns (bool) {
        uint256 commitEnd = _rounds[leadId][id].commitEnd;
        (uint256 downtime, ) = _sequencerOutage(commitEnd - 1, commitEnd);
        return downtime != 0;
    }

    /// @dev Whether a report of an outage ends the lead's latest round.
    function _isVoidedByOutage(uint256 leadId, uint32 id) internal view returns (bool) {
        if (id != _leads[leadId].rounds || !_rounds[leadId][id].open || !_wasReadable(leadId, id)) return false;
        return !_isIn(leadId, IAuctionHouse.Phase.Undelivered);
    }

    /// @dev From when on a missed deadline has consequences.
    function _withGrace(uint256 deadline, uint256 outageEnd) private pure returns (uint256) {
        uint256 latest = deadline + MAX_DELAY;
        if (outageEnd > latest) outageEnd = latest;
        return (outageEnd > deadline ? outageEnd : deadline) + 1 hours;
    }
}
