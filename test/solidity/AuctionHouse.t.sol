// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AuctionHouse} from "../../contracts/AuctionHouse.sol";
import {IAuctionHouse} from "../../contracts/interfaces/IAuctionHouse.sol";
import {PersonalEscrowVault} from "../../contracts/PersonalEscrowVault.sol";
import {AuctionBooks} from "./handlers/AuctionBooks.t.sol";
import {ComplianceHandler} from "./handlers/ComplianceHandler.t.sol";
import {VM} from "./Vm.sol";

/// @notice Invariants of the auctions, whatever sellers, bidders, keepers, oracles and time do. Numbers are those of the design's list.
contract AuctionHouseInvariants {
    ComplianceHandler private _handler;
    AuctionHouse private _house;
    PersonalEscrowVault private _vault;

    function setUp() public {
        _handler = new ComplianceHandler();
        (_house, _vault) = (_handler.house(), _handler.vault());
    }

    /// @notice What the runner may call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all: what each costs is the campaign.
    function invariant_auctionsKeepTheirPromises() public view {
        _requireVaultHoldsWhatItOwes();
        _requireLockedIsAccountedFor();
        _requireHighestBidLeads();
    }

    /// @dev 6 and 5: with every oracle dead, keepers alone end all rounds, and nothing stays locked.
    function afterInvariant() external {
        VM.warp(block.timestamp + 10 days);
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) {
            if (_house.phaseOf(leadId) != IAuctionHouse.Phase.TieBreak) continue;
            if (leadId % 2 == 0) _house.voidAuction(leadId);
            else _house.resolveTie(leadId);
        }
        VM.warp(block.timestamp + 1 days);
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) _close(leadId);
        assert(_lockedSum() == 0);
        assert(_vault.proveReserves());
    }

    /// @dev 1: without donations the vault holds exactly what it owes.
    function _requireVaultHoldsWhatItOwes() private view {
        uint256 sum = _lockedSum();
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) sum += _vault.freeOf(accounts[i]);
        assert(sum == _vault.liabilities());
        assert(_handler.usdc().balanceOf(address(_vault)) == sum);
    }

    /// @dev 2: locked are unopened bonds, leading and tied bids, and delivery bonds of rounds that nobody has closed.
    function _requireLockedIsAccountedFor() private view {
        uint256 expected = 0;
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) {
            IAuctionHouse.Auction memory auction = _house.auctionOf(leadId);
            if (!auction.closed) expected += auction.deliveryBond + auction.leadingBid;
            for (uint32 round = 1; round <= auction.round; ++round) expected += _lockedByBids(leadId, round);
        }
        assert(_lockedSum() == expected);
    }

    /// @dev 3 and 10: the leader has the highest revealed bid of at least the reserve by somebody who was clear, and pays by the rule.
    function _requireHighestBidLeads() private view {
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) {
            IAuctionHouse.Auction memory auction = _house.auctionOf(leadId);
            (uint64 best, ) = _handler.topBids(leadId, auction.round);
            assert(auction.leadingBid == best);
            if (_handler.isBarred(leadId, auction.round)) continue;
            assert((auction.leader == address(0)) == (best == 0));
            if (best == 0) continue;
            assert(_handler.bidOf(leadId, auction.round, auction.leader).amount == best);
            address[] memory top = _handler.topBidders(leadId, auction.round);
            assert(auction.tiedBids + 1 == top.length);
            if (auction.phase == IAuctionHouse.Phase.Reveal) assert(auction.leader == top[0]);
            if (auction.price == 0) continue;
            assert(auction.price == best);
        }
    }

    function _close(uint256 leadId) private {
        IAuctionHouse.Auction memory auction = _house.auctionOf(leadId);
        if (!auction.closed && auction.phase == IAuctionHouse.Phase.Unsold) _house.closeUnsold(leadId);
        if (!auction.closed && auction.phase == IAuctionHouse.Phase.Undelivered) _house.refund(leadId);
        assert(_house.auctionOf(leadId).closed);
        assert(_handler.nft().ownerOf(leadId) == _handler.nft().leadOf(leadId).seller);

        address[] memory bidders = _handler.bidders();
        for (uint32 round = 1; round <= auction.round; ++round) {
            for (uint256 i = 0; i < bidders.length; ++i) {
                if (_house.commitmentIn(leadId, round, bidders[i]) != 0) _house.forfeitBond(leadId, round, bidders[i]);
                _releaseTied(leadId, round, _handler.bidOf(leadId, round, bidders[i]).amount);
            }
        }
    }

    function _releaseTied(uint256 leadId, uint32 round, uint64 amount) private {
        address[] memory tied = _house.tiedBidders(leadId, round, amount);
        for (uint256 i = 0; i < tied.length; ++i) {
            if (tied[i] != address(0)) _house.releaseTiedBid(leadId, round, amount, i);
        }
    }

    function _lockedByBids(uint256 leadId, uint32 round) private view returns (uint256 locked) {
        address[] memory bidders = _handler.bidders();
        uint64 bond = _handler.termsOf(leadId, round).bidBond;
        for (uint256 i = 0; i < bidders.length; ++i) {
            AuctionBooks.Bid memory bid = _handler.bidOf(leadId, round, bidders[i]);
            if (bid.state == AuctionBooks.BidState.Sealed) locked += bond;
            if (bid.state != AuctionBooks.BidState.Revealed) continue;
            address[] memory tied = _house.tiedBidders(leadId, round, bid.amount);
            for (uint256 j = 0; j < tied.length; ++j) if (tied[j] == bidders[i]) locked += bid.amount;
        }
    }

    function _lockedSum() private view returns (uint256 sum) {
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) sum += _vault.lockedOf(accounts[i]);
    }
}
