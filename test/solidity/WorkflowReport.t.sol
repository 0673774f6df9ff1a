// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICREVerifier} from "../../contracts/interfaces/ICREVerifier.sol";
import {PackedLead} from "../../contracts/libraries/PackedLead.sol";
import {WorkflowReport} from "../../contracts/libraries/WorkflowReport.sol";

/// @notice Fuzzes the layout of reports: what is read, written again, gives the same bytes, so no two readings of a report are possible.
contract WorkflowReportTest {
    using PackedLead for bytes;

    /// @dev Calldata access for the library: the lead, written again from what is read of it; empty if it is not well formed.
    function rewrite(bytes calldata lead) external pure returns (bytes memory) {
        if (!lead.isWellFormed()) return "";
        ICREVerifier.LeadSubmission memory submission = lead.submissionIn();
        (uint16[5] memory subScores, bytes32[2] memory tags, uint8 checks) = lead.findingsIn();
        bytes memory candidates = _packed(lead.candidatesIn());
        return
            bytes.concat(
                _head(submission),
                bytes2(uint16(submission.attributes.length)),
                submission.attributes,
                bytes2(uint16(lead.signatureIn().length)),
                lead.signatureIn(),
                bytes2(uint16(candidates.length)),
                candidates,
                abi.encodePacked(subScores[0], subScores[1], subScores[2], subScores[3], subScores[4]),
                abi.encodePacked(tags[0], tags[1], checks)
            );
    }

    /// @dev Calldata access for the library: a body, written again from its header and its leads.
    function rewriteBody(bytes calldata body) external pure returns (bytes memory written, uint256 count) {
        (WorkflowReport.Header memory header, bytes calldata list) = WorkflowReport.headerOf(body);
        written = abi.encodePacked(header.kind, header.chainSelector, header.receiver, header.nonce, header.observedAt);
        count = WorkflowReport.countOf(list);
        for (uint256 i = 0; i < count; ++i) {
            bytes calldata lead;
            (lead, list) = WorkflowReport.split(list);
            written = bytes.concat(written, bytes2(uint16(lead.length)), lead);
        }
        assert(list.length == 0);
    }

    function testFuzzAnyLeadHasOneReading(bytes calldata lead) public view {
        bytes memory written = this.rewrite(lead);
        assert(written.length == 0 || keccak256(written) == keccak256(lead));
    }

    function testFuzzWellFormedLead(
        bytes32 seed,
        bytes calldata attributes,
        bytes calldata signature,
        uint64[] calldata bountyIds,
        bool autoList
    ) public view {
        bytes memory lead = _lead(seed, attributes, signature, _packed(_wide(bountyIds)), autoList);
        assert(keccak256(this.rewrite(lead)) == keccak256(lead));
    }

    function testFuzzPartOfACandidateIsMalformed(bytes32 seed, bytes calldata signature, bytes calldata candidates) public view {
        bytes memory lead = _lead(seed, "{}", signature, candidates, true);
        assert((this.rewrite(lead).length == 0) == (candidates.length % 8 != 0));
    }

    function testFuzzAnotherLengthIsMalformed(bytes32 seed, bytes calldata attributes, bytes calldata signature, uint16 cut) public view {
        bytes memory lead = _lead(seed, attributes, signature, new bytes(8 * (cut % 4)), true);
        assert(this.rewrite(bytes.concat(lead, hex"00")).length == 0);
        uint256 length = cut % lead.length;
        assembly ("memory-safe") {
            mstore(lead, length)
        }
        assert(this.rewrite(lead).length == 0);
    }

    function testFuzzAnotherFlagIsMalformed(bytes32 seed, bytes calldata attributes, bytes1 flag) public view {
        for (uint256 place = 335; place <= 336; ++place) {
            bytes memory lead = _lead(seed, attributes, "", "", true);
            lead[place] = flag;
            assert((this.rewrite(lead).length == 0) == (uint8(flag) > 1));
        }
    }

    function testFuzzChangedByteIsReadOrMalformed(bytes32 seed, bytes calldata signature, uint16 place, bytes1 value) public view {
        bytes memory lead = _lead(seed, "{}", signature, new bytes(16), false);
        lead[place % lead.length] = value;
        bytes memory written = this.rewrite(lead);
        assert(written.length == 0 || keccak256(written) == keccak256(lead));
    }

    function testFuzzAnyBodyHasOneReadingOrReverts(bytes calldata body) public view {
        try this.rewriteBody(body) returns (bytes memory written, uint256) {
            assert(keccak256(written) == keccak256(body));
        } catch (bytes memory reason) {
            assert(keccak256(reason) == keccak256(abi.encodeWithSelector(ICREVerifier.CREVerifier_InvalidBody.selector, body.length)));
        }
    }

    function testFuzzBodyOfLeads(uint64 nonce, uint40 observedAt, bytes[] calldata leads) public view {
        bytes memory body = abi.encodePacked(uint8(1), uint64(2), address(this), nonce, observedAt);
        for (uint256 i = 0; i < leads.length; ++i) body = bytes.concat(body, bytes2(uint16(leads[i].length)), leads[i]);
        (bytes memory written, uint256 count) = this.rewriteBody(body);
        assert(keccak256(written) == keccak256(body));
        assert(count == leads.length);
    }

    function _head(ICREVerifier.LeadSubmission memory submission) private pure returns (bytes memory) {
        return
            bytes.concat(
                abi.encodePacked(submission.seller, submission.vertical, submission.region, submission.source),
                abi.encodePacked(submission.consentTime, submission.contentHash, abi.encode(submission.capsule)),
                abi.encodePacked(submission.terms.baseReserve, submission.terms.qualityPremiumBps),
                abi.encodePacked(submission.terms.maxFeeBps, submission.terms.maxConvenienceFee, submission.terms.instantSale),
                abi.encodePacked(submission.autoList, submission.expiresAt, submission.deadline, submission.nonce)
            );
    }

    /// @dev Ids as a report holds them.
    function _packed(uint256[] memory bountyIds) private pure returns (bytes memory packed) {
        for (uint256 i = 0; i < bountyIds.length; ++i) packed = bytes.concat(packed, bytes8(uint64(bountyIds[i])));
    }

    function _wide(uint64[] memory numbers) private pure returns (uint256[] memory wide) {
        wide = new uint256[](numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) wide[i] = numbers[i];
    }

    /// @dev A lead of pseudorandom values, well formed if its candidates are whole.
    function _lead(
        bytes32 seed,
        bytes memory attributes,
        bytes memory signature,
        bytes memory candidates,
        bool autoList
    ) private pure returns (bytes memory lead) {
        bytes memory values = "";
        for (uint256 i = 0; i < 12; ++i) values = bytes.concat(values, keccak256(abi.encode(seed, i)));
        bytes memory head = new bytes(378);
        for (uint256 i = 0; i < 378; ++i) head[i] = values[i];
        (head[335], head[336]) = (values[378] & 0x01, autoList ? bytes1(0x01) : bytes1(0x00));
        bytes memory findings = new bytes(75);
        for (uint256 i = 0; i < 75; ++i) findings[i] = values[300 + i];
        bytes memory lists = bytes.concat(bytes2(uint16(signature.length)), signature, bytes2(uint16(candidates.length)), candidates);
        lead = bytes.concat(head, bytes2(uint16(attributes.length)), attributes, lists, findings);
    }
}
