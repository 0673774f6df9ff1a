// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Vm
/// @notice The cheat codes that our tests use.
interface Vm {
    /// @notice Discards the call unless `condition` holds: in a campaign another one takes its place.
    function assume(bool condition) external pure;

    /// @notice Sets `block.timestamp`, Unix seconds.
    function warp(uint256 timestamp) external;

    /// @notice Makes `sender` the caller of the next call.
    function prank(address sender) external;

    /// @notice Replaces the code of an account; its storage stays.
    function etch(address target, bytes calldata code) external;

    /// @notice Remembers the state of all contracts.
    function snapshotState() external returns (uint256 id);

    /// @notice Goes back to a remembered state.
    function revertToState(uint256 id) external returns (bool);

    /// @notice ECDSA signature of `digest` by a private key.
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    /// @notice Address of a private key.
    function addr(uint256 privateKey) external pure returns (address);
}

/// @dev Where the test runner answers.
Vm constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
