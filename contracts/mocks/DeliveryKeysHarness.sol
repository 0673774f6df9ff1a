// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {DeliveryKeys} from "../vault/DeliveryKeys.sol";

/// @title DeliveryKeysHarness
/// @notice The delivery-key module with a locked balance that tests set.
contract DeliveryKeysHarness is DeliveryKeys {
    mapping(address account => uint256 locked) private _locked;

    /// @notice The hook ran for `account`.
    event HookCalled(address indexed account);

    constructor() initializer {
        __EIP712_init("Lead Engine Vault", "1");
    }

    /// @notice Sets the locked balance that the module sees.
    function setLocked(address account, uint256 locked) external {
        _locked[account] = locked;
    }

    function _lockedBalance(address account) internal view override returns (uint256) {
        return _locked[account];
    }

    function _onDeliveryKeyRegistered(address account) internal override {
        emit HookCalled(account);
    }
}
