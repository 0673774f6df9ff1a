// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "./interfaces/ILeadAccessPolicy.sol";
import {IPassBook} from "./interfaces/IPassBook.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";

/// @title PassBook
/// @notice See `IPassBook`. A pass counts while its time lasts and neither its account's epoch nor the global one has moved on: dropping
/// any number of passes is one write.
/// @dev A module for the contract that keeps the epochs in slots that a bid touches anyway.
abstract contract PassBook is IPassBook {
    /// @notice Gas that the gate is given where an exit waits for its answer. Enough for an identity with a hundred credentials.
    uint256 public constant DECISION_GAS = 1_000_000;
    /// @dev What is left to do around that call.
    uint256 private constant CALL_OVERHEAD = 60_000;
    /// @dev Longest answer that is kept: the gate's reasons are a few hundred bytes.
    uint256 private constant MAX_REASON_LENGTH = 1_024;

    /// @dev One slot.
    struct Pass {
        uint40 validUntil;
        uint32 accountEpoch;
        uint32 globalEpoch;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.PassBook
    struct PassBookStorage {
        mapping(address account => mapping(uint256 key => Pass)) passes;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.PassBook");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    modifier onlyGate() {
        require(msg.sender == address(GATE), PassBook_UnauthorizedCaller(msg.sender));
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IComplianceGate gate_) {
        GATE = gate_;
    }

    /// @inheritdoc IPassBook
    function rememberPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) external onlyGate {
        _remember(account, activity, leadClass, validUntil);
    }

    /// @inheritdoc IPassBook
    function forgetPasses(address account) external onlyGate {
        _nextPassEpoch(account);
    }

    /// @inheritdoc IPassBook
    function forgetAllPasses() external onlyGate {
        _nextGlobalPassEpoch();
    }

    /// @inheritdoc IPassBook
    function hasPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) public view returns (bool) {
        Pass memory pass = _passBookStorage().passes[account][_keyOf(activity, leadClass)];
        if (pass.validUntil <= block.timestamp) return false;
        (uint32 accountEpoch, uint32 globalEpoch) = _passEpochs(account);
        return pass.accountEpoch == accountEpoch && pass.globalEpoch == globalEpoch;
    }

    /// @inheritdoc IPassBook
    function gate() external view returns (address) {
        return address(GATE);
    }

    /// @dev New business: the gate's refusal, or its silence, is the caller's.
    function _requireReceiver(address account, uint32 leadClass) internal {
        if (hasPass(account, ILeadAccessPolicy.Activity.Receive, leadClass)) return;
        uint40 validUntil = GATE.decide(account, ILeadAccessPolicy.Activity.Receive, leadClass);
        _remember(account, ILeadAccessPolicy.Activity.Receive, leadClass, validUntil);
    }

    /// @dev Exits: whatever the gate does, the call goes on. Nobody can make the engine seem dead by sending too little gas.
    function _receiverClearance(address account, uint32 leadClass) internal returns (Clearance, bytes memory reason) {
        if (hasPass(account, ILeadAccessPolicy.Activity.Receive, leadClass)) return (Clearance.Clear, "");
        uint256 available = gasleft();
        uint256 needed = (DECISION_GAS * 64) / 63 + CALL_OVERHEAD;
        require(available >= needed, PassBook_InsufficientGas(available, needed));

        bytes memory call = abi.encodeCall(GATE.decide, (account, ILeadAccessPolicy.Activity.Receive, leadClass));
        (bool answered, bytes memory answer) = BoundedCall.run(address(GATE), DECISION_GAS, MAX_REASON_LENGTH, call);
        if (answered && answer.length == 32) {
            uint256 validUntil = uint256(bytes32(answer));
            if (validUntil > block.timestamp && validUntil <= type(uint40).max) {
                _remember(account, ILeadAccessPolicy.Activity.Receive, leadClass, uint40(validUntil));
                return (Clearance.Clear, "");
            }
        }
        bool denied = !answered && bytes4(answer) == IComplianceGate.ComplianceGate_Denied.selector;
        return (denied ? Clearance.Denied : Clearance.Unknown, answer);
    }

    /// @dev The epochs that passes of `account` must carry.
    function _passEpochs(address account) internal view virtual returns (uint32 accountEpoch, uint32 globalEpoch);

    /// @dev Moves an account's epoch on.
    function _nextPassEpoch(address account) internal virtual;

    /// @dev Moves the global epoch on.
    function _nextGlobalPassEpoch() internal virtual;

    function _remember(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) private {
        (uint32 accountEpoch, uint32 globalEpoch) = _passEpochs(account);
        _passBookStorage().passes[account][_keyOf(activity, leadClass)] = Pass(validUntil, accountEpoch, globalEpoch);
    }

    function _keyOf(ILeadAccessPolicy.Activity activity, uint32 leadClass) private pure returns (uint256) {
        return (uint256(leadClass) << 8) | uint8(activity);
    }

    function _passBookStorage() private pure returns (PassBookStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
