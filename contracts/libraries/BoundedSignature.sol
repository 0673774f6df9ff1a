// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title BoundedSignature
/// @notice OpenZeppelin's `SignatureChecker` for a caller who pays for somebody else's wallet: an ERC-1271 contract gets a fixed amount of
/// gas, and at most one word of its answer is read.
library BoundedSignature {
    /// @notice Gas that an ERC-1271 contract gets; less where less is left.
    uint256 internal constant WALLET_GAS = 200_000;

    /// @notice Whether `signature` is the signer's of `digest`: ECDSA of an account without code, ERC-1271 of a contract.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool valid) {
        if (signer.code.length == 0) {
            (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecoverCalldata(digest, signature);
            return fault == ECDSA.RecoverError.NoError && recovered == signer;
        }
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes4 yes = IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            let success := staticcall(WALLET_GAS, signer, add(question, 32), mload(question), 0, 32)
            valid := and(success, and(gt(returndatasize(), 31), eq(mload(0), yes)))
        }
    }
}
