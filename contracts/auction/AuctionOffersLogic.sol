// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionOffersLogic
/// @notice How a bounty's offer enters a round.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing.
library AuctionOffersLogic {
    using AuctionRoundLib for AuctionRound;

    /// @notice Makes an offer the leading bid, see `IAuctionHouse.placeOffer`. The caller has checked who calls.
    function place(
        AuctionBase.AuctionStorage storage $,
        AuctionBase.Peers memory peers,
        uint256 leadId,
        address bidder,
        uint64 amount,
        uint256 window
    ) external returns (uint32 roundId) {
        AuctionRound storage round = $.rounds[leadId];
        IAuctionHouse.Phase phase = round.phase();
        require(phase == IAuctionHouse.Phase.Commit, IAuctionHouse.AuctionHouse_WrongPhase(leadId, phase));
        (uint64 reserve, uint64 standing) = (round.reserve, round.leadingBid);
        require(amount >= reserve, IAuctionHouse.AuctionHouse_OfferBelowReserve(leadId, amount, reserve));
        require(amount > standing, IAuctionHouse.AuctionHouse_OfferNotHigher(leadId, amount, standing));
        roundId = round.round;
        require(
            round.leader != bidder && $.commitments[leadId][roundId][bidder] == 0,
            IAuctionHouse.AuctionHouse_BidStands(leadId, bidder)
        );

        uint40 clearedUntil = AuctionRoundLib.latestEnd(round.revealEnd, round.deliveryWindow);
        if (round.instantSale && round.pendingCommitments == 0 && standing == 0) _shorten(round, window);
        (round.offered, round.leader, round.leadingBid) = (true, bidder, amount);
        // The price is locked already: a bond of nothing checks the rest.
        peers.vault.lockBidBond(bidder, 0, round.leadClass, clearedUntil);
        emit IAuctionHouse.OfferPlaced(leadId, roundId, bidder, amount, round.commitEnd, round.revealEnd);
    }

    /// @dev Ends the commit phase of an instant sale after `window` seconds, and with it the reveal phase: no sealed bid comes any more.
    function _shorten(AuctionRound storage round, uint256 window) private {
        uint256 end = block.timestamp + window;
        if (end < round.commitEnd) round.commitEnd = uint32(end);
        round.revealEnd = round.commitEnd;
    }
}
