// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../../../contracts/interfaces/IBountyMatcher.sol";
import {ILeadNFT} from "../../../contracts/interfaces/ILeadNFT.sol";
import {LeadFacts} from "../../../contracts/libraries/LeadFacts.sol";
import {capsuleOf, reEncrypt, Secrets} from "../prover/reEncrypt.sol";
import {VM} from "../Vm.sol";
import {BountyBooks} from "./BountyBooks.t.sol";

/// @title BountyHandler
/// @notice Bounties beside sealed bids: posted, changed, topped up, paused, matched, withdrawn, closed; leads sold, refunded, erased. Every
/// call must succeed exactly when the books allow it.
contract BountyHandler is BountyBooks {
    uint256 private constant MAX_LEADS = 8;
    uint256 private constant MAX_BOUNTIES = 10;
    /// @dev Leads of these tests ask for no licence.
    uint256 private constant KIND = 1;
    bytes32 private constant SALT = "salt";

    constructor() {
        for (uint256 i = 0; i < _bidders.length; ++i) _fund(_bidders[i], 3_000 * USDC);
    }

    /// @notice As the verifier answers.
    function areFactsOf(uint256 leadId, LeadFacts calldata facts) external pure returns (bool) {
        return keccak256(abi.encode(facts)) == keccak256(abi.encode(_factsOf(leadId)));
    }

    // BOUNTIES

    function postBounty(uint256 posterSeed, uint256 seed) external {
        VM.assume(_bounties.length < MAX_BOUNTIES);
        address poster = _bidderAt(posterSeed);
        IBountyMatcher.BountyTerms memory terms = _terms(seed);
        uint64 budget = uint64(1 + ((seed >> 32) % (80 * USDC)));
        _must(poster, address(matcher), abi.encodeCall(matcher.postBounty, (terms, budget)));
        _bounties.push();
        (_bounties[_bounties.length - 1].poster, _bounties[_bounties.length - 1].budget) = (poster, budget);
        _noteTerms(_bounties.length, terms);
    }

    function changeBounty(uint256 bountySeed, uint256 seed) external {
        uint256 bountyId = _pickBounty(bountySeed);
        IBountyMatcher.BountyTerms memory terms = _terms(seed);
        bool ok = _tryCall(_bounties[bountyId - 1].poster, address(matcher), abi.encodeCall(matcher.changeBounty, (bountyId, terms)));
        assert(ok == !_bounties[bountyId - 1].closed);
        if (ok) _noteTerms(bountyId, terms);
    }

    function topUpBounty(uint256 bountySeed, uint64 amount) external {
        uint256 bountyId = _pickBounty(bountySeed);
        Posted storage bounty = _bounties[bountyId - 1];
        amount = uint64(amount % (30 * USDC));
        bool ok = _tryCall(bounty.poster, address(matcher), abi.encodeCall(matcher.topUpBounty, (bountyId, amount)));
        assert(ok == (!bounty.closed && amount != 0));
        if (ok) bounty.budget += amount;
    }

    function setBountyPaused(uint256 bountySeed, bool paused) external {
        uint256 bountyId = _pickBounty(bountySeed);
        Posted storage bounty = _bounties[bountyId - 1];
        bool ok = _tryCall(bounty.poster, address(matcher), abi.encodeCall(matcher.setBountyPaused, (bountyId, paused)));
        assert(ok == !bounty.closed);
        if (ok) bounty.paused = paused;
    }

    function withdrawBounty(uint256 bountySeed) external {
        uint256 bountyId = _pickBounty(bountySeed);
        Posted storage bounty = _bounties[bountyId - 1];
        assert(!_tryCall(keeper, address(matcher), abi.encodeCall(matcher.withdrawBounty, (bountyId))));
        bool ok = _tryCall(bounty.poster, address(matcher), abi.encodeCall(matcher.withdrawBounty, (bountyId)));
        assert(ok == !bounty.closed);
        if (ok) (bounty.closed, bounty.budget) = (true, 0);
    }

    function closeExpiredBounty(uint256 bountySeed) external {
        uint256 bountyId = _pickBounty(bountySeed);
        Posted storage bounty = _bounties[bountyId - 1];
        bool ok = _tryCall(keeper, address(matcher), abi.encodeCall(matcher.closeExpiredBounty, (bountyId)));
        assert(ok == (!bounty.closed && block.timestamp >= bounty.expiresAt));
        if (ok) (bounty.closed, bounty.budget) = (true, 0);
    }

    // LEADS AND MATCHES

    function list(bool instantSale) external {
        VM.assume(_sales.length < MAX_LEADS);
        address seller = _sellerAt(0);
        assert(_tryCall(address(house), address(gate), _requireSellerCall(seller, KIND)));
        Secrets memory secrets = Secrets(1_000 + _sales.length, 2_000 + _sales.length, _deliverySecretOf[seller]);
        uint256 leadId = nft.mint(_record(seller), capsuleOf(secrets));
        IAuctionHouse.AuctionTerms memory terms = IAuctionHouse.AuctionTerms(uint64(10 * USDC), 0, 1_000, uint32(10 * USDC), instantSale);
        house.createAuctionFor(leadId, nft.leadOf(leadId), _rulesOf(KIND), terms);
        IAuctionHouse.Auction memory auction = house.auctionOf(leadId);
        _sales.push(Sale(seller, auction.reserve, auction.bidBond, auction.deliveryBond, address(0), 0, 0, true, secrets));
        assert(leadId == _sales.length);
    }

    function matchBounty(uint256 leadSeed, uint256 bountySeed, uint256 matcherSeed, uint8 way) external {
        (uint256 leadId, uint256 bountyId) = (_pickSale(leadSeed), _pickBounty(bountySeed));
        (address caller, bool allowed) = (_bidderAt(matcherSeed), _mayMatch(leadId, bountyId));
        LeadFacts memory facts = _factsOf(way % 8 == 0 ? leadId + 1 : leadId);
        bytes memory data = abi.encodeCall(matcher.matchBounty, (leadId, bountyId, facts));
        bool byReport = way % 4 == 1;
        if (byReport || way % 4 == 2) {
            uint256[] memory ids = new uint256[](1);
            ids[0] = bountyId;
            data =
                byReport
                    ? abi.encodeCall(matcher.matchFromReport, (leadId, ids, facts))
                    : abi.encodeCall(matcher.matchBestBounty, (leadId, ids, facts));
        }
        bool ok = _tryCall(byReport ? address(this) : caller, address(matcher), data);
        assert(ok == (allowed && way % 8 != 0));
        if (ok) _noteMatch(leadId, bountyId, byReport ? address(0) : caller);
    }

    // SEALED BIDS

    function commit(uint256 leadSeed, uint256 bidderSeed, uint256 seed) external {
        (uint256 leadId, address bidder) = (_pickSale(leadSeed), _bidderAt(bidderSeed));
        Sale storage sale = _sales[leadId - 1];
        VM.assume(_bids[leadId][bidder].state == BidState.None && sale.open);
        uint64 amount = _amount(seed, bidderSeed);
        bytes32 commitment = house.commitmentOf(leadId, 1, bidder, amount, SALT);
        IAuctionHouse.Auction memory auction = house.auctionOf(leadId);
        bool isSoldAtOnce = sale.made != 0 && auction.commitEnd == auction.revealEnd;
        bool isOwn = sale.made != 0 && sale.leader == bidder;
        bool ok = _tryCall(bidder, address(house), abi.encodeCall(house.commitBid, (leadId, 1, commitment, "")));
        assert(ok == (block.timestamp < auction.commitEnd && !isSoldAtOnce && !isOwn));
        if (ok) _bids[leadId][bidder] = Bid(BidState.Sealed, amount);
    }

    function reveal(uint256 leadSeed, uint256 bidderSeed) external {
        uint256 leadId = _find(leadSeed, IAuctionHouse.Phase.Reveal);
        address bidder = _sealedBidderOf(leadId, bidderSeed);
        Bid storage bid = _bids[leadId][bidder];
        Sale storage sale = _sales[leadId - 1];
        IAuctionHouse.Opening memory opening = IAuctionHouse.Opening(bidder, bid.amount, SALT);
        _must(keeper, address(house), abi.encodeCall(house.revealBid, (leadId, opening)));
        bid.state = BidState.Opened;
        if (bid.amount < sale.leadingBid || (bid.amount == sale.leadingBid && sale.made == 0)) return;
        _giveBack(leadId);
        (sale.leader, sale.leadingBid) = (bidder, bid.amount);
    }

    // ENDS

    function deliver(uint256 leadSeed, uint256 proofSeed) external {
        uint256 leadId = _find(leadSeed, IAuctionHouse.Phase.Delivery);
        Sale storage sale = _sales[leadId - 1];
        Secrets memory next = Secrets(sale.secrets.content, 1 + uint256(uint128(proofSeed)), _deliverySecretOf[sale.leader]);
        bytes memory data = abi.encodeCall(
            house.deliver,
            (leadId, capsuleOf(sale.secrets), reEncrypt(nft.deliveryContext(leadId, 1, sale.leader), sale.secrets, next, proofSeed))
        );
        uint256 tip = sale.made == 0 ? 0 : _matches[sale.made - 1].tip;
        address receiver = tip == 0 ? keeper : _matches[sale.made - 1].matcher;
        (uint256 ofLeader, uint256 ofReceiver) = (_wealthOf(sale.leader), _wealthOf(receiver));
        _must(keeper, address(house), data);
        if (receiver == sale.leader) {
            assert(_wealthOf(receiver) == ofReceiver - sale.leadingBid);
        } else {
            assert(_wealthOf(sale.leader) == ofLeader - sale.leadingBid - tip);
            assert(_wealthOf(receiver) == ofReceiver + tip);
        }
        sale.open = false;
        if (sale.made != 0) _matches[sale.made - 1].lives = false;
    }

    function refund(uint256 leadSeed) external {
        uint256 leadId = _find(leadSeed, IAuctionHouse.Phase.Undelivered);
        _close(leadId, keeper, address(house), abi.encodeCall(house.refund, (leadId)));
    }

    function erase(uint256 leadSeed, uint8 dice) external {
        uint256 leadId = _pickSale(leadSeed);
        VM.assume(dice % 16 == 0 && _sales[leadId - 1].open);
        _close(leadId, _sales[leadId - 1].seller, address(nft), abi.encodeCall(nft.erase, (leadId)));
    }

    function closeUnsold(uint256 leadSeed) external {
        uint256 leadId = _pickSale(leadSeed);
        VM.assume(house.phaseOf(leadId) == IAuctionHouse.Phase.Unsold && _sales[leadId - 1].open);
        _close(leadId, keeper, address(house), abi.encodeCall(house.closeUnsold, (leadId)));
    }

    // TIME

    function pass(uint256 seed) external {
        VM.warp(block.timestamp + 1 + (seed % 8 == 0 ? seed % 9 hours : seed % 12 minutes));
    }

    /// @notice Lets all deadlines pass and has everything closed that can be; the books follow.
    function endEverything() external {
        VM.warp(block.timestamp + 60 days);
        for (uint256 leadId = 1; leadId <= _sales.length; ++leadId) {
            if (_sales[leadId - 1].open) {
                bytes memory data =
                    _sales[leadId - 1].leader == address(0)
                        ? abi.encodeCall(house.closeUnsold, (leadId))
                        : abi.encodeCall(house.refund, (leadId));
                _close(leadId, keeper, address(house), data);
            }
            for (uint256 i = 0; i < _bidders.length; ++i) {
                Bid storage bid = _bids[leadId][_bidders[i]];
                if (bid.state != BidState.Sealed) continue;
                _must(keeper, address(house), abi.encodeCall(house.forfeitBond, (leadId, 1, _bidders[i])));
                bid.state = BidState.None;
            }
        }
        for (uint256 bountyId = 1; bountyId <= _bounties.length; ++bountyId) {
            Posted storage bounty = _bounties[bountyId - 1];
            if (bounty.closed) continue;
            _must(keeper, address(matcher), abi.encodeCall(matcher.closeExpiredBounty, (bountyId)));
            (bounty.closed, bounty.budget) = (true, 0);
        }
    }

    // WHAT IS POSSIBLE

    /// @dev By the books alone: the bounty's state, caps and budget, and the round's standing offer and bids.
    function _mayMatch(uint256 leadId, uint256 bountyId) private view returns (bool) {
        Posted storage bounty = _bounties[bountyId - 1];
        Sale storage sale = _sales[leadId - 1];
        if (bounty.closed || bounty.paused || block.timestamp >= bounty.expiresAt) return false;
        if (bounty.hourCap != 0 && matchesIn(bountyId, 1 hours, block.timestamp / 1 hours) >= bounty.hourCap) return false;
        if (bounty.dayCap != 0 && matchesIn(bountyId, 1 days, block.timestamp / 1 days) >= bounty.dayCap) return false;
        if (bounty.budget < uint256(bounty.price) + bounty.tip) return false;
        if (!sale.open || block.timestamp >= house.auctionOf(leadId).commitEnd) return false;
        if (bounty.price < sale.reserve || bounty.price <= sale.leadingBid || sale.leader == bounty.poster) return false;
        return _bids[leadId][bounty.poster].state != BidState.Sealed;
    }

    // INTERNAL

    function _noteTerms(uint256 bountyId, IBountyMatcher.BountyTerms memory terms) private {
        Posted storage bounty = _bounties[bountyId - 1];
        (bounty.price, bounty.tip, bounty.expiresAt) = (terms.price, terms.tip, terms.expiresAt);
        (bounty.hourCap, bounty.dayCap) = (terms.hourCap, terms.dayCap);
    }

    function _noteMatch(uint256 leadId, uint256 bountyId, address caller) private {
        _giveBack(leadId);
        (Posted storage bounty, Sale storage sale) = (_bounties[bountyId - 1], _sales[leadId - 1]);
        uint32 tip = caller == address(0) ? 0 : bounty.tip;
        bounty.budget -= bounty.price + tip;
        _matches.push(Made(bountyId, leadId, bounty.price, tip, uint40(block.timestamp), caller, true, true));
        (sale.leader, sale.leadingBid, sale.made) = (bounty.poster, bounty.price, _matches.length);
    }

    /// @dev A round ends without a sale.
    function _close(uint256 leadId, address sender, address target, bytes memory data) private {
        _must(sender, target, data);
        _giveBack(leadId);
        _sales[leadId - 1].open = false;
    }

    function _must(address sender, address target, bytes memory data) private {
        assert(_tryCall(sender, target, data));
    }

    function _wealthOf(address account) private view returns (uint256) {
        return vault.freeOf(account) + vault.lockedOf(account);
    }

    function _pickBounty(uint256 seed) private view returns (uint256) {
        VM.assume(_bounties.length != 0);
        return 1 + (seed % _bounties.length);
    }

    /// @dev An open round in this phase: the first from a random lead on.
    function _find(uint256 seed, IAuctionHouse.Phase phase) private view returns (uint256 leadId) {
        uint256 first = _pickSale(seed);
        for (uint256 i = 0; i < _sales.length; ++i) {
            leadId = 1 + ((first - 1 + i) % _sales.length);
            if (_sales[leadId - 1].open && house.phaseOf(leadId) == phase) return leadId;
        }
        VM.assume(false);
    }

    /// @dev A bidder whose bid is sealed: the first from a random one on.
    function _sealedBidderOf(uint256 leadId, uint256 seed) private view returns (address bidder) {
        for (uint256 i = 0; i < _bidders.length; ++i) {
            bidder = _bidders[((seed % _bidders.length) + i) % _bidders.length];
            if (_bids[leadId][bidder].state == BidState.Sealed) return bidder;
        }
        VM.assume(false);
    }

    function _pickSale(uint256 seed) private view returns (uint256) {
        VM.assume(_sales.length != 0);
        return 1 + (seed % _sales.length);
    }

    /// @dev Few different amounts, the last digit a bidder's own: sealed bids tie with offers and with nothing else.
    function _amount(uint256 seed, uint256 bidderSeed) private view returns (uint64) {
        return uint64(20 * USDC + (seed % 3) * USDC + (bidderSeed % _bidders.length));
    }

    function _terms(uint256 seed) private view returns (IBountyMatcher.BountyTerms memory terms) {
        terms.price = seed % 16 == 0 ? uint64(5 * USDC) : _amount(seed >> 8, seed >> 16);
        terms.tip = uint32((seed >> 24) % 3) * uint32(USDC);
        terms.expiresAt = uint32(block.timestamp + 1 + ((seed >> 32) % 3 days));
        (terms.hourCap, terms.dayCap) = (uint16((seed >> 64) % 3), uint16((seed >> 72) % 4));
        (terms.hourOfWeek, terms.vertical) = (type(uint168).max, _verticalOf(KIND));
    }

    function _record(address seller) private view returns (ILeadNFT.Lead memory) {
        return
            ILeadNFT.Lead({
                seller: seller,
                leadClass: gate.leadClassOf(_verticalOf(KIND), _regionOf(KIND)),
                vertical: _verticalOf(KIND),
                region: _regionOf(KIND),
                score: 5_000,
                expiresAt: uint32(block.timestamp + 30 days),
                contentHash: keccak256(abi.encode("ciphertext", _sales.length)),
                capsuleHash: 0
            });
    }
}
