// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDeliveryKeys} from "../../contracts/interfaces/IDeliveryKeys.sol";
import {Capsule, Point} from "../../contracts/libraries/CapsuleTypes.sol";
import {VM} from "./Vm.sol";

uint256 constant GX = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;
uint256 constant GY = 0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8;

/// @notice Registers the generator, the key of secret 1, as the delivery key of `account`.
function registerGenerator(IDeliveryKeys keys, address account) {
    Point memory generator = Point(GX, GY);
    (uint8 v, bytes32 r, bytes32 s) = VM.sign(1, keys.possessionDigest(account, generator));
    VM.prank(account);
    keys.registerDeliveryKey(generator, abi.encodePacked(r, s, v));
}

/// @notice A capsule of valid points that nobody has to open.
function anyCapsule() pure returns (Capsule memory) {
    return Capsule(Point(GX, GY), Point(GX, GY), Point(GX, GY));
}
