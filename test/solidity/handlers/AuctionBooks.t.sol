// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../../../contracts/interfaces/ILeadNFT.sol";
import {anyCapsule, registerGenerator} from "../deliveryKey.sol";
import {VM} from "../Vm.sol";
import {ComplianceBooks} from "./ComplianceBooks.t.sol";

/// @title AuctionBooks
/// @notice What every bid was and what became of it, told by its bidder and not by the house.
abstract contract AuctionBooks is ComplianceBooks {
    /// @notice `Gone` bids were withdrawn, forfeited or returned; `Barred` ones were opened but do not count.
    enum BidState {
        None,
        Sealed,
        Revealed,
        Barred,
        Gone
    }

    /// @notice A bid of a round; `order` counts reveals.
    struct Bid {
        BidState state;
        uint64 amount;
        uint64 order;
        bytes32 salt;
    }

    /// @notice A round's frozen terms.
    struct Terms {
        uint64 reserve;
        uint64 bidBond;
    }

    /// @notice Who triggers what anyone may trigger.
    address public keeper = address(0xCEE9E4);

    uint256 internal _leadId;
    IAuctionHouse.Auction internal _auction;

    uint256 private _leads;
    uint64 private _reveals;
    address[] private _sellers = [address(0x5E11E1), address(0x5E11E2)];
    address[] private _bidders = [address(0xB1D1), address(0xB1D2), address(0xB1D3), address(0xB1D4), address(0xB1D5)];
    mapping(uint256 leadId => mapping(uint32 round => mapping(address bidder => Bid))) private _bids;
    mapping(uint256 leadId => mapping(uint32 round => Terms)) private _termsOf;
    mapping(uint256 leadId => mapping(uint32 round => bool)) private _voided;
    mapping(uint256 leadId => mapping(uint32 round => bool)) private _barred;

    /// @dev Runs for one of the leads, if there is any.
    modifier anyLead(uint256 leadSeed) {
        if (_leads == 0) return;
        _leadId = 1 + (leadSeed % _leads);
        _auction = house.auctionOf(_leadId);
        _;
    }

    /// @dev Runs for the first lead in `phase` at or after a random one, if there is any.
    modifier inPhase(uint256 leadSeed, IAuctionHouse.Phase phase) {
        uint256 tried = 0;
        for (; tried < _leads; ++tried) {
            _leadId = 1 + (((leadSeed % _leads) + tried) % _leads);
            if (house.phaseOf(_leadId) == phase) break;
        }
        if (tried == _leads) return;
        _auction = house.auctionOf(_leadId);
        _;
    }

    constructor() {
        for (uint256 i = 0; i < _sellers.length; ++i) {
            _clear(_sellers[i]);
            _fund(_sellers[i], 1_000 * USDC);
        }
        for (uint256 i = 0; i < _bidders.length; ++i) {
            _clear(_bidders[i]);
            _fund(_bidders[i], 200 * USDC);
            registerGenerator(vault, _bidders[i]);
        }
    }

    /// @notice How many leads there are; ids count from 1.
    function leadCount() public view returns (uint256) {
        return _leads;
    }

    /// @notice The accounts that bid.
    function bidders() public view returns (address[] memory) {
        return _bidders;
    }

    /// @notice A bidder's bid in a round.
    function bidOf(uint256 leadId, uint32 round, address bidder) public view returns (Bid memory) {
        return _bids[leadId][round][bidder];
    }

    /// @notice What a round was opened with.
    function termsOf(uint256 leadId, uint32 round) public view returns (Terms memory) {
        return _termsOf[leadId][round];
    }

    /// @notice Whether a round ended because its winner might not receive the lead.
    function isBarred(uint256 leadId, uint32 round) public view returns (bool) {
        return _barred[leadId][round];
    }

    /// @notice All accounts that can have money in the vault.
    function accounts() external view returns (address[] memory all) {
        all = new address[](_bidders.length + 4);
        for (uint256 i = 0; i < _bidders.length; ++i) all[i] = _bidders[i];
        uint256 next = _bidders.length;
        (all[next], all[next + 1], all[next + 2], all[next + 3]) = (_sellers[0], _sellers[1], keeper, treasury);
    }

    /// @notice The two highest revealed bids that count; zero where there is none.
    function topBids(uint256 leadId, uint32 round) public view returns (uint64 best, uint64 second) {
        Terms memory terms = _termsOf[leadId][round];
        for (uint256 i = 0; i < _bidders.length; ++i) {
            Bid memory bid = _bids[leadId][round][_bidders[i]];
            if (bid.state != BidState.Revealed || bid.amount < terms.reserve) continue;
            if (bid.amount >= best) (best, second) = (bid.amount, best);
            else if (bid.amount > second) second = bid.amount;
        }
    }

    /// @notice Bidders of the highest bid, in order of reveal.
    function topBidders(uint256 leadId, uint32 round) public view returns (address[] memory top) {
        (uint64 best, ) = topBids(leadId, round);
        uint256 count = 0;
        for (uint256 i = 0; i < _bidders.length; ++i) if (_isTop(leadId, round, _bidders[i], best)) ++count;
        top = new address[](count);
        for (uint256 i = 0; i < _bidders.length; ++i) {
            if (!_isTop(leadId, round, _bidders[i], best)) continue;
            uint256 place = 0;
            for (uint256 j = 0; j < _bidders.length; ++j) {
                bool isEarlier = _bids[leadId][round][_bidders[j]].order < _bids[leadId][round][_bidders[i]].order;
                if (isEarlier && _isTop(leadId, round, _bidders[j], best)) ++place;
            }
            top[place] = _bidders[i];
        }
    }

    function _isTop(uint256 leadId, uint32 round, address bidder, uint64 best) private view returns (bool) {
        Bid memory bid = _bids[leadId][round][bidder];
        return bid.state == BidState.Revealed && bid.amount == best;
    }

    function _mint(ILeadNFT.Lead memory lead) internal returns (uint256) {
        return _leads = nft.mint(lead, anyCapsule());
    }

    function _noteRound(uint256 leadId) internal {
        IAuctionHouse.Auction memory auction = house.auctionOf(leadId);
        _termsOf[leadId][auction.round] = Terms(auction.reserve, auction.bidBond);
    }

    function _noteCommitment(uint256 leadId, uint32 round, IAuctionHouse.Opening memory opening) internal {
        _bids[leadId][round][opening.bidder] = Bid(BidState.Sealed, opening.amount, 0, opening.salt);
    }

    function _noteUsed(uint256 leadId, uint32 round, address bidder, BidState state) internal {
        Bid storage bid = _bids[leadId][round][bidder];
        (bid.state, bid.order) = (state, ++_reveals);
    }

    function _noteBarred(uint256 leadId, uint32 round) internal {
        _barred[leadId][round] = true;
    }

    function _noteVoided(uint256 leadId, uint32 round) internal {
        _voided[leadId][round] = true;
    }

    function _isVoided(uint256 leadId, uint32 round) internal view returns (bool) {
        return _voided[leadId][round];
    }

    function _isSealed(uint256 leadId, uint32 round, address bidder) internal view returns (bool) {
        return _bids[leadId][round][bidder].state == BidState.Sealed;
    }

    function _sealedBids(uint256 leadId, uint32 round) internal view returns (uint256 count) {
        for (uint256 i = 0; i < _bidders.length; ++i) if (_isSealed(leadId, round, _bidders[i])) ++count;
    }

    function _openingOf(uint256 leadId, uint32 round, address bidder) internal view returns (IAuctionHouse.Opening memory) {
        Bid memory bid = _bids[leadId][round][bidder];
        return IAuctionHouse.Opening(bidder, bid.amount, bid.salt);
    }

    function _sealedOpenings(uint256 leadId, uint32 round) internal view returns (IAuctionHouse.Opening[] memory openings) {
        openings = new IAuctionHouse.Opening[](_sealedBids(leadId, round));
        uint256 next = 0;
        for (uint256 i = 0; i < _bidders.length; ++i) {
            if (!_isSealed(leadId, round, _bidders[i])) continue;
            openings[next] = _openingOf(leadId, round, _bidders[i]);
            ++next;
        }
    }

    function _amountOfAnyBid(uint256 leadId, uint32 round, uint256 seed) internal view returns (uint64) {
        return _bids[leadId][round][_bidderAt(seed)].amount;
    }

    function _sellerAt(uint256 seed) internal view returns (address) {
        return _sellers[seed % _sellers.length];
    }

    function _bidderAt(uint256 seed) internal view returns (address) {
        return _bidders[seed % _bidders.length];
    }

    function _fund(address account, uint256 amount) internal {
        usdc.mint(address(this), amount);
        usdc.approve(address(vault), amount);
        vault.depositFor(account, amount);
    }

    /// @dev Calls the house as `sender`.
    function _call(address sender, bytes memory data, bool allowed) internal {
        VM.prank(sender);
        (bool ok, ) = address(house).call(data);
        assert(ok == allowed);
    }
}
