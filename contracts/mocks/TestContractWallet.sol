// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title TestContractWallet
/// @notice ERC-1271 wallet with one owner.
contract TestContractWallet is IERC1271 {
    address private immutable OWNER;

    /// @notice The caller is not the owner.
    /// @param caller account that called.
    error TestContractWallet_NotOwner(address caller);

    constructor(address owner) {
        OWNER = owner;
    }

    /// @notice Calls another contract. Owner only.
    function execute(address target, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == OWNER, TestContractWallet_NotOwner(msg.sender));
        return Address.functionCall(target, data);
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address recovered, , ) = ECDSA.tryRecoverCalldata(hash, signature);
        return recovered == OWNER ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
