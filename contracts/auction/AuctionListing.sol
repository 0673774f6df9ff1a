// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionListingLogic} from "./AuctionListingLogic.sol";

/// @title AuctionListing
/// @notice Lists leads. Cancels auctions that nobody has bid on and, during a pause, any that still takes bids.
abstract contract AuctionListing is AuctionBase {
    /// @inheritdoc IAuctionHouse
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external {
        AuctionListingLogic.listOwned(_auctionStorage(), _peers(), leadId, terms);
    }

    /// @inheritdoc IAuctionHouse
    function createAuctionFor(
        uint256 leadId,
        ILeadNFT.Lead calldata lead,
        IVerticalRegistry.Vertical calldata rules,
        AuctionTerms calldata terms
    ) external {
        require(msg.sender == VERIFIER, AuctionHouse_UnauthorizedCaller(msg.sender));
        AuctionListingLogic.list(_auctionStorage(), _peers(), leadId, lead, rules, terms);
    }

    /// @inheritdoc IAuctionHouse
    function cancelAuction(uint256 leadId) external {
        _roundIn(leadId, Phase.Commit);
        AuctionListingLogic.cancel(_auctionStorage(), _peers(), leadId);
    }
}
