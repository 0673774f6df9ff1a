// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IPassBook} from "../interfaces/IPassBook.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";
import {BidCommitment} from "../libraries/BidCommitment.sol";
import {AuctionBase} from "./AuctionBase.sol";
import {AuctionEndsLogic} from "./AuctionEndsLogic.sol";

/// @title AuctionReveal
/// @notice Opens sealed bids. The leader's money is locked, everybody else's is free in the same call.
abstract contract AuctionReveal is AuctionBase {
    /// @notice What opening a bid below the reserve costs, and what forfeiting a bond earns: 0.25 USDC.
    uint64 public constant FORFEIT_TIP = AuctionEndsLogic.FORFEIT_TIP;

    /// @inheritdoc IAuctionHouse
    function revealBid(uint256 leadId, Opening calldata opening) public {
        AuctionRound storage round = _roundIn(leadId, Phase.Reveal);
        uint32 roundId = round.round;
        _useCommitment(leadId, roundId, opening);

        bool leading = _place(round, leadId, opening.bidder, opening.amount);
        emit BidRevealed(leadId, roundId, opening.bidder, opening.amount, leading);

        uint24 pending = round.pendingCommitments - 1;
        round.pendingCommitments = pending;
        if (pending == 0) {
            round.revealEnd = uint32(block.timestamp);
            emit RevealClosed(leadId, roundId, uint40(block.timestamp));
        }
    }

    /// @inheritdoc IAuctionHouse
    function revealBids(uint256 leadId, Opening[] calldata openings) external {
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][
            _auctionStorage().rounds[leadId].round
        ];
        for (uint256 i = 0; i < openings.length; ++i) {
            address bidder = openings[i].bidder;
            if (commitments[bidder] == 0) continue;
            try this.revealBid(leadId, openings[i]) {} catch (bytes memory reason) {
                // Too little gas is the caller's fault: skipping for it would let gas estimates settle on skipping.
                require(bytes4(reason) != IPassBook.PassBook_InsufficientGas.selector, AuctionHouse_InsufficientGas(leadId, bidder));
                emit RevealSkipped(leadId, bidder, reason);
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
    /// every bid at or above the reserve, leading or not, must be covered by its bidder's account. A bid that would lead or tie counts only
    /// if its bidder is not denied; a bid that changes nothing asks nobody.
    function _place(AuctionRound storage round, uint256 leadId, address bidder, uint64 amount) private returns (bool leading) {
        uint64 bond = round.bidBond;
        if (amount < round.reserve) {
            uint64 tip = bond < FORFEIT_TIP ? bond : FORFEIT_TIP;
            VAULT.transferLocked(leadId, bidder, _auctionStorage().feeConfig.treasury, tip);
            VAULT.unlock(leadId, bidder, bond - tip);
            return false;
        }
        uint64 top = round.leadingBid;
        if (amount < top) {
            VAULT.unlockCovered(leadId, bidder, bond, amount);
            return false;
        }
        if (_isDenied(round, leadId, bidder)) {
            VAULT.unlock(leadId, bidder, bond);
            return false;
        }
        if (amount == top) _tie(round, leadId, bidder, amount);
        else _takeLead(round, leadId, bidder, amount);
        return true;
    }

    /// @dev Revealing is an exit: it goes on without the engine, whose silence leaves the answer of the commit. Otherwise a rival could open
    /// the best bid in a minute of silence, and bar it for good.
    function _isDenied(AuctionRound storage round, uint256 leadId, address bidder) private returns (bool) {
        (IPassBook.Clearance clearance, bytes memory reason) = VAULT.receiverClearance(bidder, round.leadClass);
        if (clearance != IPassBook.Clearance.Denied) return false;
        emit BidBarred(leadId, round.round, bidder, reason);
        return true;
    }

    function _tie(AuctionRound storage round, uint256 leadId, address bidder, uint64 amount) private {
        round.tiedBids += 1;
        _auctionStorage().tiedBidders[leadId][round.round][amount].push(bidder);
        VAULT.lockLeadingBid(leadId, bidder, round.bidBond, amount, address(0), 0);
    }

    function _takeLead(AuctionRound storage round, uint256 leadId, address bidder, uint64 amount) private {
        (address outbid, uint64 outbidAmount) = (round.leader, round.leadingBid);
        (round.leader, round.leadingBid, round.tiedBids) = (bidder, amount, 0);
        VAULT.lockLeadingBid(leadId, bidder, round.bidBond, amount, outbid, outbidAmount);
    }
}
