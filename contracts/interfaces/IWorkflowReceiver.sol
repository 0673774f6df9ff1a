// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IWorkflowReceiver
/// @notice What a contract that takes a CRE workflow's reports checks before it reads them: who sends, which workflow, and that the report
/// is meant for this contract on this chain, once.
/// @dev A report begins with `kind uint8 ‖ chainSelector uint64 ‖ receiver address ‖ nonce uint64 ‖ observedAt uint40`, big endian. The
/// DON's signatures cover neither chain nor receiver, and a report that failed can be sent again by anyone.
interface IWorkflowReceiver {
    /// @notice The workflow that may report.
    /// @param owner workflow owner.
    /// @param name workflow name as the metadata carries it.
    /// @param id workflow id; zero accepts any version of that owner and name.
    struct WorkflowConfig {
        address owner;
        bytes10 name;
        bytes32 id;
    }

    /// @notice The accepted workflow changed.
    /// @param config the workflow that may report.
    event WorkflowSet(WorkflowConfig config);

    /// @notice Only the KeystoneForwarder may send reports, not `caller`.
    /// @param caller account that called.
    error WorkflowReceiver_UnauthorizedCaller(address caller);
    /// @notice The report's metadata has `length` bytes instead of 64.
    /// @param length length of the metadata, in bytes.
    error WorkflowReceiver_InvalidMetadata(uint256 length);
    /// @notice The report's body of `length` bytes is shorter than its header.
    /// @param length length of the body, in bytes.
    error WorkflowReceiver_InvalidBody(uint256 length);
    /// @notice The report comes from workflow `id` of `owner`, which is not the accepted one.
    /// @param id id of the workflow.
    /// @param name name of the workflow as the metadata carries it.
    /// @param owner owner of the workflow.
    error WorkflowReceiver_WrongWorkflow(bytes32 id, bytes10 name, address owner);
    /// @notice The report of kind `kind` is for `receiver` on the chain with selector `chainSelector`, not for this contract.
    /// @param kind what the report holds.
    /// @param chainSelector Chainlink's selector of the chain that it is for.
    /// @param receiver contract that it is for.
    error WorkflowReceiver_WrongDestination(uint8 kind, uint64 chainSelector, address receiver);
    /// @notice Report `nonce` was received before.
    /// @param nonce number of the report, chosen by the workflow.
    error WorkflowReceiver_ReportUsed(uint64 nonce);
    /// @notice A workflow needs an owner and a name.
    /// @param owner owner of the workflow.
    /// @param name name of the workflow as the metadata carries it.
    error WorkflowReceiver_InvalidWorkflow(address owner, bytes10 name);

    /// @notice Sets which workflow may report. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without
    /// the role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due. Reverts with
    /// `WorkflowReceiver_InvalidWorkflow` where owner or name is zero.
    /// @param config the workflow that may report.
    function setWorkflow(WorkflowConfig calldata config) external;

    /// @notice The accepted workflow. Anyone. Never reverts.
    /// @return owner, name and id.
    function workflow() external view returns (WorkflowConfig memory);

    /// @notice Whether a report was received. Anyone. Never reverts.
    /// @param nonce number of the report, chosen by the workflow.
    /// @return true where a report with this number is refused.
    function isReportUsed(uint64 nonce) external view returns (bool);
}
