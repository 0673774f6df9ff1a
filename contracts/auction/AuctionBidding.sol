// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {NoncesKeyedUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesKeyedUpgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionBidding
/// @notice Sealed bids: commit, overwrite, withdraw. All bidders of a round lock the same bond, so nothing about the bid leaks.
abstract contract AuctionBidding is AuctionBase, EIP712Upgradeable, NoncesKeyedUpgradeable {
    using AuctionRoundLib for AuctionRound;

    /// @notice Longest sealed opening, in bytes.
    uint256 public constant MAX_SEALED_OPENING_LENGTH = 512;

    bytes32 private constant COMMIT_BID_TYPEHASH = keccak256(
        "CommitBid(uint256 leadId,uint32 round,address bidder,bytes32 replaced,bytes32 commitment,bytes32 sealedOpeningHash,"
        "uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IAuctionHouse
    function commitBid(uint256 leadId, uint32 round, bytes32 commitment, bytes calldata sealedOpening) external {
        _commit(leadId, round, msg.sender, commitment, sealedOpening);
    }

    /// @inheritdoc IAuctionHouse
    function commitBids(SealedBid[] calldata bids) external {
        for (uint256 i = 0; i < bids.length; ++i) {
            SealedBid calldata bid = bids[i];
            _commit(bid.leadId, bid.round, msg.sender, bid.commitment, bid.sealedOpening);
        }
    }

    /// @inheritdoc IAuctionHouse
    function commitBidFor(
        address bidder,
        uint256 leadId,
        uint32 round,
        bytes32 replaced,
        bytes32 commitment,
        bytes calldata sealedOpening,
        uint256 deadline,
        bytes calldata signature
    ) external {
        require(block.timestamp <= deadline, AuctionHouse_SignatureExpired(bidder, deadline));
        bytes32 current = _auctionStorage().commitments[leadId][round][bidder];
        require(current == replaced, AuctionHouse_WrongReplaced(leadId, bidder, replaced, current));
        bytes32 digest = _commitDigest(bidder, leadId, round, replaced, commitment, keccak256(sealedOpening), deadline);
        require(SignatureChecker.isValidSignatureNow(bidder, digest, signature), AuctionHouse_InvalidSignature(bidder));
        _commit(leadId, round, bidder, commitment, sealedOpening);
    }

    /// @inheritdoc IAuctionHouse
    function withdrawBid(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.Commit);
        uint32 roundId = round.round;
        _useNonce(msg.sender, _nonceKey(leadId));
        emit SignedBidsCancelled(leadId, msg.sender, nonces(msg.sender, _nonceKey(leadId)));

        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][roundId];
        if (commitments[msg.sender] == 0) return;
        delete commitments[msg.sender];
        round.pendingCommitments -= 1;
        uint64 bond = round.bidBond;
        VAULT.unlock(msg.sender, bond);
        emit BidWithdrawn(leadId, roundId, msg.sender, bond);
    }

    /// @dev EIP-712 digest of a gasless bid; uses up the bidder's nonce for the lead.
    function _commitDigest(
        address bidder,
        uint256 leadId,
        uint32 round,
        bytes32 replaced,
        bytes32 commitment,
        bytes32 sealedOpeningHash,
        uint256 deadline
    ) private returns (bytes32) {
        uint256 nonce = _useNonce(bidder, _nonceKey(leadId));
        return
            _hashTypedDataV4(
                keccak256(abi.encode(COMMIT_BID_TYPEHASH, leadId, round, bidder, replaced, commitment, sealedOpeningHash, nonce, deadline))
            );
    }

    function _commit(uint256 leadId, uint32 roundId, address bidder, bytes32 commitment, bytes calldata sealedOpening) private {
        AuctionRound storage round = _biddableRound(leadId, roundId, bidder);
        require(commitment != 0, AuctionHouse_ZeroCommitment(leadId));
        require(
            sealedOpening.length <= MAX_SEALED_OPENING_LENGTH,
            AuctionHouse_SealedOpeningTooLong(leadId, sealedOpening.length, MAX_SEALED_OPENING_LENGTH)
        );
        // One read of the slot that holds them all.
        (uint24 pending, uint64 bond, uint32 leadClass, uint40 latestEnd) = (
            round.pendingCommitments,
            round.bidBond,
            round.leadClass,
            AuctionRoundLib.latestEnd(round.revealEnd, round.deliveryWindow)
        );
        if (_putCommitment(leadId, roundId, bidder, commitment)) {
            round.pendingCommitments = pending + 1;
            VAULT.lockBidBond(bidder, bond, leadClass, latestEnd);
            emit BidCommitted(leadId, roundId, bidder, commitment, bond);
        } else {
            VAULT.requireReceiver(bidder, leadClass, latestEnd);
            emit BidOverwritten(leadId, roundId, bidder, commitment);
        }
        if (sealedOpening.length != 0) emit SealedOpeningGiven(leadId, roundId, bidder, sealedOpening);
    }

    /// @dev Stores a commitment and says whether the bidder had none.
    function _putCommitment(uint256 leadId, uint32 roundId, address bidder, bytes32 commitment) private returns (bool isFirst) {
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][roundId];
        isFirst = commitments[bidder] == 0;
        commitments[bidder] = commitment;
    }

    /// @dev The round that takes sealed bids now, if it is the one that the bidder names and has no offer of the bidder's own bounty.
    function _biddableRound(uint256 leadId, uint32 roundId, address bidder) private view returns (AuctionRound storage round) {
        round = _auctionStorage().rounds[leadId];
        (Phase status, uint32 commitEnd, uint32 current) = (round.status, round.commitEnd, round.round);
        if (status != Phase.Commit || block.timestamp >= commitEnd) revert AuctionHouse_WrongPhase(leadId, round.phase());
        require(roundId == current, AuctionHouse_WrongRound(leadId, roundId, current));
        if (!round.offered) return round;
        require(round.leader != bidder, AuctionHouse_BidStands(leadId, bidder));
        require(!round.isInstantSale(), AuctionHouse_InstantSale(leadId));
    }

    /// @dev Each lead has its own nonces for signed bids. Lead ids count up from 1, so 192 bits hold them.
    function _nonceKey(uint256 leadId) private pure returns (uint192) {
        return uint192(leadId);
    }
}
