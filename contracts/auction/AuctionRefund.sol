// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IPassBook} from "../interfaces/IPassBook.sol";
import {IPersonalEscrowVault} from "../interfaces/IPersonalEscrowVault.sol";
import {AuctionRound} from "../libraries/AuctionRound.sol";

/// @title AuctionRefund
/// @notice Ends of a sale that was not delivered: whose fault it was decides who gets the seller's bond.
/// @dev Linked, not inlined: it keeps the house below the limit on code size. It runs in the house's context and holds nothing.
library AuctionRefund {
    /// @notice Contracts of the house that a refund concerns.
    struct Peers {
        ILeadNFT nft;
        IPersonalEscrowVault vault;
    }

    /// @notice After the delivery window: the buyer's money is freed, the lead goes back. The buyer gets the seller's bond if it could have
    /// been delivered to; otherwise the seller keeps it.
    /// @param round of `leadId`, past its delivery window and not closed.
    function refund(AuctionRound storage round, Peers memory peers, uint256 leadId) external {
        (IPassBook.Clearance clearance, bytes memory reason) = peers.vault.receiverClearance(round.leader, round.leadClass);
        if (clearance == IPassBook.Clearance.Denied) return _closeBarred(round, peers, leadId, reason);

        (address buyer, uint64 bid) = (round.leader, round.leadingBid);
        bool couldDeliver = clearance == IPassBook.Clearance.Clear && !round.deliveryExcused;
        uint64 compensation = couldDeliver ? round.deliveryBond : 0;
        address seller = _giveBack(round, peers, leadId, buyer, bid);
        if (couldDeliver) peers.vault.transferLocked(leadId, seller, buyer, compensation);
        else peers.vault.unlock(leadId, seller, round.deliveryBond);
        emit IAuctionHouse.AuctionRefunded(leadId, round.round, buyer, bid, compensation);
    }

    /// @notice Within the delivery window: a denied buyer ends the sale, a silent engine excuses the seller.
    /// @param round of `leadId`, in its delivery window.
    function reportBlockedDelivery(AuctionRound storage round, Peers memory peers, uint256 leadId) external {
        address buyer = round.leader;
        (IPassBook.Clearance clearance, bytes memory reason) = peers.vault.receiverClearance(buyer, round.leadClass);
        require(clearance != IPassBook.Clearance.Clear, IAuctionHouse.AuctionHouse_BuyerCleared(leadId, buyer));
        if (clearance == IPassBook.Clearance.Denied) return _closeBarred(round, peers, leadId, reason);
        round.deliveryExcused = true;
        emit IAuctionHouse.DeliveryExcused(leadId, round.round, reason);
    }

    /// @dev The buyer may not have the lead: everybody gets back what is theirs. The round has no buyer then, who could be paid bonds.
    function _closeBarred(AuctionRound storage round, Peers memory peers, uint256 leadId, bytes memory reason) private {
        (address buyer, uint64 bid) = (round.leader, round.leadingBid);
        round.leader = address(0);
        address seller = _giveBack(round, peers, leadId, buyer, bid);
        peers.vault.unlock(leadId, seller, round.deliveryBond);
        emit IAuctionHouse.SaleBarred(leadId, round.round, buyer, bid, reason);
    }

    /// @dev The lead to its seller, the money to the buyer.
    function _giveBack(
        AuctionRound storage round,
        Peers memory peers,
        uint256 leadId,
        address buyer,
        uint64 bid
    ) private returns (address seller) {
        round.status = IAuctionHouse.Phase.Undelivered;
        seller = peers.nft.returnFromCustody(leadId);
        peers.vault.unlock(leadId, buyer, bid);
    }
}
