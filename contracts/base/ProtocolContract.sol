// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @title ProtocolContract
/// @notice Base of every contract of the protocol: a UUPS implementation governed by the one `AccessManager`.
/// @dev State lies in ERC-7201 namespaces; peer contracts are immutables of the implementation.
abstract contract ProtocolContract is AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @dev Upgrader role, delayed: `restricted` checks the selector of `upgradeToAndCall`.
    function _authorizeUpgrade(address) internal override restricted {}
}
