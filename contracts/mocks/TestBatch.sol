// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title TestBatch
/// @notice An account without a role that makes many calls in one transaction, for anyone.
contract TestBatch {
    /// @notice A call failed.
    /// @param index place of the call in the list.
    /// @param reason its revert data.
    error TestBatch_CallFailed(uint256 index, bytes reason);

    /// @notice Makes calls to one contract, one after another. Reverts with `TestBatch_CallFailed` where one fails.
    /// @param target the contract.
    /// @param calls the calls' data.
    function run(address target, bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory reason) = target.call(calls[i]);
            require(success, TestBatch_CallFailed(i, reason));
        }
    }
}
