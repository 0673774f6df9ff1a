// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDeliveryKeys} from "../../../contracts/interfaces/IDeliveryKeys.sol";
import {Point} from "../../../contracts/libraries/CapsuleTypes.sol";
import {VM} from "../Vm.sol";
import {multipleOfGenerator} from "./curve.sol";

/// @notice Registers the delivery key of a secret for `account`.
function registerDeliveryKey(IDeliveryKeys keys, address account, uint256 secret) {
    Point memory key = multipleOfGenerator(secret);
    (uint8 v, bytes32 r, bytes32 s) = VM.sign(secret, keys.possessionDigest(account, key));
    VM.prank(account);
    keys.registerDeliveryKey(key, abi.encodePacked(r, s, v));
}
