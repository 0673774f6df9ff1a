// SPDX-License-Identifier: MIT
// Implements interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {ProtocolContract} from "../base/ProtocolContract.sol";

/// @title AcePolicy
/// @notice A policy in ACE's engine.
/// @dev Does not build on ACE's own base, which has an owner and upgrades of its own and reads the engine from storage in every run. Here
/// the `AccessManager` governs, as everywhere, and the engine is an immutable.
abstract contract AcePolicy is IPolicy, ProtocolContract {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPolicyEngine internal immutable ENGINE;

    /// @notice Only the policy engine runs a policy, not `caller`.
    /// @param caller account that called.
    error AcePolicy_UnauthorizedCaller(address caller);

    modifier onlyEngine() {
        require(msg.sender == address(ENGINE), AcePolicy_UnauthorizedCaller(msg.sender));
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IPolicyEngine engine) {
        ENGINE = engine;
    }

    /// @inheritdoc IPolicy
    function onInstall(bytes4) external view onlyEngine {}

    /// @inheritdoc IPolicy
    function onUninstall(bytes4) external view onlyEngine {}

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public pure virtual returns (bool) {
        return interfaceId == type(IPolicy).interfaceId || interfaceId == type(IERC165).interfaceId;
    }
}
