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
}
