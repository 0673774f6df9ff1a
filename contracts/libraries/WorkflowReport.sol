// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICREVerifier} from "../interfaces/ICREVerifier.sol";

/// @title WorkflowReport
/// @notice Reads what a KeystoneForwarder hands to a receiver: the workflow's identity and the report's body, `abi.encode(LeadReport[])`.
/// @dev Leads stay in calldata as they are, because decoding and encoding them costs ten times as much. Each is found by its own offset and
/// measured by its own lengths, so a fault in one does not affect the others.
library WorkflowReport {
    /// @notice Bytes of metadata: workflow id 32, name 10, owner 20, report id 2.
    uint256 internal constant METADATA_LENGTH = 64;

    /// @dev Words of a `LeadReport` before its submission: two offsets, score, five sub-scores, two tags, digest, time.
    uint256 private constant REPORT_HEAD = 12 * 32;
    /// @dev Words of a `LeadSubmission` before its attributes: seller to content hash, capsule, offset, terms, flag, two times, nonce.
    uint256 private constant SUBMISSION_HEAD = 21 * 32;
    /// @dev Place of the attributes' offset in a submission.
    uint256 private constant ATTRIBUTES_OFFSET = 12 * 32;
    /// @dev Where a lead's attributes begin, with their length.
    uint256 private constant ATTRIBUTES = REPORT_HEAD + SUBMISSION_HEAD;

    /// @notice The workflow that a report comes from.
    function workflowOf(bytes calldata metadata) internal pure returns (bytes32 id, bytes10 name, address owner) {
        require(metadata.length == METADATA_LENGTH, ICREVerifier.CREVerifier_InvalidMetadata(metadata.length));
        id = bytes32(metadata[:32]);
        name = bytes10(metadata[32:42]);
        owner = address(bytes20(metadata[42:62]));
    }

    /// @notice The list in a body. It begins with its leads' offsets, which count from its start.
    /// @return list the body from behind the list's length on.
    /// @return length how many leads there are.
    function leadsOf(bytes calldata body) internal pure returns (bytes calldata list, uint256 length) {
        require(body.length >= 64 && _wordAt(body, 0) == 32, ICREVerifier.CREVerifier_InvalidBody(body.length));
        length = _wordAt(body, 32);
        list = body[64:];
        require(length <= list.length / 32, ICREVerifier.CREVerifier_InvalidBody(body.length));
    }

    /// @notice Bytes of one lead.
    /// @return lead as `abi.encode` lays it out; for any other layout, the rest of the list from its offset on, which is empty if the
    /// offset lies outside.
    /// @return wellFormed whether the layout is that of `abi.encode`; the values are not checked.
    function leadAt(bytes calldata list, uint256 index) internal pure returns (bytes calldata lead, bool wellFormed) {
        uint256 offset = _wordAt(list, index * 32);
        lead = list[offset < list.length ? offset : list.length:];
        uint256 size = _sizeOf(lead);
        if (size != 0) (lead, wellFormed) = (lead[:size], true);
    }

    /// @notice Bytes of the submission in a well-formed lead.
    function submissionIn(bytes calldata lead) internal pure returns (bytes calldata) {
        return lead[REPORT_HEAD:_wordAt(lead, 32)];
    }

    /// @dev Length of the lead that `data` begins with, if it is laid out as `abi.encode` does it: the submission, in it the attributes,
    /// then the signature; 0 otherwise.
    function _sizeOf(bytes calldata data) private pure returns (uint256) {
        if (data.length < ATTRIBUTES + 64) return 0;
        if (_wordAt(data, 0) != REPORT_HEAD || _wordAt(data, REPORT_HEAD + ATTRIBUTES_OFFSET) != SUBMISSION_HEAD) return 0;
        uint256 signature = _endOf(data, ATTRIBUTES);
        if (_wordAt(data, 32) != signature || signature + 32 > data.length) return 0;
        uint256 end = _endOf(data, signature);
        return end > data.length ? 0 : end;
    }

    /// @dev Where the `bytes` end whose length stands at `position`, padded to words; beyond all data if their length is.
    function _endOf(bytes calldata data, uint256 position) private pure returns (uint256) {
        uint256 length = _wordAt(data, position);
        return length > data.length ? type(uint256).max - 32 : position + 32 + ((length + 31) & ~uint256(31));
    }

    function _wordAt(bytes calldata data, uint256 position) private pure returns (uint256) {
        return uint256(bytes32(data[position:position + 32]));
    }
}
