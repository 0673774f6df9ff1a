// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @title GenesisImplementation
/// @notice First implementation of every proxy: holds nothing and can only be replaced, by its deployer.
/// @dev The protocol's implementations hold their peers' proxy addresses as immutables, and those addresses form a circle. So all proxies
/// are deployed on this one first; then each is upgraded to its real implementation and initialised in the same call.
contract GenesisImplementation is UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable DEPLOYER;

    /// @notice Only the account that deployed the proxies may choose their first implementation, not `caller`.
    /// @param caller account that called.
    error GenesisImplementation_NotDeployer(address caller);

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        DEPLOYER = msg.sender;
    }

    function _authorizeUpgrade(address) internal view override {
        require(msg.sender == DEPLOYER, GenesisImplementation_NotDeployer(msg.sender));
    }
}
