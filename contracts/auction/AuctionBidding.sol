// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title AuctionBidding
/// @notice Sealed bids: commit, overwrite, withdraw. All bidders of a round lock the same bond, so nothing about the bid leaks.
abstract contract AuctionBidding is AuctionBase, EIP712Upgradeable, NoncesUpgradeable {
    using AuctionRoundLib for AuctionRound;

    /// @notice Longest sealed opening, in bytes.
    uint256 public constant MAX_SEALED_OPENING_LENGTH = 512;

    bytes32 private constant COMMIT_BID_TYPEHASH = keccak256(
        "CommitBid(uint256 leadId,uint32 round,address bidder,bytes32 commitment,bytes32 sealedOpeningHash,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IAuctionHouse
    function commitBid(uint256 leadId, bytes32 commitment, bytes calldata sealedOpening) external {
        _commit(leadId, msg.sender, commitment, sealedOpening);
    }

    /// @inheritdoc IAuctionHouse
    function commitBidFor(
        address bidder,
        uint256 leadId,
        bytes32 commitment,
        bytes calldata sealedOpening,
        uint256 deadline,
        bytes calldata signature
    ) external {
        require(block.timestamp <= deadline, AuctionHouse_SignatureExpired(bidder, deadline));
        uint32 roundId = _auctionStorage().rounds[leadId].round;
        bytes32 digest = _commitDigest(leadId, roundId, bidder, commitment, keccak256(sealedOpening), deadline);
        require(SignatureChecker.isValidSignatureNow(bidder, digest, signature), AuctionHouse_InvalidSignature(bidder));
        _commit(leadId, bidder, commitment, sealedOpening);
    }

    /// @inheritdoc IAuctionHouse
    function withdrawBid(uint256 leadId) external {
        AuctionRound storage round = _roundIn(leadId, Phase.Commit);
        uint32 roundId = round.round;
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][roundId];
        require(commitments[msg.sender] != 0, AuctionHouse_NoCommitment(leadId, roundId, msg.sender));
        delete commitments[msg.sender];
        round.pendingCommitments -= 1;
        VAULT.unlock(leadId, msg.sender, round.bidBond);
        emit BidWithdrawn(leadId, roundId, msg.sender);
    }

    /// @dev EIP-712 digest of a gasless bid; uses up the bidder's nonce.
    function _commitDigest(
        uint256 leadId,
        uint32 round,
        address bidder,
        bytes32 commitment,
        bytes32 sealedOpeningHash,
        uint256 deadline
    ) private returns (bytes32) {
        uint256 nonce = _useNonce(bidder);
        return
            _hashTypedDataV4(
                keccak256(abi.encode(COMMIT_BID_TYPEHASH, leadId, round, bidder, commitment, sealedOpeningHash, nonce, deadline))
            );
    }

    function _commit(uint256 leadId, address bidder, bytes32 commitment, bytes calldata sealedOpening) private {
        AuctionRound storage round = _auctionStorage().rounds[leadId];
        // One read of the slot that has them all.
        (Phase status, uint40 commitEnd, uint32 roundId, uint32 pending, uint64 bond, uint32 leadClass) = (
            round.status,
            round.commitEnd,
            round.round,
            round.pendingCommitments,
            round.bidBond,
            round.leadClass
        );
        if (status != Phase.Commit || block.timestamp >= commitEnd) revert AuctionHouse_WrongPhase(leadId, round.phase());
        require(commitment != 0, AuctionHouse_ZeroCommitment(leadId));
        require(
            sealedOpening.length <= MAX_SEALED_OPENING_LENGTH,
            AuctionHouse_SealedOpeningTooLong(leadId, sealedOpening.length, MAX_SEALED_OPENING_LENGTH)
        );
        mapping(address bidder => bytes32) storage commitments = _auctionStorage().commitments[leadId][roundId];
        bool isFirst = commitments[bidder] == 0;
        commitments[bidder] = commitment;
        if (isFirst) {
            round.pendingCommitments = pending + 1;
            VAULT.lockBidBond(bidder, bond, leadClass);
            emit BidCommitted(leadId, roundId, bidder, commitment);
        } else {
            VAULT.requireReceiver(bidder, leadClass);
            emit BidOverwritten(leadId, roundId, bidder, commitment);
        }
        if (sealedOpening.length != 0) emit SealedOpeningGiven(leadId, roundId, bidder, sealedOpening);
    }
}
