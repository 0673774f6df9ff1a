// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title TestGreedyWallet
/// @notice ERC-1271 wallet that accepts every signature, but uses up its gas and returns a long answer.
contract TestGreedyWallet is IERC1271 {
    uint256 private immutable LEFT;
    uint256 private immutable LENGTH;

    /// @param left gas that it leaves for its answer; 0 never answers.
    /// @param length bytes that it answers with.
    constructor(uint256 left, uint256 length) {
        LEFT = left;
        LENGTH = length;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        while (gasleft() > LEFT) {}
        bytes4 yes = IERC1271.isValidSignature.selector;
        uint256 length = LENGTH;
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, yes)
            return(answer, length)
        }
    }
}
