// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionRefund} from "./AuctionRefund.sol";

/// @title AuctionClosing
/// @notice Ends of an auction: delivered and paid, unsold, refunded; and what becomes of bonds that were never opened.
abstract contract AuctionClosing is AuctionBase {
    using AuctionRoundLib for AuctionRound;

    /// @notice Part of a forfeited bond that pays whoever triggers the forfeiture: 0.25 USDC.
    uint64 public constant FORFEIT_TIP = 250_000;

    /// @inheritdoc IAuctionHouse
    function deliver(uint256 leadId, Capsule calldata current, ReEncryption calldata reEncryption) external {
        AuctionRound storage round = _roundIn(leadId, Phase.Delivery);
        (uint32 roundId, address buyer) = (round.round, round.leader);
        VAULT.requireReceiver(buyer, round.leadClass);
        uint64 price = round.price();
        uint64 fee = round.feeOf(price);
        round.status = Phase.Sold;

        address seller = NFT.deliverFromCustody(leadId, roundId, buyer, current, reEncryption);
        VAULT.settleSale(leadId, buyer, seller, _auctionStorage().feeConfig.treasury, round.leadingBid, price, fee, round.deliveryBond);
        emit AuctionSettled(leadId, roundId, buyer, seller, price, fee);
    }

    /// @inheritdoc IAuctionHouse
    function closeUnsold(uint256 leadId) external {
        AuctionRound storage round = _unclosedRoundIn(leadId, Phase.Unsold);
        _closeWithoutSale(leadId, round, Phase.Unsold);
        emit AuctionClosedUnsold(leadId, round.round);
    }

    /// @inheritdoc IAuctionHouse
    function refund(uint256 leadId) external {
        AuctionRefund.refund(_unclosedRoundIn(leadId, Phase.Undelivered), AuctionRefund.Peers(NFT, VAULT), leadId);
    }

    /// @inheritdoc IAuctionHouse
    function reportBlockedDelivery(uint256 leadId) external {
        AuctionRefund.reportBlockedDelivery(_roundIn(leadId, Phase.Delivery), AuctionRefund.Peers(NFT, VAULT), leadId);
    }

    /// @inheritdoc IAuctionHouse
    function forfeitBond(uint256 leadId, uint32 roundId, address bidder) external {
        AuctionStorage storage $ = _auctionStorage();
        PastRound memory past = _finishedRound(leadId, roundId);
        require($.commitments[leadId][roundId][bidder] != 0, AuctionHouse_NoCommitment(leadId, roundId, bidder));
        delete $.commitments[leadId][roundId][bidder];

        if (past.voided) {
            VAULT.unlock(leadId, bidder, past.bidBond);
            emit BondReturned(leadId, roundId, bidder, past.bidBond);
            return;
        }
        address beneficiary = past.leader == address(0) ? $.feeConfig.treasury : past.leader;
        uint64 tip = past.bidBond < FORFEIT_TIP ? past.bidBond : FORFEIT_TIP;
        VAULT.transferLocked(leadId, bidder, msg.sender, tip);
        VAULT.transferLocked(leadId, bidder, beneficiary, past.bidBond - tip);
        emit BondForfeited(leadId, roundId, bidder, beneficiary, past.bidBond, tip);
    }

    /// @dev What bonds of a round need to know, once its winner is fixed or it is over.
    function _finishedRound(uint256 leadId, uint32 roundId) private view returns (PastRound memory) {
        AuctionStorage storage $ = _auctionStorage();
        AuctionRound storage round = $.rounds[leadId];
        uint32 latest = round.round;
        require(roundId != 0 && roundId <= latest, AuctionHouse_UnknownRound(leadId, roundId));
        if (roundId < latest) return $.pastRounds[leadId][roundId];

        Phase phase = round.phase();
        require(phase != Phase.Commit && phase != Phase.Reveal && phase != Phase.TieBreak, AuctionHouse_WrongPhase(leadId, phase));
        return PastRound({leader: round.leader, bidBond: round.bidBond, voided: phase == Phase.Voided});
    }
}
