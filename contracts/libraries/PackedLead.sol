// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {ICREVerifier} from "../interfaces/ICREVerifier.sol";
import {Capsule, Point} from "./CapsuleTypes.sol";

/// @title PackedLead
/// @notice Reads one lead of a report: the fields of `LeadSubmission` in their order but the attributes, then
/// `length uint16 ‖ attributes`, `length uint16 ‖ signature`, `length uint16 ‖ candidates` (ids of bounties, `uint64` each), five sub-scores
/// of `uint16`, two dedup tags, and the checks in a byte.
/// @dev Every value of a field's width is one of its type, save the flags: so a lead has one encoding and none that cannot be read.
library PackedLead {
    /// @dev Where the fields of a submission begin.
    uint256 private constant VERTICAL = 20;
    uint256 private constant REGION = 52;
    uint256 private constant SOURCE = 58;
    uint256 private constant CONSENT_TIME = 90;
    uint256 private constant CONTENT_HASH = 95;
    uint256 private constant CAPSULE = 127;
    uint256 private constant TERMS = 319;
    uint256 private constant INSTANT_SALE = 335;
    uint256 private constant AUTO_LIST = 336;
    uint256 private constant EXPIRES_AT = 337;
    uint256 private constant DEADLINE = 341;
    uint256 private constant NONCE = 346;
    uint256 private constant ATTRIBUTES = 378;
    /// @dev Bytes of a bounty's id.
    uint256 private constant ID_LENGTH = 8;
    /// @dev Bytes of a length.
    uint256 private constant PREFIX_LENGTH = 2;
    /// @dev Bytes behind the candidates: sub-scores, tags, checks.
    uint256 private constant FINDINGS_LENGTH = 10 + 64 + 1;

    /// @notice Whether the bytes are those of a lead: its lengths add up to them, its candidates are whole ids, and its flags are 0 or 1. No
    /// value is checked.
    function isWellFormed(bytes calldata lead) internal pure returns (bool) {
        unchecked {
            if (lead.length < ATTRIBUTES + 3 * PREFIX_LENGTH + FINDINGS_LENGTH) return false;
            uint256 end = _endOf(lead, ATTRIBUTES);
            if (end + 2 * PREFIX_LENGTH + FINDINGS_LENGTH > lead.length) return false;
            end = _endOf(lead, end);
            if (end + PREFIX_LENGTH + FINDINGS_LENGTH > lead.length || _read(lead, end, PREFIX_LENGTH) % ID_LENGTH != 0) return false;
            bool areFlags = _read(lead, AUTO_LIST, 1) < 2 && _read(lead, INSTANT_SALE, 1) < 2;
            return areFlags && _endOf(lead, end) + FINDINGS_LENGTH == lead.length;
        }
    }

    /// @notice What the seller of a well-formed lead signed.
    function submissionIn(bytes calldata lead) internal pure returns (ICREVerifier.LeadSubmission memory) {
        return
            ICREVerifier.LeadSubmission({
                seller: address(uint160(_read(lead, 0, 20))),
                vertical: bytes32(_read(lead, VERTICAL, 32)),
                region: bytes6(uint48(_read(lead, REGION, 6))),
                source: bytes32(_read(lead, SOURCE, 32)),
                consentTime: uint40(_read(lead, CONSENT_TIME, 5)),
                contentHash: bytes32(_read(lead, CONTENT_HASH, 32)),
                capsule: Capsule({a: _pointAt(lead, CAPSULE), b: _pointAt(lead, CAPSULE + 64), p: _pointAt(lead, CAPSULE + 128)}),
                attributes: lead[ATTRIBUTES + PREFIX_LENGTH:_endOf(lead, ATTRIBUTES)],
                terms: IAuctionHouse.AuctionTerms({
                    baseReserve: uint64(_read(lead, TERMS, 8)),
                    qualityPremiumBps: uint16(_read(lead, TERMS + 8, 2)),
                    maxFeeBps: uint16(_read(lead, TERMS + 10, 2)),
                    maxConvenienceFee: uint32(_read(lead, TERMS + 12, 4)),
                    instantSale: _read(lead, INSTANT_SALE, 1) == 1
                }),
                autoList: _read(lead, AUTO_LIST, 1) == 1,
                expiresAt: uint32(_read(lead, EXPIRES_AT, 4)),
                deadline: uint40(_read(lead, DEADLINE, 5)),
                nonce: _read(lead, NONCE, 32)
            });
    }

    /// @notice The seller's signature in a well-formed lead.
    function signatureIn(bytes calldata lead) internal pure returns (bytes calldata) {
        uint256 start = _endOf(lead, ATTRIBUTES);
        return lead[start + PREFIX_LENGTH:_endOf(lead, start)];
    }

    /// @notice Ids of the bounties that a well-formed lead names, to sell it to the best of them at once.
    function candidatesIn(bytes calldata lead) internal pure returns (uint256[] memory bountyIds) {
        uint256 start = _endOf(lead, _endOf(lead, ATTRIBUTES));
        bountyIds = new uint256[](_read(lead, start, PREFIX_LENGTH) / ID_LENGTH);
        for (uint256 i = 0; i < bountyIds.length; ++i) bountyIds[i] = _read(lead, start + PREFIX_LENGTH + i * ID_LENGTH, ID_LENGTH);
    }

    /// @notice What the workflow found out about a well-formed lead.
    function findingsIn(bytes calldata lead) internal pure returns (uint16[5] memory subScores, bytes32[2] memory dedupTags, uint8 checks) {
        unchecked {
            uint256 position = lead.length - FINDINGS_LENGTH;
            for (uint256 i = 0; i < 5; ++i) subScores[i] = uint16(_read(lead, position + 2 * i, 2));
            dedupTags = [bytes32(_read(lead, position + 10, 32)), bytes32(_read(lead, position + 42, 32))];
            checks = uint8(_read(lead, position + 74, 1));
        }
    }

    function _pointAt(bytes calldata lead, uint256 position) private pure returns (Point memory) {
        return Point({x: _read(lead, position, 32), y: _read(lead, position + 32, 32)});
    }

    /// @dev Where the bytes end whose length stands at `position`.
    function _endOf(bytes calldata lead, uint256 position) private pure returns (uint256) {
        unchecked {
            return position + PREFIX_LENGTH + _read(lead, position, PREFIX_LENGTH);
        }
    }

    /// @dev The number of `size` bytes, 1 to 32, at `position`. The caller makes sure that they are the lead's.
    function _read(bytes calldata lead, uint256 position, uint256 size) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(sub(256, mul(size, 8)), calldataload(add(lead.offset, position)))
        }
    }
}
