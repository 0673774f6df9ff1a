// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICREVerifier} from "../interfaces/ICREVerifier.sol";

/// @title WorkflowReport
/// @notice Reads what a KeystoneForwarder hands to a receiver: the workflow's identity and the report's body.
library WorkflowReport {
    /// @notice Bytes of metadata: workflow id 32, name 10, owner 20, report id 2.
    uint256 internal constant METADATA_LENGTH = 64;

    /// @notice The workflow that a report comes from.
    function workflowOf(bytes calldata metadata) internal pure returns (bytes32 id, bytes10 name, address owner) {
        require(metadata.length == METADATA_LENGTH, ICREVerifier.CREVerifier_InvalidMetadata(metadata.length));
        id = bytes32(metadata[:32]);
        name = bytes10(metadata[32:42]);
        owner = address(bytes20(metadata[42:62]));
    }

    /// @notice The leads of a body `abi.encode(LeadReport[])`, left in calldata: a copy would cost thousands of gas for each.
    /// @dev As calldata decoding does, it bounds the list's length here and each lead's offsets when they are followed.
    function leadsOf(bytes calldata body) internal pure returns (ICREVerifier.LeadReport[] calldata leads) {
        require(body.length >= 64, ICREVerifier.CREVerifier_InvalidBody(body.length));
        uint256 start = uint256(bytes32(body[:32]));
        require(start <= body.length - 32, ICREVerifier.CREVerifier_InvalidBody(body.length));
        uint256 length = uint256(bytes32(body[start:start + 32]));
        require(length <= (body.length - start - 32) / 32, ICREVerifier.CREVerifier_InvalidBody(body.length));
        assembly ("memory-safe") {
            leads.offset := add(add(body.offset, start), 32)
            leads.length := length
        }
    }

    /// @notice Calldata of a call with one of the leads: its bytes as they are, since to decode and encode them costs ten times as much.
    /// @dev Takes the canonical layout, in which each lead ends where the next begins; the called function decodes and so checks it.
    function callFor(
        bytes4 selector,
        bytes calldata body,
        ICREVerifier.LeadReport[] calldata leads,
        uint256 index
    ) internal pure returns (bytes memory) {
        uint256 heads;
        assembly ("memory-safe") {
            heads := sub(leads.offset, body.offset)
        }
        uint256 start = heads + _wordAt(body, heads + index * 32);
        uint256 end = index + 1 < leads.length ? heads + _wordAt(body, heads + (index + 1) * 32) : body.length;
        require(start <= end && end <= body.length, ICREVerifier.CREVerifier_InvalidBody(body.length));
        return bytes.concat(selector, bytes32(uint256(32)), body[start:end]);
    }

    function _wordAt(bytes calldata body, uint256 position) private pure returns (uint256) {
        return uint256(bytes32(body[position:position + 32]));
    }
}
