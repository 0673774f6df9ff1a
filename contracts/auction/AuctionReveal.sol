// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";
import {BidCommitment} from "../libraries/BidCommitment.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionReveal
/// @notice Opens sealed bids. The leader's money is locked, everybody else's is free in the same call.
abstract contract AuctionReveal is AuctionBase {
    /// @inheritdoc IAuctionHouse
    function revealBid(uint256 leadId, Opening calldata opening) public {
        AuctionRound storage round = _roundIn(leadId, Phase.Reveal);
        uint32 roundId = round.round;
        _useCommitment(leadId, roundId, opening);

        bool leading = _place(round, leadId, roundId, opening.bidder, opening.amount);
        emit BidRevealed(leadId, roundId, opening.bidder, opening.amount, leading);

        uint32 pending = round.pendingCommitments - 1;
        round.pendingCommitments = pending;
        if (pending == 0) {
            round.revealEnd = uint40(block.timestamp);
            emit RevealClosed(leadId, roundId, uint40(block.timestamp));
        }
    }

    /// @inheritdoc IAuctionHouse
    function revealBids(uint256 leadId, Opening[] calldata openings) external {
        for (uint256 i = 0; i < openings.length; ++i) {
            try this.revealBid(leadId, openings[i]) {} catch (bytes memory reason) {
                emit RevealSkipped(leadId, openings[i].bidder, reason);
            }
        }
    }

    /// @dev Checks the opening against the bidder's commitment and uses it up.
    function _useCommitment(uint256 leadId, uint32 roundId, Opening calldata opening) private {
        address bidder = opening.bidder;
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][roundId];
        bytes32 expected = commitments[bidder];
        require(expected != 0, AuctionHouse_NoCommitment(leadId, roundId, bidder));
        bytes32 actual = BidCommitment.hash(leadId, roundId, bidder, opening.amount, opening.salt);
        require(expected == actual, AuctionHouse_WrongOpening(leadId, bidder, expected, actual));
        require(opening.amount != 0, AuctionHouse_ZeroBid(leadId, bidder));
        delete commitments[bidder];
    }

    /// @dev Ranks an opened bid and moves the money that follows from it. The outcome does not depend on the order of reveals, ties aside:
    /// every bid that counts, leading or not, must be covered by its bidder's account.
    function _place(
        AuctionRound storage round,
        uint256 leadId,
        uint32 roundId,
        address bidder,
        uint64 amount
    ) private returns (bool leading) {
        uint64 bond = round.bidBond;
        uint64 bidCap = round.bidCap;
        if (amount < round.reserve || (bidCap != 0 && amount > bidCap)) {
            VAULT.unlock(leadId, bidder, bond);
            return false;
        }
        uint64 top = round.leadingBid;
        bool tracksSecond = round.pricingRule == PricingRule.SecondPrice;
        if (amount < top) {
            if (tracksSecond && amount > round.secondBid) round.secondBid = amount;
            VAULT.unlockCovered(leadId, bidder, bond, amount);
            return false;
        }
        if (amount == top) {
            if (tracksSecond) round.secondBid = amount;
            round.tiedBids += 1;
            _auctionStorage().tiedBidders[leadId][roundId][amount].push(bidder);
            VAULT.lockLeadingBid(leadId, bidder, bond, amount, address(0), 0);
            return true;
        }
        address outbid = round.leader;
        if (tracksSecond) round.secondBid = top;
        (round.leader, round.leadingBid, round.tiedBids) = (bidder, amount, 0);
        VAULT.lockLeadingBid(leadId, bidder, bond, amount, outbid, top);
        return true;
    }
}
