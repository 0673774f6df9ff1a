// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionEndsLogic} from "./AuctionEndsLogic.sol";

/// @title AuctionClosing
/// @notice Ends of an auction: delivered and paid, unsold, refunded, erased; and the bonds of bids that were never opened.
abstract contract AuctionClosing is AuctionBase, ReentrancyGuardTransient {
    using AuctionRoundLib for AuctionRound;

    /// @inheritdoc IAuctionHouse
    function deliver(uint256 leadId, Capsule calldata current, ReEncryption calldata reEncryption) external {
        AuctionRound storage round = _owedRound(leadId);
        (uint32 roundId, address buyer, uint64 price) = (round.round, round.leader, round.leadingBid);
        (uint64 fee, uint64 deliveryBond) = (round.feeOf(price), round.deliveryBond);
        address treasury = _auctionStorage().feeConfig.treasury;
        round.status = Phase.Sold;

        address seller = NFT.deliver(leadId, roundId, buyer, current, reEncryption);
        VAULT.settleSale(buyer, round.leadClass, seller, treasury, price, fee, deliveryBond);
        if (round.offered) MATCHER.endMatch(leadId, roundId, IBountyMatcher.MatchEnd.Sold);
        emit AuctionSettled(leadId, roundId, buyer, seller, treasury, price, fee, deliveryBond);
    }

    /// @inheritdoc IAuctionHouse
    function closeUnsold(uint256 leadId) external {
        AuctionRound storage round = _unclosedRoundIn(leadId, Phase.Unsold);
        round.status = Phase.Unsold;
        (address seller, uint64 deliveryBond) = (NFT.sellerOf(leadId), round.deliveryBond);
        VAULT.unlock(seller, deliveryBond);
        emit AuctionClosedUnsold(leadId, round.round, seller, deliveryBond);
    }

    /// @inheritdoc IAuctionHouse
    function refund(uint256 leadId) external {
        _unclosedRoundIn(leadId, Phase.Undelivered);
        AuctionEndsLogic.refund(_auctionStorage(), _peers(), leadId);
    }

    /// @inheritdoc IAuctionHouse
    function reportBlockedDelivery(uint256 leadId) external {
        _owedRound(leadId);
        AuctionEndsLogic.reportBlockedDelivery(_auctionStorage(), _peers(), leadId);
    }

    /// @inheritdoc IAuctionHouse
    function forfeitBond(uint256 leadId, uint32 roundId, address bidder) external {
        AuctionEndsLogic.forfeitBond(_auctionStorage(), _peers(), leadId, roundId, bidder, msg.sender);
    }

    /// @inheritdoc IAuctionHouse
    function forfeitBondTo(uint256 leadId, uint32 roundId, address bidder, address beneficiary) external {
        AuctionEndsLogic.forfeitBond(_auctionStorage(), _peers(), leadId, roundId, bidder, beneficiary);
    }

    /// @inheritdoc IAuctionHouse
    function reportOutage(uint256 leadId, uint32 roundId) external {
        AuctionEndsLogic.reportOutage(_auctionStorage(), _peers(), leadId, roundId);
    }

    /// @inheritdoc IAuctionHouse
    function closeErased(uint256 leadId) external nonReentrant {
        require(msg.sender == address(NFT), AuctionHouse_UnauthorizedCaller(msg.sender));
        AuctionEndsLogic.closeErased(_auctionStorage(), _peers(), leadId);
    }

    /// @dev The round, if a winner waits for its lead: nobody has refunded yet.
    function _owedRound(uint256 leadId) private view returns (AuctionRound storage round) {
        round = _auctionStorage().rounds[leadId];
        Phase phase = round.phase();
        require(
            round.status == Phase.Commit && (phase == Phase.Delivery || phase == Phase.Undelivered),
            AuctionHouse_WrongPhase(leadId, phase)
        );
    }
}
