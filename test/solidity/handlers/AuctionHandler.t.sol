// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../../../contracts/interfaces/ILeadNFT.sol";
import {IVRFTieBreaker} from "../../../contracts/interfaces/IVRFTieBreaker.sol";
import {VM} from "../Vm.sol";
import {AuctionBooks} from "./AuctionBooks.t.sol";

/// @title AuctionHandler
/// @notice Sells leads at random: sellers, bidders, keepers and the VRF coordinator act, time passes. Every call to the house must succeed
/// exactly when the books of `AuctionBooks` allow it. Nothing is delivered: Solidity cannot make the proof.
contract AuctionHandler is AuctionBooks {
    uint256 private constant MAX_LEADS = 3;
    uint256 private constant MAX_ROUNDS = 3;

    // SELLERS

    function list(uint256 sellerSeed, uint16 score, uint64 base, bool autoList) external {
        if (leadCount() == MAX_LEADS) return;
        address seller = _sellerAt(sellerSeed);
        if (!maySell(seller)) return;
        ILeadNFT.Lead memory lead = ILeadNFT.Lead({
            seller: seller,
            region: "US-TX",
            score: score % 10_001,
            expiresAt: uint32(block.timestamp + 365 days),
            vertical: VERTICAL,
            contentHash: keccak256("ciphertext"),
            capsuleHash: 0
        });
        uint256 leadId = _mint(lead);
        if (autoList) house.createAuctionFor(leadId, lead, _terms(base));
        else _createAuction(leadId, seller, base, true);
        _noteRound(leadId);
    }

    function relist(uint256 leadSeed, uint64 base) external anyLead(leadSeed) {
        address seller = nft.leadOf(_leadId).seller;
        if (nft.ownerOf(_leadId) != seller || house.auctionOf(_leadId).round == MAX_ROUNDS) return;
        _createAuction(_leadId, seller, base, maySell(seller));
        if (maySell(seller)) _noteRound(_leadId);
    }

    function cancel(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Commit) {
        bool allowed = _sealedBids(_leadId, _auction.round) == 0;
        _call(nft.leadOf(_leadId).seller, abi.encodeCall(house.cancelAuction, (_leadId)), allowed);
    }

    // BIDDERS

    /// @notice Some of the bidders commit or overwrite, each with an amount of its own.
    function commit(uint256 leadSeed, uint256 amountSeeds) external inPhase(leadSeed, IAuctionHouse.Phase.Commit) {
        for (uint256 seed = amountSeeds; seed != 0; seed >>= 64) {
            IAuctionHouse.Opening memory opening = IAuctionHouse.Opening(_bidderAt(seed), _amount(seed), keccak256(abi.encode(seed)));
            address bidder = opening.bidder;
            bytes32 commitment = house.commitmentOf(_leadId, _auction.round, bidder, opening.amount, opening.salt);
            bool isCovered = _isSealed(_leadId, _auction.round, bidder) || vault.freeOf(bidder) >= _auction.bidBond;
            bool allowed = isCovered && mayReceive(bidder);
            _call(bidder, abi.encodeCall(house.commitBid, (_leadId, _auction.round, commitment, "")), allowed);
            if (allowed) _noteCommitment(_leadId, _auction.round, opening);
        }
    }

    function withdrawBid(uint256 leadSeed, uint256 bidderSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Commit) {
        address bidder = _bidderAt(bidderSeed);
        bool allowed = _isSealed(_leadId, _auction.round, bidder);
        _call(bidder, abi.encodeCall(house.withdrawBid, (_leadId)), allowed);
        if (allowed) _noteUsed(_leadId, _auction.round, bidder, BidState.Gone);
    }

    function reveal(uint256 leadSeed, uint256 bidderSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Reveal) {
        address bidder = _bidderAt(bidderSeed);
        if (!_isSealed(_leadId, _auction.round, bidder)) return;
        IAuctionHouse.Opening memory opening = _openingOf(_leadId, _auction.round, bidder);
        bool isAsked = opening.amount >= _auction.leadingBid;
        bool isBarredBid = _counts(opening.amount) && isAsked && !mayReceive(bidder);
        bool isCovered = vault.freeOf(bidder) + _auction.bidBond >= opening.amount;
        bool allowed = isBarredBid || !_counts(opening.amount) || isCovered;
        _call(keeper, abi.encodeCall(house.revealBid, (_leadId, opening)), allowed);
        if (allowed) _noteUsed(_leadId, _auction.round, bidder, isBarredBid ? BidState.Barred : BidState.Revealed);
    }

    function revealBatch(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Reveal) {
        IAuctionHouse.Opening[] memory openings = _sealedOpenings(_leadId, _auction.round);
        _call(keeper, abi.encodeCall(house.revealBids, (_leadId, openings)), true);
        for (uint256 i = 0; i < openings.length; ++i) {
            address bidder = openings[i].bidder;
            if (house.commitmentIn(_leadId, _auction.round, bidder) != 0) continue;
            bool isBarredBid = _counts(openings[i].amount) && !mayReceive(bidder);
            _noteUsed(_leadId, _auction.round, bidder, isBarredBid ? BidState.Barred : BidState.Revealed);
        }
    }

    function deposit(uint256 bidderSeed, uint64 amount) external {
        _fund(_bidderAt(bidderSeed), 1 + (amount % (200 * USDC)));
    }

    function withdraw(uint256 bidderSeed, uint256 amount) external {
        address bidder = _bidderAt(bidderSeed);
        uint256 free = vault.freeOf(bidder);
        if (free == 0) return;
        VM.prank(bidder);
        vault.withdraw(bidder, 1 + (amount % free));
    }

    // TIME AND ORACLES

    function pass(uint8 minutesSeed) external {
        VM.warp(block.timestamp + (uint256(minutesSeed) % 30) * 1 minutes);
    }

    function passToDeadline(uint256 leadSeed) external anyLead(leadSeed) {
        IAuctionHouse.Phase phase = _auction.phase;
        if (phase == IAuctionHouse.Phase.Commit) VM.warp(_auction.commitEnd);
        else if (phase == IAuctionHouse.Phase.Reveal) VM.warp(_auction.revealEnd);
        else if (phase == IAuctionHouse.Phase.TieBreak && leadSeed % 4 == 0) VM.warp(_tieDeadline());
        else if (phase == IAuctionHouse.Phase.Delivery) VM.warp(_auction.deliveryEnd);
    }

    function requestWord(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.TieBreak) {
        bool allowed = _tie().requestedAt == 0 && block.timestamp < _auction.revealEnd + 1 days;
        _call(keeper, abi.encodeCall(house.requestTieBreak, (_leadId)), allowed);
    }

    function fulfilWord(uint256 leadSeed, uint256 word) external anyLead(leadSeed) {
        IVRFTieBreaker.TieBreak memory tie = _tie();
        if (tie.requestedAt == 0 || tie.fulfilledAt != 0) return;
        uint256[] memory words = new uint256[](1);
        words[0] = word;
        coordinator.fulfillRandomWordsWithOverride(tie.requestId, address(tieBreaker), words);
        assert(_tie().word == word);
    }

    // KEEPERS

    function resolveTie(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.TieBreak) {
        IVRFTieBreaker.TieBreak memory tie = _tie();
        bool hasWord = tie.fulfilledAt != 0 && tie.fulfilledAt < _tieDeadline();
        bool allowed = hasWord || block.timestamp >= _tieDeadline();
        address[] memory tied = topBidders(_leadId, _auction.round);
        _call(keeper, abi.encodeCall(house.resolveTie, (_leadId)), allowed);
        if (allowed) assert(house.auctionOf(_leadId).leader == tied[hasWord ? tie.word % tied.length : 0]);
    }

    function releaseTied(uint256 leadSeed, uint32 round, uint256 bidSeed, uint256 index) external anyLead(leadSeed) {
        round = 1 + (round % _auction.round);
        uint64 amount = _amountOfAnyBid(_leadId, round, bidSeed);
        address[] memory tied = house.tiedBidders(_leadId, round, amount);
        index %= tied.length + 1;
        bool isOpen = _auction.phase == IAuctionHouse.Phase.Reveal || _auction.phase == IAuctionHouse.Phase.TieBreak;
        bool mayWin = round == _auction.round && amount == _auction.leadingBid && isOpen;
        bool allowed = !mayWin && index < tied.length && tied[index] != address(0);
        _call(keeper, abi.encodeCall(house.releaseTiedBid, (_leadId, round, amount, index)), allowed);
    }

    function close(uint256 leadSeed) external anyLead(leadSeed) {
        bool isOpen = !_auction.closed;
        _call(keeper, abi.encodeCall(house.closeUnsold, (_leadId)), isOpen && _auction.phase == IAuctionHouse.Phase.Unsold);
        _end(abi.encodeCall(house.refund, (_leadId)), isOpen && _auction.phase == IAuctionHouse.Phase.Undelivered);
    }

    /// @notice Says that compliance blocks a delivery: ends the sale exactly if the winner may not receive.
    function reportBlocked(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Delivery) {
        _end(abi.encodeCall(house.reportBlockedDelivery, (_leadId)), !mayReceive(_auction.leader));
    }

    function voidTie(uint256 leadSeed, uint8 patience) external inPhase(leadSeed, IAuctionHouse.Phase.TieBreak) {
        uint256 availableAt = _auction.revealEnd + house.VOID_DELAY();
        if (patience % 4 == 0 && block.timestamp < availableAt) VM.warp(availableAt);
        bool allowed = block.timestamp >= availableAt;
        _call(keeper, abi.encodeCall(house.voidAuction, (_leadId)), allowed);
        if (allowed) _noteVoided(_leadId, _auction.round);
    }

    function forfeit(uint256 leadSeed, uint32 round, uint256 bidderSeed) external anyLead(leadSeed) {
        round = 1 + (round % _auction.round);
        address bidder = _bidderAt(bidderSeed);
        IAuctionHouse.Phase phase = _auction.phase;
        bool isFinished = round < _auction.round || (phase != IAuctionHouse.Phase.Commit && phase != IAuctionHouse.Phase.Reveal);
        if (round == _auction.round && phase == IAuctionHouse.Phase.TieBreak) isFinished = false;
        bool allowed = isFinished && _isSealed(_leadId, round, bidder);
        uint256 free = vault.freeOf(bidder);
        _call(keeper, abi.encodeCall(house.forfeitBond, (_leadId, round, bidder)), allowed);
        if (!allowed) return;
        _noteUsed(_leadId, round, bidder, BidState.Gone);
        assert(vault.freeOf(bidder) == free + (_isVoided(_leadId, round) ? termsOf(_leadId, round).bidBond : 0));
    }

    // INTERNAL

    /// @dev Ends an undelivered sale. The seller's bond goes to the buyer only if the buyer could have been delivered to.
    function _end(bytes memory call, bool allowed) private {
        address seller = nft.leadOf(_leadId).seller;
        bool isBlocked = !mayReceive(_auction.leader);
        uint256 owned = vault.freeOf(seller) + vault.lockedOf(seller);
        _call(keeper, call, allowed);
        if (!allowed) return;
        if (isBlocked) _noteBarred(_leadId, _auction.round);
        assert(vault.freeOf(seller) + vault.lockedOf(seller) == owned - (isBlocked ? 0 : _auction.deliveryBond));
    }

    function _createAuction(uint256 leadId, address seller, uint64 base, bool allowed) private {
        _call(seller, abi.encodeCall(house.createAuction, (leadId, _terms(base))), allowed);
    }

    function _terms(uint64 base) private pure returns (IAuctionHouse.AuctionTerms memory terms) {
        terms.baseReserve = uint64(10 * USDC + (base % (20 * USDC)));
        terms.qualityPremiumBps = uint16(base % 10_001);
        terms.maxFeeBps = 10_000;
    }

    /// @dev Few different amounts, so that bids tie; some outside the reserve and the cap.
    function _amount(uint256 seed) private view returns (uint64) {
        uint256 step = (seed >> 8) % 6;
        if (step == 0) return _auction.reserve - 1;
        return uint64(_auction.reserve + (step / 2) * USDC);
    }

    function _tie() private view returns (IVRFTieBreaker.TieBreak memory) {
        return tieBreaker.tieBreakOf(_leadId, _auction.round);
    }

    function _tieDeadline() private view returns (uint256) {
        uint40 requestedAt = _tie().requestedAt;
        return (requestedAt == 0 ? _auction.revealEnd : requestedAt) + 1 days;
    }

    function _counts(uint64 amount) private view returns (bool) {
        return amount >= _auction.reserve;
    }
}
