// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {DeliveryProof, ReEncryption} from "../libraries/DeliveryProof.sol";

/// @title DeliveryProofHarness
/// @notice Lets tests call the delivery proof's verification by itself.
contract DeliveryProofHarness {
    /// @notice Reverts unless the proof is valid under `context`.
    function verify(bytes32 context, Capsule calldata current, ReEncryption calldata reEncryption) external pure {
        DeliveryProof.verify(context, current, reEncryption);
    }

    /// @notice The capsule's hash in a lead's record.
    function capsuleHash(Capsule calldata capsule) external pure returns (bytes32) {
        return DeliveryProof.capsuleHash(capsule);
    }
}
