// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeadFacts} from "../../../contracts/libraries/LeadFacts.sol";
import {Secrets} from "../prover/reEncrypt.sol";
import {Accounts} from "./Accounts.t.sol";

/// @title BountyBooks
/// @notice What became of every bounty, match, sale and unit of money, told by those who acted and not by the contracts.
abstract contract BountyBooks is Accounts {
    /// @notice A bounty; `budget` is what no match holds.
    struct Posted {
        address poster;
        uint64 price;
        uint32 tip;
        uint64 budget;
        uint32 expiresAt;
        uint16 hourCap;
        uint16 dayCap;
        bool paused;
        bool closed;
    }

    /// @notice A match that was made. `counts` until its money goes back.
    struct Made {
        uint256 bountyId;
        uint256 leadId;
        uint64 price;
        uint32 tip;
        uint40 madeAt;
        address matcher;
        bool counts;
        bool lives;
    }

    /// @notice How a sealed bid stands. `Opened` ones are free.
    enum BidState {
        None,
        Sealed,
        Opened
    }

    /// @notice A sealed bid.
    struct Bid {
        BidState state;
        uint64 amount;
    }

    /// @notice A lead's only round. `made` is one more than the place of the match that leads; 0 where none does.
    struct Sale {
        address seller;
        uint64 reserve;
        uint64 bidBond;
        uint64 deliveryBond;
        address leader;
        uint64 leadingBid;
        uint256 made;
        bool open;
        Secrets secrets;
    }

    Posted[] internal _bounties;
    Made[] internal _matches;
    Sale[] internal _sales;
    mapping(uint256 leadId => mapping(address bidder => Bid)) internal _bids;

    /// @notice How many bounties there are; ids count from 1.
    function bountyCount() external view returns (uint256) {
        return _bounties.length;
    }

    /// @notice A bounty.
    function bountyOf(uint256 bountyId) external view returns (Posted memory) {
        return _bounties[bountyId - 1];
    }

    /// @notice How many leads there are; ids count from 1.
    function saleCount() external view returns (uint256) {
        return _sales.length;
    }

    /// @notice A lead's round.
    function saleOf(uint256 leadId) external view returns (Sale memory) {
        return _sales[leadId - 1];
    }

    /// @notice All matches, of which some have ended.
    function matches() external view returns (Made[] memory) {
        return _matches;
    }

    /// @notice The bid that must lead a round: the highest of the offer that lives and the sealed bids that were opened, offers after ties.
    function bestOf(uint256 leadId) external view returns (address leader, uint64 amount) {
        for (uint256 i = 0; i < _bidders.length; ++i) {
            Bid storage bid = _bids[leadId][_bidders[i]];
            if (bid.state == BidState.Opened && bid.amount > amount) (leader, amount) = (_bidders[i], bid.amount);
        }
        for (uint256 i = 0; i < _matches.length; ++i) {
            Made storage made = _matches[i];
            if (made.leadId != leadId || !made.lives || made.price <= amount) continue;
            (leader, amount) = (_bounties[made.bountyId - 1].poster, made.price);
        }
    }

    /// @notice Invariant 2, by account: budgets, matches, sellers' bonds, unopened bonds and leading bids.
    function lockedByBooks(address account) external view returns (uint256 locked) {
        for (uint256 i = 0; i < _bounties.length; ++i) if (_bounties[i].poster == account) locked += _bounties[i].budget;
        for (uint256 i = 0; i < _matches.length; ++i) {
            Made storage made = _matches[i];
            if (made.lives && _bounties[made.bountyId - 1].poster == account) locked += made.price + made.tip;
        }
        for (uint256 i = 0; i < _sales.length; ++i) {
            Sale storage sale = _sales[i];
            if (_bids[i + 1][account].state == BidState.Sealed) locked += sale.bidBond;
            if (!sale.open) continue;
            if (sale.seller == account) locked += sale.deliveryBond;
            if (sale.made == 0 && sale.leader == account) locked += sale.leadingBid;
        }
    }

    /// @notice Matches of a bounty in an hour (or a day, for `span` of a day) that count.
    function matchesIn(uint256 bountyId, uint256 span, uint256 period) public view returns (uint256 count) {
        for (uint256 i = 0; i < _matches.length; ++i) {
            Made storage made = _matches[i];
            if (made.bountyId == bountyId && made.counts && made.madeAt / span == period) ++count;
        }
    }

    /// @dev Facts of a lead: as good as any, but its own.
    function _factsOf(uint256 leadId) internal pure returns (LeadFacts memory) {
        return LeadFacts("DIRECT", uint40(leadId), [keccak256(abi.encode(leadId)), bytes32(0)]);
    }

    /// @dev The match of a lead has ended without a sale: its money is the bounty's again, or its poster's.
    function _giveBack(uint256 leadId) internal {
        Sale storage sale = _sales[leadId - 1];
        if (sale.made == 0) return;
        Made storage made = _matches[sale.made - 1];
        Posted storage bounty = _bounties[made.bountyId - 1];
        (made.lives, made.counts, sale.made) = (false, false, 0);
        if (!bounty.closed && block.timestamp < bounty.expiresAt) bounty.budget += made.price + made.tip;
    }
}
