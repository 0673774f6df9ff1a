// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionOpening} from "./AuctionOpening.sol";

/// @title AuctionListing
/// @notice Opens auctions and cancels those that nobody has bid on.
abstract contract AuctionListing is AuctionBase {
    /// @inheritdoc IAuctionHouse
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external {
        _open(leadId, NFT.takeIntoCustody(leadId, msg.sender), terms);
    }

    /// @inheritdoc IAuctionHouse
    function createAuctionFor(uint256 leadId, ILeadNFT.Lead calldata lead, AuctionTerms calldata terms) external {
        require(msg.sender == VERIFIER, AuctionHouse_UnauthorizedCaller(msg.sender));
        _open(leadId, lead, terms);
    }

    /// @inheritdoc IAuctionHouse
    function cancelAuction(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.Commit);
        uint256 commitments = round.pendingCommitments;
        require(commitments == 0, AuctionHouse_HasCommitments(leadId, commitments));
        address seller = _closeWithoutSale(leadId, round, Phase.Unsold);
        require(msg.sender == seller, AuctionHouse_NotSeller(leadId, msg.sender, seller));
        emit AuctionCancelled(leadId, round.round);
    }

    function _open(uint256 leadId, ILeadNFT.Lead memory lead, AuctionTerms calldata terms) private {
        AuctionOpening.open(_auctionStorage(), AuctionOpening.Peers(REGISTRY, PRICER, VAULT, GATE), leadId, lead, terms);
    }
}
