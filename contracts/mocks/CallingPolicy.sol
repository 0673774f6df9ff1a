// SPDX-License-Identifier: MIT
// Implements interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.28;

import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";

/// @title CallingPolicy
/// @notice Test double of a policy of ACE's engine that makes a call of its own after each run. It objects to nobody.
contract CallingPolicy is IPolicy {
    /// @notice Whether it fails when its call fails.
    bool public insists;
    /// @notice How often it has called without failing.
    uint256 public calls;
    /// @notice What its last call returned, or its revert data.
    bytes public lastAnswer;

    address private _target;
    bytes private _call;

    /// @notice Sets the call that it makes after each run.
    /// @param target contract that it calls; zero for none.
    /// @param data the call.
    /// @param insists_ whether it fails when the call fails.
    function prepare(address target, bytes calldata data, bool insists_) external {
        (_target, _call, insists) = (target, data, insists_);
    }

    /// @inheritdoc IPolicy
    function postRun(address, address, bytes4, bytes[] calldata, bytes calldata) external {
        if (_target == address(0)) return;
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, bytes memory answer) = _target.call(_call);
        if (!succeeded && insists) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
        (calls, lastAnswer) = (calls + 1, answer);
    }

    /// @inheritdoc IPolicy
    function onInstall(bytes4) external {}

    /// @inheritdoc IPolicy
    function onUninstall(bytes4) external {}

    /// @inheritdoc IPolicy
    function run(address, address, bytes4, bytes[] calldata, bytes calldata) external pure returns (IPolicyEngine.PolicyResult) {
        return IPolicyEngine.PolicyResult.Continue;
    }

    /// @inheritdoc IPolicy
    function typeAndVersion() external pure returns (string memory) {
        return "CallingPolicy 1.0.0";
    }

    /// @notice Claims every interface, that of a policy included.
    function supportsInterface(bytes4) external pure returns (bool) {
        return true;
    }
}
