// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "./CapsuleTypes.sol";

/// @notice The new capsule and the proof that it holds the same content key.
/// @param capsule the content key under the receiver's delivery key.
struct ReEncryption {
    Capsule capsule;
}
