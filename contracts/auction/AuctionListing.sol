// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IReservePricer} from "../interfaces/IReservePricer.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionListing
/// @notice Opens auctions: freezes reserve, bonds, windows and fees, and takes the lead into custody.
abstract contract AuctionListing is AuctionBase {
    using SafeCast for uint256;

    /// @notice Highest premium on the base reserve at a perfect score: 100 %.
    uint16 public constant MAX_QUALITY_PREMIUM_BPS = 10_000;

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
        require(
            terms.qualityPremiumBps <= MAX_QUALITY_PREMIUM_BPS,
            AuctionHouse_PremiumTooHigh(terms.qualityPremiumBps, MAX_QUALITY_PREMIUM_BPS)
        );
        IVerticalRegistry.Vertical memory rules = REGISTRY.requireOpen(lead.vertical, lead.region);
        (uint16 multiplierBps, IReservePricer.FeedFault fault) = PRICER.multiplierOf(lead.vertical);
        AuctionStorage storage $ = _auctionStorage();

        AuctionRound memory round;
        round.reserve = _reserveOf(terms, lead.score, multiplierBps, rules.minReserve);
        round.bidBond = _bidBondOf(leadId, terms, round.reserve, rules);
        round.deliveryBond = uint64((uint256(round.reserve) * rules.deliveryBondBps) / 10_000);
        round.pricingRule = terms.pricingRule;
        round.bidCap = terms.bidCap;
        round.commitEnd = uint40(block.timestamp + rules.commitWindow);
        round.revealEnd = round.commitEnd + rules.revealWindow;
        round.deliveryWindow = rules.deliveryWindow;
        round.feeBps = $.feeConfig.feeBps;
        round.convenienceFee = $.feeConfig.convenienceFee;
        require(round.revealEnd <= lead.expiresAt, AuctionHouse_LeadExpired(leadId, lead.expiresAt, round.revealEnd));

        _store($, leadId, round);
        VAULT.lockDeliveryBond(leadId, lead.seller, round.deliveryBond);
        emit AuctionCreated(
            leadId,
            round.round,
            lead.seller,
            terms,
            round.reserve,
            multiplierBps,
            fault,
            round.bidBond,
            round.deliveryBond,
            round.commitEnd,
            round.revealEnd,
            round.deliveryWindow,
            round.feeBps,
            round.convenienceFee
        );
    }

    /// @dev Writes a new round over the last one, keeping of that what its unopened commitments still need.
    function _store(AuctionStorage storage $, uint256 leadId, AuctionRound memory next) private {
        AuctionRound storage last = $.rounds[leadId];
        uint32 lastRound = last.round;
        if (last.pendingCommitments != 0) {
            $.pastRounds[leadId][lastRound] = PastRound({leader: last.leader, bidBond: last.bidBond, voided: last.status == Phase.Voided});
        }
        next.status = Phase.Commit;
        next.round = lastRound + 1;
        $.rounds[leadId] = next;
    }

    /// @dev `max(minimum, (base + base × premium × score) × multiplier)`, score out of 10,000.
    function _reserveOf(AuctionTerms calldata terms, uint16 score, uint16 multiplierBps, uint64 minReserve) private pure returns (uint64) {
        uint256 base = terms.baseReserve;
        base += (base * terms.qualityPremiumBps * score) / 1e8;
        uint64 reserve = ((base * multiplierBps) / 10_000).toUint64();
        return reserve > minReserve ? reserve : minReserve;
    }

    /// @dev The flat bond. Under second price it covers `cap - reserve`: the most that hiding a bid could gain its bidder.
    function _bidBondOf(
        uint256 leadId,
        AuctionTerms calldata terms,
        uint64 reserve,
        IVerticalRegistry.Vertical memory rules
    ) private pure returns (uint64 bond) {
        uint256 share = (uint256(reserve) * rules.bidBondBps) / 10_000;
        if (share < rules.bidBondMin) share = rules.bidBondMin;
        if (share > rules.bidBondMax) share = rules.bidBondMax;
        bond = uint64(share);

        uint64 bidCap = terms.bidCap;
        if (terms.pricingRule == PricingRule.FirstPrice) {
            require(bidCap == 0, AuctionHouse_InvalidBidCap(leadId, bidCap, reserve));
        } else {
            require(bidCap > reserve, AuctionHouse_InvalidBidCap(leadId, bidCap, reserve));
            if (bidCap - reserve > bond) bond = bidCap - reserve;
        }
    }
}
