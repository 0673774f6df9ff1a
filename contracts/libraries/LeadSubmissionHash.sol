// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ICREVerifier} from "../interfaces/ICREVerifier.sol";
import {Capsule, Point} from "./CapsuleTypes.sol";

/// @title LeadSubmissionHash
/// @notice EIP-712 struct hash of a `LeadSubmission`. `attributes` is a `string` in the signed type, so that a wallet shows the text.
library LeadSubmissionHash {
    bytes32 private constant AUCTION_TERMS_TYPEHASH = keccak256(
        "AuctionTerms(uint64 baseReserve,uint16 qualityPremiumBps,uint16 maxFeeBps,uint32 maxConvenienceFee,bool instantSale)"
    );
    bytes32 private constant POINT_TYPEHASH = keccak256("Point(uint256 x,uint256 y)");
    bytes32 private constant CAPSULE_TYPEHASH = keccak256("Capsule(Point a,Point b,Point p)Point(uint256 x,uint256 y)");
    bytes32 private constant LEAD_SUBMISSION_TYPEHASH = keccak256(
        "LeadSubmission(address seller,bytes32 vertical,bytes6 region,bytes32 source,uint40 consentTime,bytes32 contentHash,"
        "Capsule capsule,string attributes,AuctionTerms terms,bool autoList,uint32 expiresAt,uint40 deadline,uint256 nonce)"
        "AuctionTerms(uint64 baseReserve,uint16 qualityPremiumBps,uint16 maxFeeBps,uint32 maxConvenienceFee,bool instantSale)"
        "Capsule(Point a,Point b,Point p)Point(uint256 x,uint256 y)"
    );

    /// @notice Struct hash of a submission, to be put under the domain of `CREVerifier`.
    function hash(ICREVerifier.LeadSubmission memory submission) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    LEAD_SUBMISSION_TYPEHASH,
                    submission.seller,
                    submission.vertical,
                    submission.region,
                    submission.source,
                    submission.consentTime,
                    submission.contentHash,
                    _hash(submission.capsule),
                    keccak256(submission.attributes),
                    _hash(submission.terms),
                    submission.autoList,
                    submission.expiresAt,
                    submission.deadline,
                    submission.nonce
                )
            );
    }

    function _hash(Capsule memory capsule) private pure returns (bytes32) {
        return keccak256(abi.encode(CAPSULE_TYPEHASH, _hash(capsule.a), _hash(capsule.b), _hash(capsule.p)));
    }

    function _hash(Point memory point) private pure returns (bytes32) {
        return keccak256(abi.encode(POINT_TYPEHASH, point));
    }

    function _hash(IAuctionHouse.AuctionTerms memory terms) private pure returns (bytes32) {
        return keccak256(abi.encode(AUCTION_TERMS_TYPEHASH, terms));
    }
}
