// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title BoundedCall
/// @notice A call that can cost its caller no more than a fixed amount of gas, whatever the callee does or returns.
library BoundedCall {
    /// @notice Calls `target` with exactly `gasLimit` gas (the caller makes sure that so much is left) and keeps at most `maxLength` bytes
    /// of what it returns or reverts with.
    /// @return success false where the call reverted.
    /// @return result return or revert data, cut off at `maxLength`.
    function run(
        address target,
        uint256 gasLimit,
        uint256 maxLength,
        bytes memory data
    ) internal returns (bool success, bytes memory result) {
        assembly ("memory-safe") {
            success := call(gasLimit, target, 0, add(data, 32), mload(data), 0, 0)
            let length := returndatasize()
            if gt(length, maxLength) {
                length := maxLength
            }
            result := mload(0x40)
            mstore(result, length)
            returndatacopy(add(result, 32), 0, length)
            mstore(0x40, and(add(add(result, length), 63), not(31)))
        }
    }
}
