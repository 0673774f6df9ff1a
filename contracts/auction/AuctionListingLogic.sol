// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IReservePricer} from "../interfaces/IReservePricer.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionListingLogic
/// @notice What a round is listed with: reserve, bonds, windows and fees, frozen for the round.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing.
library AuctionListingLogic {
    using SafeCast for uint256;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Highest premium on the base reserve at a perfect score: 100 %.
    uint16 internal constant MAX_QUALITY_PREMIUM_BPS = 10_000;

    /// @dev Separates multipliers from whatever else is kept for a transaction.
    bytes32 private constant MULTIPLIER_DOMAIN = keccak256("lead-engine.transient.multiplier");

    /// @notice Freezes the terms, stores the round, locks the delivery bond of the seller, who must be cleared to sell such leads.
    /// @param $ the house's storage.
    /// @param peers the contracts that rule on a listing.
    /// @param lead the record of `leadId`, which its seller still owns.
    /// @param terms the seller's terms.
    function open(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        ILeadNFT.Lead memory lead,
        IAuctionHouse.AuctionTerms calldata terms
    ) external {
        require(
            terms.qualityPremiumBps <= MAX_QUALITY_PREMIUM_BPS,
            IAuctionHouse.AuctionHouse_PremiumTooHigh(terms.qualityPremiumBps, MAX_QUALITY_PREMIUM_BPS)
        );
        IVerticalRegistry.Vertical memory rules = peers.registry.requireOpen(lead.vertical, lead.region);
        (uint16 multiplierBps, IReservePricer.FeedFault fault) = _multiplierOf(peers.pricer, lead.vertical);

        AuctionRound memory round;
        round.leadClass = peers.gate.requireSeller(lead.seller, lead.vertical, lead.region);
        round.reserve = _reserveOf(terms, lead.score, multiplierBps, rules.minReserve);
        round.bidBond = _bidBondOf(round.reserve, rules);
        round.deliveryBond = uint64((uint256(round.reserve) * rules.deliveryBondBps) / 10_000);
        round.commitEnd = (block.timestamp + rules.commitWindow).toUint32();
        round.revealEnd = round.commitEnd + rules.revealWindow;
        round.deliveryWindow = uint256(rules.deliveryWindow).toUint24();
        round.expiresAt = lead.expiresAt;
        (round.feeBps, round.convenienceFee) = ($.feeConfig.feeBps, $.feeConfig.convenienceFee);
        require(
            round.feeBps <= terms.maxFeeBps && round.convenienceFee <= terms.maxConvenienceFee,
            IAuctionHouse.AuctionHouse_FeeTooHigh(leadId, round.feeBps, round.convenienceFee)
        );
        uint40 latestEnd = AuctionRoundLib.latestEnd(round.revealEnd, round.deliveryWindow);
        require(latestEnd <= lead.expiresAt, IAuctionHouse.AuctionHouse_LeadExpired(leadId, lead.expiresAt, latestEnd));

        _store($, leadId, round);
        peers.vault.lockDeliveryBond(leadId, lead.seller, round.deliveryBond);
        emit IAuctionHouse.AuctionCreated(
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
    function _store(AuctionBase.AuctionStorage storage $, uint256 leadId, AuctionRound memory next) private {
        AuctionRound storage last = $.rounds[leadId];
        uint32 lastRound = last.round;
        if (last.pendingCommitments != 0) {
            $.pastRounds[leadId][lastRound] = AuctionBase.PastRound({
                bidBond: last.bidBond,
                commitEnd: last.commitEnd,
                revealEnd: last.revealEnd,
                bondsReturned: last.bondsReturned
            });
        }
        next.status = IAuctionHouse.Phase.Commit;
        next.round = lastRound + 1;
        $.rounds[leadId] = next;
    }

    /// @dev The pricer is asked once per transaction and vertical: a report lists many leads, and prices do not move in it.
    function _multiplierOf(IReservePricer pricer, bytes32 vertical) private returns (uint16 multiplierBps, IReservePricer.FeedFault fault) {
        TransientSlot.Uint256Slot slot = keccak256(abi.encode(MULTIPLIER_DOMAIN, vertical)).asUint256();
        uint256 known = slot.tload();
        // A multiplier is never 0.
        if (known != 0) return (uint16(known >> 8), IReservePricer.FeedFault(uint8(known)));
        (multiplierBps, fault) = pricer.multiplierOf(vertical);
        slot.tstore((uint256(multiplierBps) << 8) | uint8(fault));
    }

    /// @dev `max(minimum, (base + base × premium × score) × multiplier)`, score out of 10,000.
    function _reserveOf(
        IAuctionHouse.AuctionTerms calldata terms,
        uint16 score,
        uint16 multiplierBps,
        uint64 minReserve
    ) private pure returns (uint64) {
        uint256 base = terms.baseReserve;
        base += (base * terms.qualityPremiumBps * score) / 1e8;
        uint64 reserve = ((base * multiplierBps) / 10_000).toUint64();
        return reserve > minReserve ? reserve : minReserve;
    }

    /// @dev The flat bond: a share of the reserve within the vertical's bounds.
    function _bidBondOf(uint64 reserve, IVerticalRegistry.Vertical memory rules) private pure returns (uint64) {
        uint256 share = (uint256(reserve) * rules.bidBondBps) / 10_000;
        if (share < rules.bidBondMin) return rules.bidBondMin;
        return share > rules.bidBondMax ? rules.bidBondMax : uint64(share);
    }
}
