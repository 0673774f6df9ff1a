// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IReceiver} from "@chainlink/contracts/src/v0.8/keystone/interfaces/IReceiver.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IWorkflowReceiver} from "../interfaces/IWorkflowReceiver.sol";
import {NonceBitmap} from "../libraries/NonceBitmap.sol";
import {ProtocolContract} from "./ProtocolContract.sol";

/// @title WorkflowReceiver
/// @notice Base of a contract that takes reports of one CRE workflow. See `IWorkflowReceiver`.
abstract contract WorkflowReceiver is IWorkflowReceiver, IReceiver, ProtocolContract {
    using NonceBitmap for NonceBitmap.Bitmap;

    /// @dev Bytes of metadata: workflow id 32, name 10, owner 20, report id 2.
    uint256 private constant METADATA_LENGTH = 64;
    /// @dev Bytes of a report before its content.
    uint256 internal constant HEADER_LENGTH = 42;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable FORWARDER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    uint64 private immutable CHAIN_SELECTOR;

    /// @custom:storage-location erc7201:lead-engine.storage.WorkflowReceiver
    struct WorkflowReceiverStorage {
        WorkflowConfig workflow;
        NonceBitmap.Bitmap reports;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.WorkflowReceiver");

    /// @param forwarder Chainlink's KeystoneForwarder: checks the DON's signatures.
    /// @param chainSelector Chainlink's selector of this chain.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address forwarder, uint64 chainSelector) {
        FORWARDER = forwarder;
        CHAIN_SELECTOR = chainSelector;
    }

    /// @inheritdoc IWorkflowReceiver
    function setWorkflow(WorkflowConfig calldata config) external restricted {
        _setWorkflow(config);
    }

    /// @inheritdoc IWorkflowReceiver
    function workflow() external view returns (WorkflowConfig memory) {
        return _receiverStorage().workflow;
    }

    /// @inheritdoc IWorkflowReceiver
    function isReportUsed(uint64 nonce) external view returns (bool) {
        return _receiverStorage().reports.isUsed(nonce);
    }

    /// @notice Whether this contract is an ERC-165 `interfaceId`: the forwarder asks for `IReceiver`.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IReceiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    function _setWorkflow(WorkflowConfig calldata config) internal {
        require(config.owner != address(0) && config.name != 0, WorkflowReceiver_InvalidWorkflow(config.owner, config.name));
        _receiverStorage().workflow = config;
        emit WorkflowSet(config);
    }

    /// @dev Checks sender, workflow and destination of a report, and uses its nonce. Returns what comes after the header.
    function _acceptReport(uint8 kind, bytes calldata metadata, bytes calldata report) internal returns (bytes calldata content) {
        require(msg.sender == FORWARDER, WorkflowReceiver_UnauthorizedCaller(msg.sender));
        _requireWorkflow(metadata);
        require(report.length >= HEADER_LENGTH, WorkflowReceiver_InvalidBody(report.length));
        (uint8 given, uint64 chainSelector, address receiver) = (
            uint8(report[0]),
            uint64(bytes8(report[1:9])),
            address(bytes20(report[9:29]))
        );
        require(
            given == kind && chainSelector == CHAIN_SELECTOR && receiver == address(this),
            WorkflowReceiver_WrongDestination(given, chainSelector, receiver)
        );
        uint64 nonce = uint64(bytes8(report[29:37]));
        require(_receiverStorage().reports.use(nonce), WorkflowReceiver_ReportUsed(nonce));
        return report[HEADER_LENGTH:];
    }

    function _requireWorkflow(bytes calldata metadata) private view {
        require(metadata.length == METADATA_LENGTH, WorkflowReceiver_InvalidMetadata(metadata.length));
        (bytes32 id, bytes10 name, address owner) = (bytes32(metadata[:32]), bytes10(metadata[32:42]), address(bytes20(metadata[42:62])));
        WorkflowConfig storage config = _receiverStorage().workflow;
        bytes32 pinned = config.id;
        require(
            owner == config.owner && name == config.name && (pinned == 0 || id == pinned),
            WorkflowReceiver_WrongWorkflow(id, name, owner)
        );
    }

    function _receiverStorage() private pure returns (WorkflowReceiverStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
