// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionListingLogic} from "./AuctionListingLogic.sol";

/// @title AuctionListing
/// @notice Opens auctions; cancels those that nobody has bid on, and during a pause any that still takes bids.
abstract contract AuctionListing is AuctionBase {
    using AuctionRoundLib for AuctionRound;

    /// @inheritdoc IAuctionHouse
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external {
        AuctionRound storage last = _auctionStorage().rounds[leadId];
        require(last.status != Phase.Commit, AuctionHouse_AlreadyListed(leadId, last.phase()));
        // Its seller may have bought it itself, and still own it.
        require(last.status != Phase.Sold, AuctionHouse_AlreadySold(leadId));
        _open(leadId, NFT.leadForSale(leadId, msg.sender), terms);
    }

    /// @inheritdoc IAuctionHouse
    function createAuctionFor(uint256 leadId, ILeadNFT.Lead calldata lead, AuctionTerms calldata terms) external {
        require(msg.sender == VERIFIER, AuctionHouse_UnauthorizedCaller(msg.sender));
        _open(leadId, lead, terms);
    }

    /// @inheritdoc IAuctionHouse
    function cancelAuction(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.Commit);
        uint24 commitments = round.pendingCommitments;
        require(commitments == 0 || VAULT.paused(), AuctionHouse_HasCommitments(leadId, commitments));
        if (commitments != 0) (round.exceptional, round.bondsReturned) = (true, true);
        address seller = _closeWithoutSale(leadId, round, Phase.Unsold);
        require(msg.sender == seller, AuctionHouse_NotSeller(leadId, msg.sender, seller));
        emit AuctionCancelled(leadId, round.round, commitments);
    }

    function _open(uint256 leadId, ILeadNFT.Lead memory lead, AuctionTerms calldata terms) private {
        AuctionListingLogic.open(_auctionStorage(), _peers(), leadId, lead, terms);
    }
}
