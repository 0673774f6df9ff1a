// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AuctionHouse} from "../../contracts/AuctionHouse.sol";
import {BountyMatcher} from "../../contracts/BountyMatcher.sol";
import {IAuctionHouse} from "../../contracts/interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../../contracts/interfaces/IBountyMatcher.sol";
import {PersonalEscrowVault} from "../../contracts/PersonalEscrowVault.sol";
import {BountyBooks} from "./handlers/BountyBooks.t.sol";
import {BountyHandler} from "./handlers/BountyHandler.t.sol";
import {VM} from "./Vm.sol";

/// @notice Invariants of bounties, whatever posters, matchers, bidders, sellers and time do. The handler checks call by call that a bounty
/// is matched exactly where its state, caps and budget and the round allow it.
contract BountyMatcherInvariants {
    /// @dev What the runner must not call.
    struct FuzzSelector {
        address target;
        bytes4[] selectors;
    }

    BountyHandler private _handler;
    AuctionHouse private _house;
    PersonalEscrowVault private _vault;
    BountyMatcher private _matcher;

    function setUp() public {
        _handler = new BountyHandler();
        (_house, _vault, _matcher) = (_handler.house(), _handler.vault(), _handler.matcher());
    }

    /// @notice What the runner may call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice The end of a run is no move in it.
    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0] = FuzzSelector(address(_handler), new bytes4[](1));
        excluded[0].selectors[0] = BountyHandler.endEverything.selector;
    }

    /// @dev One campaign for all: what each costs is the campaign.
    function invariant_bountiesKeepTheirPromises() public view {
        _requireMoneyIsAsInTheBooks();
        _requireBudgetsAreAsInTheBooks();
        _requireHighestBidLeads();
    }

    /// @dev With everything over, nothing stays locked.
    function afterInvariant() external {
        uint256 before = VM.snapshotState();
        _handler.endEverything();
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) assert(_vault.lockedOf(accounts[i]) == 0);
        _requireMoneyIsAsInTheBooks();
        VM.revertToState(before);
    }

    /// @dev 1 and 2: locked money is budgets, matches, bonds and leading bids; the vault owes the sum of all balances, and holds it.
    function _requireMoneyIsAsInTheBooks() private view {
        address[] memory accounts = _handler.accounts();
        uint256 sum = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 locked = _vault.lockedOf(accounts[i]);
            assert(locked == _handler.lockedByBooks(accounts[i]));
            sum += _vault.freeOf(accounts[i]) + locked;
        }
        assert(_vault.liabilities() == sum && _handler.usdc().balanceOf(address(_vault)) == sum);
    }

    /// @dev A budget is what the books left of it, and a match holds what its terms said when it was made.
    function _requireBudgetsAreAsInTheBooks() private view {
        for (uint256 bountyId = 1; bountyId <= _handler.bountyCount(); ++bountyId) {
            IBountyMatcher.Bounty memory bounty = _matcher.bountyOf(bountyId);
            BountyBooks.Posted memory posted = _handler.bountyOf(bountyId);
            assert(bounty.poster == posted.poster && bounty.price == posted.price && bounty.tip == posted.tip);
            assert(bounty.budget == posted.budget && bounty.paused == posted.paused);
            assert(bounty.expiresAt == (posted.closed ? 0 : posted.expiresAt));
        }
        BountyBooks.Made[] memory matches = _handler.matches();
        for (uint256 i = 0; i < matches.length; ++i) {
            if (!matches[i].lives) continue;
            IBountyMatcher.Match memory made = _matcher.matchOf(matches[i].leadId);
            assert(made.bountyId == matches[i].bountyId && made.matchedAt == matches[i].madeAt);
            assert(made.price == matches[i].price && made.tip == matches[i].tip);
        }
    }

    /// @dev 3: whoever leads an open round has the highest bid of it, opened or offered; an offer loses ties.
    function _requireHighestBidLeads() private view {
        for (uint256 leadId = 1; leadId <= _handler.saleCount(); ++leadId) {
            BountyBooks.Sale memory sale = _handler.saleOf(leadId);
            assert(_house.isUnclosed(leadId) == sale.open);
            if (!sale.open) {
                assert(_matcher.matchOf(leadId).bountyId == 0);
                continue;
            }
            IAuctionHouse.Auction memory auction = _house.auctionOf(leadId);
            (address leader, uint64 amount) = _handler.bestOf(leadId);
            assert(auction.leader == leader && auction.leadingBid == amount && auction.tiedBids == 0);
            assert(auction.offered == (sale.made != 0) && (amount == 0 || amount >= sale.reserve));
            assert((_matcher.matchOf(leadId).bountyId != 0) == auction.offered);
        }
    }
}
