// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AuctionHouse} from "../../contracts/AuctionHouse.sol";
import {IAuctionHouse} from "../../contracts/interfaces/IAuctionHouse.sol";
import {ILeadAccessPolicy} from "../../contracts/interfaces/ILeadAccessPolicy.sol";
import {ILeadNFT} from "../../contracts/interfaces/ILeadNFT.sol";
import {LeadNFT} from "../../contracts/LeadNFT.sol";
import {PersonalEscrowVault} from "../../contracts/PersonalEscrowVault.sol";
import {AuctionBooks} from "./handlers/AuctionBooks.t.sol";
import {AuctionHandler} from "./handlers/AuctionHandler.t.sol";
import {VM} from "./Vm.sol";

/// @notice Invariants of the auctions, whatever sellers, bidders, keepers, oracles, the compliance desk, the guardian and time do. Numbers
/// are those of the list in SECURITY.md. The handlers check the others call by call: 7 and 8 in `topUpAndReveal` and `_call`, and that every
/// call succeeds exactly where the rules allow it.
contract AuctionHouseInvariants {
    /// @dev What the runner must not call.
    struct FuzzSelector {
        address target;
        bytes4[] selectors;
    }

    AuctionHandler private _handler;
    AuctionHouse private _house;
    PersonalEscrowVault private _vault;
    LeadNFT private _nft;

    function setUp() public {
        _handler = new AuctionHandler();
        (_house, _vault, _nft) = (_handler.house(), _handler.vault(), _handler.nft());
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
        excluded[0].selectors[0] = AuctionHandler.endEverything.selector;
    }

    /// @dev One campaign for all: what each costs is the campaign.
    function invariant_auctionsKeepTheirPromises() public view {
        _requireMoneyIsAsInTheBooks();
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) {
            AuctionBooks.LeadRecord memory lead = _handler.leadOf(leadId);
            _requireTitleAndCapsule(leadId, lead);
            if (lead.rounds == 0) continue;
            _requireHighestBidLeads(leadId, lead);
            for (uint32 round = 1; round <= lead.rounds; ++round) _requireNobodyGainsByItself(leadId, round, lead.seller);
        }
        _requirePassesRestOnSomething();
    }

    /// @dev 5, 6 and 11: with everything dead keepers alone end all rounds, in any order, and nothing stays locked.
    function afterInvariant() external {
        uint256 before = VM.snapshotState();
        bytes32 standing = _handler.endEverything(1);
        _requireNothingIsLocked();
        VM.revertToState(before);
        assert(_handler.endEverything(2) == standing);
        _requireNothingIsLocked();
    }

    /// @dev 1, 2, 8 and 9: every account has what the books say, free and locked; so fees, prices, tips, forfeits and penalties went where the
    /// rules send them. The vault owes the sum, and holds it but for what was taken from it.
    function _requireMoneyIsAsInTheBooks() private view {
        address[] memory accounts = _handler.accounts();
        uint256[] memory locked = _handler.lockedByRounds();
        uint256 sum = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            assert(_vault.lockedOf(accounts[i]) == locked[i]);
            uint256 owned = _handler.owned(accounts[i]);
            assert(_vault.freeOf(accounts[i]) + locked[i] == owned);
            sum += owned;
        }
        assert(_vault.liabilities() == sum);
        assert(_handler.usdc().balanceOf(address(_vault)) + _handler.missing() == sum);
    }

    /// @dev 3 and 10: the leader was the first of the highest bids, or the one that a tie went to, among all who were clear; it pays what it bid.
    function _requireHighestBidLeads(uint256 leadId, AuctionBooks.LeadRecord memory lead) private view {
        IAuctionHouse.Auction memory auction = _house.auctionOf(leadId);
        AuctionBooks.Round memory round = _handler.roundOf(leadId, lead.rounds);
        assert(auction.closed != round.open && _house.isUnclosed(leadId) == round.open);
        assert(auction.round == lead.rounds && auction.revealEnd == round.revealEnd);
        if (round.leaderErased) {
            assert(auction.leader == address(0) && auction.leadingBid == 0);
            return;
        }
        uint64 best = _handler.bestBid(leadId, lead.rounds);
        assert(auction.leadingBid == best);
        assert(auction.price == 0 || auction.price == best);
        if (best == 0) {
            assert(auction.leader == address(0));
            return;
        }
        if (round.open) assert(auction.leader == _handler.leaderOf(leadId, lead.rounds));
        assert(best >= round.reserve && _handler.bidOf(leadId, lead.rounds, auction.leader).amount == best);
        assert(auction.tiedBids + 1 == _handler.topBidders(leadId, lead.rounds).length);
    }

    /// @dev 4 and 12: title and capsule are where the books saw them go, together, and only a first sale is paid. The house never owns a title.
    function _requireTitleAndCapsule(uint256 leadId, AuctionBooks.LeadRecord memory lead) private view {
        ILeadNFT.Lead memory record = _nft.leadOf(leadId);
        assert(_nft.ownerOf(leadId) == lead.owner);
        assert(record.capsuleHash == lead.capsuleHash && (record.contentHash == 0) == lead.erased);
        assert(lead.sales <= 1);
    }

    /// @dev 13: a bid that does not win never pays, however many of them belong together and whatever they hide. Seller and buyer together lose a
    /// fee or a penalty, or nothing: what a buyer alone gains is at most half of the seller's bond.
    function _requireNobodyGainsByItself(uint256 leadId, uint32 id, address seller) private view {
        AuctionBooks.Round memory round = _handler.roundOf(leadId, id);
        if (round.open) return;
        address[] memory accounts = _handler.bidders();
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == seller || accounts[i] == round.buyer) continue;
            assert(_handler.gainOf(leadId, id, accounts[i]) <= 0);
        }
        int256 ofSeller = _handler.gainOf(leadId, id, seller);
        if (round.buyer == address(0) || round.buyer == seller) {
            assert(ofSeller <= 0);
            return;
        }
        int256 ofBuyer = _handler.gainOf(leadId, id, round.buyer);
        assert(ofSeller + ofBuyer <= 0 && ofBuyer <= int256(uint256(round.deliveryBond / 2)));
    }

    /// @dev 10: what the vault remembers of an account holds now, and that it bids for its identity.
    function _requirePassesRestOnSomething() private view {
        address[] memory accounts = _handler.bidders();
        for (uint256 i = 0; i < accounts.length; ++i) {
            for (uint256 kind = 0; kind < 2; ++kind) {
                if (!_handler.hasPass(accounts[i], ILeadAccessPolicy.Activity.Receive, kind)) continue;
                (, address bidder) = _handler.bidderFor(accounts[i]);
                assert(_handler.receivesUntil(accounts[i], kind) != 0 && bidder == accounts[i]);
            }
        }
    }

    function _requireNothingIsLocked() private view {
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) assert(_vault.lockedOf(accounts[i]) == 0);
        _requireMoneyIsAsInTheBooks();
        for (uint256 leadId = 1; leadId <= _handler.leadCount(); ++leadId) assert(!_house.isUnclosed(leadId));
    }
}
