// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICREVerifier} from "../interfaces/ICREVerifier.sol";

/// @title WorkflowReport
/// @notice Reads what a KeystoneForwarder hands to a receiver: the workflow's identity and the report's body. A body is packed, big endian:
/// `kind uint8 ‖ chainSelector uint64 ‖ receiver address ‖ nonce uint64 ‖ observedAt uint40`, then leads, each `length uint16 ‖ lead`.
library WorkflowReport {
    /// @notice Bytes of metadata: workflow id 32, name 10, owner 20, report id 2.
    uint256 internal constant METADATA_LENGTH = 64;
    /// @notice Kind of a report on leads.
    uint8 internal constant LEADS = 1;

    /// @dev Bytes of a body before its leads.
    uint256 private constant HEADER_LENGTH = 42;
    /// @dev Bytes of a lead's length.
    uint256 private constant PREFIX_LENGTH = 2;

    /// @notice What a body says about all of its leads.
    struct Header {
        uint8 kind;
        uint64 chainSelector;
        address receiver;
        uint64 nonce;
        uint40 observedAt;
    }

    /// @notice The workflow that a report comes from.
    function workflowOf(bytes calldata metadata) internal pure returns (bytes32 id, bytes10 name, address owner) {
        require(metadata.length == METADATA_LENGTH, ICREVerifier.CREVerifier_InvalidMetadata(metadata.length));
        id = bytes32(metadata[:32]);
        name = bytes10(metadata[32:42]);
        owner = address(bytes20(metadata[42:62]));
    }

    /// @notice A body's header, and its leads with their lengths.
    function headerOf(bytes calldata body) internal pure returns (Header memory header, bytes calldata list) {
        require(body.length >= HEADER_LENGTH, ICREVerifier.CREVerifier_InvalidBody(body.length));
        header = Header({
            kind: uint8(body[0]),
            chainSelector: uint64(bytes8(body[1:9])),
            receiver: address(bytes20(body[9:29])),
            nonce: uint64(bytes8(body[29:37])),
            observedAt: uint40(bytes5(body[37:HEADER_LENGTH]))
        });
        list = body[HEADER_LENGTH:];
    }

    /// @notice How many leads a list holds. Reverts with `CREVerifier_InvalidBody` unless they fill it to its last byte: the DON writes the
    /// lengths, so where one is wrong nothing of the report can be trusted.
    function countOf(bytes calldata list) internal pure returns (uint256 count) {
        uint256 position = 0;
        for (; position < list.length; ++count) {
            require(position + PREFIX_LENGTH <= list.length, ICREVerifier.CREVerifier_InvalidBody(HEADER_LENGTH + list.length));
            position += PREFIX_LENGTH + _lengthAt(list, position);
        }
        require(position == list.length, ICREVerifier.CREVerifier_InvalidBody(HEADER_LENGTH + list.length));
    }

    /// @notice The first lead of a list, and the list behind it. `countOf` must have taken the list.
    function split(bytes calldata list) internal pure returns (bytes calldata lead, bytes calldata rest) {
        uint256 end = PREFIX_LENGTH + _lengthAt(list, 0);
        return (list[PREFIX_LENGTH:end], list[end:]);
    }

    function _lengthAt(bytes calldata list, uint256 position) private pure returns (uint256) {
        return uint16(bytes2(list[position:position + PREFIX_LENGTH]));
    }
}
