// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {VM} from "../Vm.sol";
import {ComplianceActions} from "./ComplianceActions.t.sol";

/// @title Refusals
/// @notice What the rules do not allow now must be refused, whoever tries it.
abstract contract Refusals is ComplianceActions {
    function tryExit(uint256 dice, uint256 leadSeed, uint256 action) external rarely(dice, 10) {
        uint256 leadId = _pickLead(leadSeed, _wasListed);
        (bool allowed, bytes memory data) = _exit(leadId, action % 7);
        VM.assume(!allowed);
        assert(!_call(keeper, address(0), address(house), data));
    }

    function tryBond(uint256 dice, uint256 bidSeed, uint256 leadSeed, uint32 roundSeed) external rarely(dice, 14) {
        Place memory place;
        place.leadId = _pickLead(leadSeed, _wasListed);
        place.round = roundSeed % (_leads[place.leadId].rounds + 2);
        place.bidder = _bidderAt(bidSeed);
        VM.assume(!_mayForfeit(place) && !_isReturnable(place));
        bytes memory data = abi.encodeCall(house.forfeitBond, (place.leadId, place.round, place.bidder));
        assert(!_call(keeper, address(0), address(house), data));
        if (place.round == 0 || place.round > _leads[place.leadId].rounds || !_mayReportOutage(place.leadId, place.round)) {
            assert(!_call(keeper, address(0), address(house), abi.encodeCall(house.reportOutage, (place.leadId, place.round))));
        }
    }

    /// @notice A proof that is good, at a time or for a buyer that is not.
    function tryToDeliver(uint256 dice, uint256 leadSeed, uint256 proofSeed) external rarely(dice, 9) {
        uint256 leadId = _pickLead(leadSeed, _hasRefusedWinner);
        (bytes memory data, ) = _deliverCall(leadId, proofSeed);
        assert(!_call(keeper, address(0), address(house), data));
    }

    /// @notice To the first seller, without consent, while a round runs, too late, or to somebody who may not have it.
    function tryToHandOn(uint256 dice, uint256 leadSeed, uint256 toSeed, uint256 proofSeed, bool isUnsigned) external rarely(dice, 12) {
        uint256 leadId = _pickLead(leadSeed, _isUnerased);
        address to = _personAt(toSeed);
        VM.assume(isUnsigned || !_mayHandOn(leadId, to));
        (bytes memory data, ) = _deliverToCall(leadId, to, proofSeed, isUnsigned ? block.timestamp - 1 : block.timestamp);
        assert(!_call(_leads[leadId].owner, address(0), address(nft), data));
        data = abi.encodeCall(nft.transferFrom, (_leads[leadId].owner, to, leadId));
        assert(!_call(_leads[leadId].owner, address(0), address(nft), data));
    }

    /// @notice Invariant 12, and terms that the books do not allow.
    function tryToList(uint256 dice, uint256 leadSeed, uint64 base) external rarely(dice, 16) {
        uint256 leadId = _pickLead(leadSeed, _isNotRunning);
        IAuctionHouse.AuctionTerms memory terms = _terms(base);
        address seller = _leads[leadId].seller;
        VM.assume(vault.freeOf(seller) >= 100 * USDC);
        VM.assume(!(_isIdle(leadId) && _mayOpen(leadId, terms)));
        assert(!_call(seller, seller, address(house), abi.encodeCall(house.createAuction, (leadId, terms))));
    }

    /// @notice For another round, with a signature of somebody else's or too late.
    function tryToBid(uint256 dice, uint256 leadSeed, uint256 bidderSeed, uint32 round, uint256 way) external rarely(dice, 4) {
        uint256 leadId = _pickLead(leadSeed, _isInCommit);
        (uint32 current, address bidder) = (_leads[leadId].rounds, _bidderAt(bidderSeed));
        IAuctionHouse.Opening memory opening = IAuctionHouse.Opening(bidder, 1, bytes32(way));
        bytes memory data = abi.encodeCall(house.commitBid, (leadId, round, bytes32(way), ""));
        if (way % 2 == 0) {
            VM.assume(round != current);
            assert(!_call(bidder, bidder, address(house), data));
        } else {
            assert(!_call(keeper, address(0), address(house), _commitForCall(leadId, opening, block.timestamp - 1)));
            VM.assume(!_mayCommit(leadId, bidder));
            assert(!_call(keeper, address(0), address(house), _commitForCall(leadId, opening, block.timestamp)));
        }
    }

    function tryToCancel(uint256 dice, uint256 leadSeed, uint256 personSeed) external rarely(dice, 16) {
        uint256 leadId = _pickLead(leadSeed, _wasListed);
        address account = _personAt(personSeed);
        bool allowed = account == _leads[leadId].seller && (_isUnbid(leadId) || (paused && _hasBids(leadId)));
        VM.assume(!allowed);
        assert(!_call(account, address(0), address(house), abi.encodeCall(house.cancelAuction, (leadId))));
        assert(!_call(account, address(0), address(house), abi.encodeCall(house.closeErased, (leadId))));
        if (account == _leads[leadId].owner && !_leads[leadId].erased) return;
        assert(!_call(account, address(0), address(nft), abi.encodeCall(nft.erase, (leadId))));
    }

    function tryMoney(uint256 dice, uint256 personSeed, uint64 amount) external rarely(dice, 12) {
        address account = _personAt(personSeed);
        uint256 free = vault.freeOf(account);
        assert(!_call(account, address(0), address(vault), abi.encodeCall(vault.withdraw, (account, free + 1 + amount))));
        assert(!_call(account, address(0), address(vault), abi.encodeCall(vault.withdraw, (address(vault), 1))));
        assert(!_call(account, address(0), address(vault), abi.encodeCall(vault.unlock, (account, amount))));
        if (_mayDeposit(account)) return;
        usdc.mint(account, 1);
        VM.prank(account);
        usdc.approve(address(vault), 1);
        assert(!_call(account, address(0), address(vault), abi.encodeCall(vault.deposit, (1))));
    }

    // INTERNAL

    function _exit(uint256 leadId, uint256 action) private view returns (bool allowed, bytes memory data) {
        if (action == 0) return (_mayRequestWord(leadId), abi.encodeCall(house.requestTieBreak, (leadId)));
        if (action == 1) return (_mayResolve(leadId), abi.encodeCall(house.resolveTie, (leadId)));
        if (action == 2) return (_mayVoid(leadId), abi.encodeCall(house.voidAuction, (leadId)));
        if (action == 3) return (_isUnsold(leadId), abi.encodeCall(house.closeUnsold, (leadId)));
        if (action == 4) return (_mayRefund(leadId), abi.encodeCall(house.refund, (leadId)));
        if (action == 5) return (_mayReport(leadId), abi.encodeCall(house.reportBlockedDelivery, (leadId)));
        uint32 round = _leads[leadId].rounds;
        uint64 best = bestBid(leadId, round);
        address[] memory tied = house.tiedBidders(leadId, round, best);
        Place memory place = Place(leadId, round, tied.length == 0 ? address(0) : tied[0]);
        return (tied.length != 0 && _mayRelease(place), abi.encodeCall(house.releaseTiedBid, (leadId, round, best, 0)));
    }

    function _wasListed(uint256 leadId) private view returns (bool) {
        return _leads[leadId].rounds != 0;
    }

    function _isUnerased(uint256 leadId) private view returns (bool) {
        return !_leads[leadId].erased;
    }

    function _isNotRunning(uint256 leadId) private view returns (bool) {
        return !_isOpen(leadId);
    }

    function _hasRefusedWinner(uint256 leadId) private view returns (bool) {
        return _wasListed(leadId) && !_leads[leadId].erased && house.auctionOf(leadId).leader != address(0) && !_mayDeliver(leadId);
    }
}
