// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Vm
/// @notice The cheat codes that our tests use.
interface Vm {
    /// @notice Sets `block.timestamp`, Unix seconds.
    function warp(uint256 timestamp) external;

    /// @notice Makes `sender` the caller of the next call.
    function prank(address sender) external;

    /// @notice ECDSA signature of `digest` by a private key.
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
}

/// @dev Where the test runner answers.
Vm constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
