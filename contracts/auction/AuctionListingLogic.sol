// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IReservePricer} from "../interfaces/IReservePricer.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionListingLogic
/// @notice Computes reserve, bonds, windows and fees of a round and freezes them for it; cancels it.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing.
library AuctionListingLogic {
    using SafeCast for uint256;
    using AuctionRoundLib for AuctionRound;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Highest premium on the base reserve at a perfect score: 100 %.
    uint16 internal constant MAX_QUALITY_PREMIUM_BPS = 10_000;

    /// @dev Separates quotes from all other transient values.
    bytes32 private constant QUOTE_DOMAIN = keccak256("lead-engine.transient.quote");

    /// @notice Lists a lead of the caller, who still owns it and must be cleared to sell it.
    /// @param $ the house's storage.
    /// @param peers the contracts that the house works with.
    /// @param terms the seller's terms.
    function listOwned(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        IAuctionHouse.AuctionTerms calldata terms
    ) external {
        AuctionRound storage last = $.rounds[leadId];
        IAuctionHouse.Phase status = last.status;
        require(status != IAuctionHouse.Phase.Commit, IAuctionHouse.AuctionHouse_AlreadyListed(leadId, last.phase()));
        // Its seller may have bought it, and still own it.
        require(status != IAuctionHouse.Phase.Sold, IAuctionHouse.AuctionHouse_AlreadySold(leadId));
        ILeadNFT.Lead memory lead = peers.nft.leadForSale(leadId, msg.sender);
        peers.gate.requireSeller(lead.seller, lead.vertical, lead.region);
        _list($, peers, leadId, lead, peers.registry.requireOpen(lead.vertical, lead.region), terms);
    }

    /// @notice Freezes the terms, stores the round, locks the seller's delivery bond.
    /// @dev The caller has asked the registry and the gate.
    /// @param $ the house's storage.
    /// @param peers the contracts that the house works with.
    /// @param lead the record of `leadId`, which its seller still owns.
    /// @param rules the rules of its vertical.
    /// @param terms the seller's terms.
    function list(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        ILeadNFT.Lead calldata lead,
        IVerticalRegistry.Vertical calldata rules,
        IAuctionHouse.AuctionTerms calldata terms
    ) external {
        _list($, peers, leadId, lead, rules, terms);
    }

    /// @notice Ends a round that still takes bids, for its seller, who calls. An offer's money goes back to its bounty.
    /// @dev The caller has checked the phase.
    function cancel(AuctionBase.AuctionStorage storage $, AuctionBase.Peers memory peers, uint256 leadId) external {
        AuctionRound storage round = $.rounds[leadId];
        (uint24 commitments, bool offered, bool paused) = (round.pendingCommitments, round.offered, peers.vault.paused());
        require(commitments == 0 || paused, IAuctionHouse.AuctionHouse_HasCommitments(leadId, commitments));
        require(!offered || paused, IAuctionHouse.AuctionHouse_HasOffer(leadId));
        address seller = peers.nft.sellerOf(leadId);
        require(msg.sender == seller, IAuctionHouse.AuctionHouse_NotSeller(leadId, msg.sender, seller));

        round.status = IAuctionHouse.Phase.Unsold;
        if (commitments != 0) (round.exceptional, round.bondsReturned) = (true, true);
        (uint32 roundId, uint64 deliveryBond) = (round.round, round.deliveryBond);
        peers.vault.unlock(seller, deliveryBond);
        if (offered) {
            (round.offered, round.leader, round.leadingBid) = (false, address(0), 0);
            peers.matcher.endMatch(leadId, roundId, IBountyMatcher.MatchEnd.Ended);
        }
        emit IAuctionHouse.AuctionCancelled(leadId, roundId, seller, deliveryBond, commitments);
    }

    function _list(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        ILeadNFT.Lead memory lead,
        IVerticalRegistry.Vertical memory rules,
        IAuctionHouse.AuctionTerms calldata terms
    ) private {
        require(
            terms.qualityPremiumBps <= MAX_QUALITY_PREMIUM_BPS,
            IAuctionHouse.AuctionHouse_PremiumTooHigh(terms.qualityPremiumBps, MAX_QUALITY_PREMIUM_BPS)
        );
        IReservePricer.Quote memory quote = _quoteOf(peers.pricer, lead.vertical);

        AuctionRound memory round;
        round.leadClass = lead.leadClass;
        round.reserve = _reserveOf(terms, lead.score, quote.multiplierBps, rules.minReserve);
        round.bidBond = _bidBondOf(round.reserve, rules);
        round.deliveryBond = uint64((uint256(round.reserve) * rules.deliveryBondBps) / 10_000);
        round.commitEnd = (block.timestamp + rules.commitWindow).toUint32();
        round.revealEnd = round.commitEnd + rules.revealWindow;
        round.deliveryWindow = uint256(rules.deliveryWindow).toUint24();
        (round.expiresAt, round.instantSale) = (lead.expiresAt, terms.instantSale);
        (round.feeBps, round.convenienceFee) = ($.feeConfig.feeBps, $.feeConfig.convenienceFee);
        require(
            round.feeBps <= terms.maxFeeBps && round.convenienceFee <= terms.maxConvenienceFee,
            IAuctionHouse.AuctionHouse_FeeTooHigh(leadId, round.feeBps, round.convenienceFee)
        );
        uint40 latestEnd = AuctionRoundLib.latestEnd(round.revealEnd, round.deliveryWindow);
        require(latestEnd <= lead.expiresAt, IAuctionHouse.AuctionHouse_LeadExpired(leadId, lead.expiresAt, latestEnd));

        _store($, leadId, round);
        peers.vault.lock(lead.seller, round.deliveryBond);
        emit IAuctionHouse.AuctionCreated(
            leadId,
            round.round,
            lead.seller,
            terms,
            round.reserve,
            quote,
            round.bidBond,
            round.deliveryBond,
            round.commitEnd,
            round.revealEnd,
            round.deliveryWindow,
            round.feeBps,
            round.convenienceFee
        );
    }

    /// @dev Writes a new round over the last one, and keeps what unopened commitments of the last one still need.
    function _store(AuctionBase.AuctionStorage storage $, uint256 leadId, AuctionRound memory next) private {
        AuctionRound storage last = $.rounds[leadId];
        uint24 lastRound = last.round;
        if (last.pendingCommitments != 0) {
            $.pastRounds[leadId][lastRound] = AuctionBase.PastRound({
                bidBond: last.bidBond,
                commitEnd: last.commitEnd,
                revealEnd: last.revealEnd,
                bondsReturned: last.bondsReturned
            });
        }
        bool wasExceptional = last.exceptional;
        next.round = lastRound + 1;
        (last.status, last.exceptional, last.offered, last.round) = (IAuctionHouse.Phase.Commit, false, false, next.round);
        (last.commitEnd, last.revealEnd, last.deliveryWindow) = (next.commitEnd, next.revealEnd, next.deliveryWindow);
        (last.pendingCommitments, last.bidBond, last.leadClass) = (0, next.bidBond, next.leadClass);
        (last.reserve, last.deliveryBond, last.convenienceFee) = (next.reserve, next.deliveryBond, next.convenienceFee);
        (last.expiresAt, last.feeBps, last.instantSale) = (next.expiresAt, next.feeBps, next.instantSale);
        // What no earlier round has written is zero already.
        if (lastRound == 0) return;
        (last.leader, last.leadingBid, last.tiedBids) = (address(0), 0, 0);
        if (!wasExceptional) return;
        (last.tieResolvedAt, last.extendedEnd, last.sellerExcused, last.bondsReturned) = (0, 0, false, false);
    }

    /// @dev Asks the pricer once per transaction and vertical: a report lists many leads, and prices do not change within it.
    function _quoteOf(IReservePricer pricer, bytes32 vertical) private returns (IReservePricer.Quote memory quote) {
        TransientSlot.Uint256Slot slot = keccak256(abi.encode(QUOTE_DOMAIN, vertical)).asUint256();
        uint256 known = slot.tload();
        // A multiplier is never 0.
        if (known != 0) {
            return
                IReservePricer.Quote({
                    multiplierBps: uint16(known),
                    fault: IReservePricer.FeedFault(uint8(known >> 16)),
                    btcPrice: uint80(known >> 24),
                    ethPrice: uint80(known >> 104)
                });
        }
        quote = pricer.quoteOf(vertical);
        uint256 prices = (uint256(quote.ethPrice) << 80) | quote.btcPrice;
        slot.tstore((((prices << 8) | uint8(quote.fault)) << 16) | quote.multiplierBps);
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
