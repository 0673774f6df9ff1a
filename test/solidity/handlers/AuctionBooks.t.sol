// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {Secrets} from "../prover/reEncrypt.sol";
import {Accounts} from "./Accounts.t.sol";
import {World} from "./World.t.sol";

/// @title AuctionBooks
/// @notice What became of every lead, round, bid and unit of money, told by those who acted and not by the house.
abstract contract AuctionBooks is World, Accounts {
    /// @notice `Leading` and `Tied` bids hold their amount, `Opened` ones count and are free, `Gone` ones do not count.
    enum BidState {
        None,
        Sealed,
        Leading,
        Tied,
        Opened,
        Gone
    }

    /// @notice Why unopened bonds of a round go back to their bidders.
    enum BondsBack {
        No,
        Voided,
        Cancelled,
        Erased,
        Outage
    }

    /// @notice A bid of a round; `order` counts reveals.
    struct Bid {
        BidState state;
        uint64 amount;
        uint64 order;
        bytes32 salt;
    }

    /// @notice A round: what it was opened with, then what happened to it. `abandoned` counts unopened bonds that were forfeited or returned; `buyer` is who had won when it was closed.
    struct Round {
        uint64 reserve;
        uint64 bidBond;
        uint64 deliveryBond;
        uint16 feeBps;
        uint32 convenienceFee;
        uint32 deliveryWindow;
        uint40 commitEnd;
        uint40 revealEnd;
        uint40 extendedEnd;
        uint8 abandoned;
        bool excused;
        bool open;
        bool leaderErased;
        BondsBack bondsBack;
        address buyer;
    }

    /// @notice A lead, and the secrets of the capsule on record. `sales` counts deliveries by the house.
    struct LeadRecord {
        uint8 kind;
        uint8 sales;
        bool erased;
        uint32 rounds;
        uint40 expiresAt;
        address seller;
        address owner;
        bytes32 capsuleHash;
        Secrets secrets;
    }

    uint256 private _leadCount;
    uint64 private _reveals;
    mapping(uint256 leadId => LeadRecord record) internal _leads;
    mapping(uint256 leadId => mapping(uint32 round => Round)) internal _rounds;
    mapping(uint256 leadId => mapping(uint32 round => mapping(address bidder => Bid))) internal _bids;
    mapping(uint256 leadId => mapping(uint32 round => mapping(address account => int256))) private _gains;

    // WHAT THE BOOKS SAY

    /// @notice How many leads there are; ids count from 1.
    function leadCount() public view returns (uint256) {
        return _leadCount;
    }

    /// @notice A lead.
    function leadOf(uint256 leadId) external view returns (LeadRecord memory) {
        return _leads[leadId];
    }

    /// @notice A round of a lead.
    function roundOf(uint256 leadId, uint32 round) external view returns (Round memory) {
        return _rounds[leadId][round];
    }

    /// @notice A bidder's bid in a round.
    function bidOf(uint256 leadId, uint32 round, address bidder) external view returns (Bid memory) {
        return _bids[leadId][round][bidder];
    }

    /// @notice What a round has brought or cost an account so far, USDC units; locked money is still the account's.
    function gainOf(uint256 leadId, uint32 round, address account) external view returns (int256) {
        return _gains[leadId][round][account];
    }

    /// @notice Highest bid of a round that counts; 0 where there is none.
    function bestBid(uint256 leadId, uint32 round) public view returns (uint64 best) {
        for (uint256 i = 0; i < _bidders.length; ++i) {
            Bid storage bid = _bids[leadId][round][_bidders[i]];
            if (_counts(bid.state) && bid.amount > best) best = bid.amount;
        }
    }

    /// @notice Bidders of the highest bid, in order of reveal.
    function topBidders(uint256 leadId, uint32 round) public view returns (address[] memory top) {
        uint64 best = bestBid(leadId, round);
        top = new address[](_bidders.length);
        uint256 count = 0;
        for (uint256 i = 0; i < _bidders.length; ++i) {
            Bid storage bid = _bids[leadId][round][_bidders[i]];
            if (!_counts(bid.state) || bid.amount != best) continue;
            uint256 place = count++;
            for (; place != 0 && _bids[leadId][round][top[place - 1]].order > bid.order; --place) top[place] = top[place - 1];
            top[place] = _bidders[i];
        }
        assembly ("memory-safe") {
            mstore(top, count)
        }
    }

    /// @notice Who holds the place that pays: the first of the highest bids, or the one that a tie went to. Zero where nobody does.
    function leaderOf(uint256 leadId, uint32 round) public view returns (address) {
        for (uint256 i = 0; i < _bidders.length; ++i) {
            if (_bids[leadId][round][_bidders[i]].state == BidState.Leading) return _bidders[i];
        }
        return address(0);
    }

    /// @notice How many bids of a round nobody has opened.
    function sealedBids(uint256 leadId, uint32 round) public view returns (uint256 count) {
        for (uint256 i = 0; i < _bidders.length; ++i) if (_isSealed(leadId, round, _bidders[i])) ++count;
    }

    /// @notice Invariant 2, by account: sellers' bonds of open rounds, unopened bonds, leading and tied bids.
    function lockedByRounds() external view returns (uint256[] memory locked) {
        locked = new uint256[](_accounts.length);
        for (uint256 leadId = 1; leadId <= _leadCount; ++leadId) {
            LeadRecord storage lead = _leads[leadId];
            for (uint32 id = 1; id <= lead.rounds; ++id) {
                Round storage round = _rounds[leadId][id];
                if (round.open) locked[_indexOf[lead.seller]] += round.deliveryBond;
                for (uint256 i = 0; i < _bidders.length; ++i) {
                    Bid storage bid = _bids[leadId][id][_bidders[i]];
                    BidState state = bid.state;
                    if (state == BidState.Sealed) locked[_indexOf[_bidders[i]]] += round.bidBond;
                    else if (state == BidState.Leading || state == BidState.Tied) locked[_indexOf[_bidders[i]]] += bid.amount;
                }
            }
        }
    }

    // KEEPING THEM

    function _noteLead(uint256 leadId, LeadRecord memory lead) internal {
        assert(leadId == ++_leadCount);
        _leads[leadId] = lead;
    }

    function _noteRound(uint256 leadId) internal {
        LeadRecord storage lead = _leads[leadId];
        IAuctionHouse.Auction memory auction = house.auctionOf(leadId);
        assert(auction.round == ++lead.rounds);
        Round storage round = _rounds[leadId][auction.round];
        (round.reserve, round.bidBond, round.deliveryBond) = (auction.reserve, auction.bidBond, auction.deliveryBond);
        (round.feeBps, round.convenienceFee) = (auction.feeBps, auction.convenienceFee);
        (round.commitEnd, round.revealEnd) = (auction.commitEnd, auction.revealEnd);
        (round.deliveryWindow, round.open) = (_rulesOf(lead.kind).deliveryWindow, true);
    }

    function _noteBid(uint256 leadId, uint32 round, IAuctionHouse.Opening memory opening) internal {
        _bids[leadId][round][opening.bidder] = Bid(BidState.Sealed, opening.amount, 0, opening.salt);
    }

    /// @dev A bid was opened; the last one ends the phase.
    function _noteOpened(uint256 leadId, uint32 round, address bidder, BidState state) internal {
        if (state == BidState.Leading) _setLeader(leadId, round, address(0));
        Bid storage bid = _bids[leadId][round][bidder];
        (bid.state, bid.order) = (state, ++_reveals);
        if (sealedBids(leadId, round) == 0) _rounds[leadId][round].revealEnd = uint40(block.timestamp);
    }

    function _noteWithdrawn(uint256 leadId, uint32 round, address bidder) internal {
        _bids[leadId][round][bidder].state = BidState.Gone;
    }

    /// @dev The bond of a bid that nobody opened was forfeited or returned.
    function _noteAbandoned(uint256 leadId, uint32 round, address bidder) internal {
        _bids[leadId][round][bidder].state = BidState.Gone;
        ++_rounds[leadId][round].abandoned;
    }

    /// @dev The money of the former leader, if there is one, is free.
    function _setLeader(uint256 leadId, uint32 round, address leader) internal {
        address former = leaderOf(leadId, round);
        if (former != address(0)) _bids[leadId][round][former].state = BidState.Opened;
        if (leader != address(0)) _bids[leadId][round][leader].state = BidState.Leading;
    }

    /// @dev A round is over, for `buyer` if anybody had won; the seller has its bond back unless it is paid to others.
    function _noteClosed(uint256 leadId, address buyer) internal {
        uint32 id = _leads[leadId].rounds;
        Round storage round = _rounds[leadId][id];
        assert(round.open);
        (round.open, round.buyer) = (false, buyer);
        _setLeader(leadId, id, address(0));
    }

    /// @dev Money of `from` becomes `to`'s because of a round.
    function _pay(uint256 leadId, uint32 round, address from, address to, uint256 amount) internal {
        _owned[from] -= amount;
        _owned[to] += amount;
        _gains[leadId][round][from] -= int256(amount);
        _gains[leadId][round][to] += int256(amount);
    }

    /// @dev Half of the seller's bond is the buyer's, the rest the treasury's.
    function _payPenalty(uint256 leadId, address buyer) internal {
        LeadRecord storage lead = _leads[leadId];
        uint64 bond = _rounds[leadId][lead.rounds].deliveryBond;
        uint64 compensation = buyer == address(0) ? 0 : bond / 2;
        if (compensation != 0) _pay(leadId, lead.rounds, lead.seller, buyer, compensation);
        _pay(leadId, lead.rounds, lead.seller, _fees.treasury, bond - compensation);
    }

    function _isSealed(uint256 leadId, uint32 round, address bidder) internal view returns (bool) {
        return _bids[leadId][round][bidder].state == BidState.Sealed;
    }

    function _openingOf(uint256 leadId, uint32 round, address bidder) internal view returns (IAuctionHouse.Opening memory) {
        Bid storage bid = _bids[leadId][round][bidder];
        return IAuctionHouse.Opening(bidder, bid.amount, bid.salt);
    }

    function _counts(BidState state) private pure returns (bool) {
        return state == BidState.Leading || state == BidState.Tied || state == BidState.Opened;
    }
}
