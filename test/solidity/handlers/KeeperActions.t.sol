// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {IPassBook} from "../../../contracts/interfaces/IPassBook.sol";
import {IVRFTieBreaker} from "../../../contracts/interfaces/IVRFTieBreaker.sol";
import {VM} from "../Vm.sol";
import {BidderActions} from "./BidderActions.t.sol";

/// @title KeeperActions
/// @notice What anybody may do once bids are in: ties, closes, refunds, reports, unopened bonds; and the coordinator's word.
abstract contract KeeperActions is BidderActions {
    /// @notice To one of a lead's deadlines, or the second before it; seldom past bids that could be opened.
    function passToDeadline(uint256 leadSeed, uint256 which, uint8 early) external {
        uint256 leadId = _pickLead(leadSeed, _isOpen);
        VM.assume(_findLead(0, _isInReveal) == 0 || early % 5 == 0);
        uint256 deadline = _nextDeadline(leadId, which);
        if (early % 4 == 0) --deadline;
        VM.assume(deadline > block.timestamp);
        VM.warp(deadline);
    }

    // TIES

    function requestWord(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayRequestWord);
        _mustCall(keeper, address(house), abi.encodeCall(house.requestTieBreak, (leadId)));
    }

    function fulfilWord(uint256 leadSeed, uint256 word) external {
        IVRFTieBreaker.TieBreak memory tie = _tieOf(_pickLead(leadSeed, _isWordDue));
        uint256[] memory words = new uint256[](1);
        words[0] = word;
        coordinator.fulfillRandomWordsWithOverride(tie.requestId, address(tieBreaker), words);
    }

    function resolveByWord(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayResolve);
        VM.assume(_hasWord(leadId));
        _resolve(leadId);
    }

    function resolveByTimeout(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayResolve);
        VM.assume(!_hasWord(leadId));
        _resolve(leadId);
    }

    /// @notice Nobody resolves a tie for a week.
    function voidTie(uint256 dice, uint256 leadSeed) external rarely(dice, 2) {
        uint256 leadId = _pickLead(leadSeed, _isTied);
        _waitUntil(_voidableAt(leadId));
        _void(leadId);
    }

    function releaseTied(uint256 bidSeed) external {
        _release(_pickBid(bidSeed, _mayRelease));
    }

    // ENDS

    function closeUnsold(uint256 leadSeed) external {
        _closeUnsold(_pickLead(leadSeed, _isUnsold));
    }

    function refund(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayRefund);
        VM.assume(!_isNobodysFault(leadId));
        _refund(leadId);
    }

    /// @notice A seller that is excused does not deliver.
    function refundBlameless(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _isOwedByNobody);
        _waitUntil(_deliveryEnd(leadId) + 10 minutes);
        VM.assume(_mayRefund(leadId));
        _refund(leadId);
    }

    function reportDenial(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayReport);
        VM.assume(_clearanceOfBuyer(leadId) == IPassBook.Clearance.Denied);
        address buyer = leaderOf(leadId, _leads[leadId].rounds);
        _mustCall(keeper, address(house), abi.encodeCall(house.reportBlockedDelivery, (leadId)));
        _noteClosed(leadId, buyer);
    }

    /// @notice The end of the window moves.
    function reportSilence(uint256 leadSeed) external {
        _reportSilence(_pickLead(leadSeed, _isSilentOn));
    }

    /// @notice The engine says nothing for three days, and is reported again and again, until that excuses the seller or the lead expires.
    function reportLongSilence(uint256 leadSeed) external {
        uint256 leadId = _pickLead(leadSeed, _isSilentOn);
        Round storage round = _rounds[leadId][_leads[leadId].rounds];
        _reportSilence(leadId);
        while (!round.excused && _deliveryEnd(leadId) > block.timestamp + 1) {
            VM.warp(_deliveryEnd(leadId) - 1);
            if (!_isSilentOn(leadId)) return;
            _reportSilence(leadId);
        }
    }

    // UNOPENED BONDS

    function reportOutage(uint256 leadSeed, uint32 roundSeed) external {
        uint256 leadId = _pickLead(leadSeed, _wasCutOff);
        uint32 round = 1 + (roundSeed % _leads[leadId].rounds);
        VM.assume(_mayReportOutage(leadId, round));
        bool isVoided = _isVoidedByOutage(leadId, round);
        _mustCall(keeper, address(house), abi.encodeCall(house.reportOutage, (leadId, round)));
        Round storage record = _rounds[leadId][round];
        if (record.bondsBack == BondsBack.No) record.bondsBack = isVoided ? BondsBack.Voided : BondsBack.Outage;
        if (isVoided) _noteClosed(leadId, address(0));
    }

    function forfeitBond(uint256 bidSeed, bool bySelf) external {
        Place memory place = _pickBid(bidSeed, _mayForfeit);
        _forfeit(place, bySelf ? place.bidder : keeper);
    }

    /// @notice Of a round that was voided, cancelled, erased or cut off by an outage.
    function returnBond(uint256 bidSeed) external {
        _return(_pickBid(bidSeed, _isReturnable));
    }

    // DOING IT

    function _waitUntil(uint256 timestamp) private {
        if (timestamp > block.timestamp) VM.warp(timestamp);
    }

    function _reportSilence(uint256 leadId) private {
        Round storage round = _rounds[leadId][_leads[leadId].rounds];
        uint256 lastEnd = _lastEnd(leadId);
        uint256 end = block.timestamp + (round.deliveryWindow > 6 hours ? round.deliveryWindow : 6 hours);
        if (end > lastEnd) end = lastEnd;
        uint256 planned = _plannedEnd(leadId);
        _mustCall(keeper, address(house), abi.encodeCall(house.reportBlockedDelivery, (leadId)));
        if (end > planned) round.extendedEnd = uint40(end);
        if (block.timestamp + 1 hours >= lastEnd) round.excused = true;
        assert(house.auctionOf(leadId).deliveryEnd == _deliveryEnd(leadId));
    }

    function _resolve(uint256 leadId) private {
        uint32 round = _leads[leadId].rounds;
        address[] memory top = topBidders(leadId, round);
        uint256 winner = _hasWord(leadId) ? _tieOf(leadId).word % top.length : 0;
        _mustCall(keeper, address(house), abi.encodeCall(house.resolveTie, (leadId)));
        if (winner != 0) _setLeader(leadId, round, top[winner]);
    }

    function _void(uint256 leadId) internal {
        _mustCall(keeper, address(house), abi.encodeCall(house.voidAuction, (leadId)));
        _rounds[leadId][_leads[leadId].rounds].bondsBack = BondsBack.Voided;
        _noteClosed(leadId, address(0));
    }

    function _release(Place memory place) internal {
        uint64 amount = _bids[place.leadId][place.round][place.bidder].amount;
        address[] memory tied = house.tiedBidders(place.leadId, place.round, amount);
        uint256 index = 0;
        while (tied[index] != place.bidder) ++index;
        _mustCall(keeper, address(house), abi.encodeCall(house.releaseTiedBid, (place.leadId, place.round, amount, index)));
        _bids[place.leadId][place.round][place.bidder].state = BidState.Opened;
    }

    function _closeUnsold(uint256 leadId) internal {
        _mustCall(keeper, address(house), abi.encodeCall(house.closeUnsold, (leadId)));
        _noteClosed(leadId, address(0));
    }

    function _refund(uint256 leadId) internal {
        address buyer = leaderOf(leadId, _leads[leadId].rounds);
        bool isFree = _isNobodysFault(leadId);
        _mustCall(keeper, address(house), abi.encodeCall(house.refund, (leadId)));
        if (!isFree) _payPenalty(leadId, buyer);
        _noteClosed(leadId, buyer);
    }

    function _forfeit(Place memory place, address caller) internal {
        _mustCall(caller, address(house), abi.encodeCall(house.forfeitBond, (place.leadId, place.round, place.bidder)));
        uint256 bond = _rounds[place.leadId][place.round].bidBond;
        uint256 tip = bond < TIP ? bond : TIP;
        _noteAbandoned(place.leadId, place.round, place.bidder);
        _pay(place.leadId, place.round, place.bidder, caller, tip);
        _pay(place.leadId, place.round, place.bidder, _fees.treasury, bond - tip);
    }

    function _return(Place memory place) internal {
        _mustCall(keeper, address(house), abi.encodeCall(house.forfeitBond, (place.leadId, place.round, place.bidder)));
        _noteAbandoned(place.leadId, place.round, place.bidder);
    }

    // WHAT IS POSSIBLE

    /// @dev Whether the bond goes back to its bidder.
    function _isReturnable(Place memory place) internal view returns (bool) {
        bool isUnopened =
            _isSealed(place.leadId, place.round, place.bidder) && _rounds[place.leadId][place.round].bondsBack != BondsBack.No;
        return isUnopened && _isFinished(place.leadId, place.round);
    }

    function _isOwedByNobody(uint256 leadId) private view returns (bool) {
        return _isOwed(leadId) && _isNobodysFault(leadId);
    }

    function _isInReveal(uint256 leadId) private view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.Reveal);
    }

    function _isSilentOn(uint256 leadId) private view returns (bool) {
        return _mayReport(leadId) && _clearanceOfBuyer(leadId) == IPassBook.Clearance.Unknown;
    }

    function _isWordDue(uint256 leadId) private view returns (bool) {
        IVRFTieBreaker.TieBreak memory tie = _tieOf(leadId);
        return tie.requestedAt != 0 && tie.fulfilledAt == 0;
    }

    function _wasCutOff(uint256 leadId) private view returns (bool) {
        for (uint32 round = 1; round <= _leads[leadId].rounds; ++round) if (_mayReportOutage(leadId, round)) return true;
        return false;
    }

    function _nextDeadline(uint256 leadId, uint256 which) private view returns (uint256) {
        Round storage round = _rounds[leadId][_leads[leadId].rounds];
        IAuctionHouse.Phase phase = _phaseOf(leadId);
        if (phase == IAuctionHouse.Phase.Commit) return round.commitEnd;
        if (phase == IAuctionHouse.Phase.Reveal) return round.revealEnd;
        if (phase == IAuctionHouse.Phase.TieBreak) return which % 3 != 0 ? _tieEnd(leadId) : _voidableAt(leadId);
        if (phase == IAuctionHouse.Phase.Unsold) return _forfeitableAt(leadId, _leads[leadId].rounds);
        uint256[5] memory ends = [
            _forfeitableAt(leadId, _leads[leadId].rounds),
            _deliveryEnd(leadId),
            _deliveryEnd(leadId) + 10 minutes,
            _lastEnd(leadId) - 1 hours,
            _leads[leadId].expiresAt + 1
        ];
        return ends[which % ends.length];
    }
}
