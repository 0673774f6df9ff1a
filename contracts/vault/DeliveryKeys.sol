// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {IDeliveryKeys} from "../interfaces/IDeliveryKeys.sol";
import {Point} from "../libraries/CapsuleTypes.sol";
import {Secp256k1} from "../libraries/Secp256k1.sol";

/// @title DeliveryKeys
/// @notice One delivery key per account, registered by the account itself with a proof that it holds the key.
/// @dev A module for the contract that knows locked balances, whose initializer calls `__EIP712_init`. The proof is an ECDSA signature over
/// a digest that names both account and key: the key must be in the digest, because anyone can compute *some* key under which a given
/// signature of a given digest is valid. A recovered address that equals the key's also proves the key to be a point of the curve.
abstract contract DeliveryKeys is IDeliveryKeys, EIP712Upgradeable {
    /// @custom:storage-location erc7201:lead-engine.storage.DeliveryKeys
    struct DeliveryKeysStorage {
        mapping(address account => bytes32 keyHash) keyHashes;
    }

    bytes32 private constant DELIVERY_KEY_TYPEHASH = keccak256("DeliveryKey(address account,uint256 x,uint256 y)");

    /// @inheritdoc IDeliveryKeys
    function registerDeliveryKey(Point calldata key, bytes calldata signature) external {
        (bytes32 registered, bytes32 given) = (deliveryKeyHashOf(msg.sender), keccak256(abi.encode(key)));
        if (given == registered) return;
        uint256 locked = _lockedBalance(msg.sender);
        require(registered == 0 || locked == 0, DeliveryKeys_LockedFunds(msg.sender, locked));
        address expected = Secp256k1.addressOf(key.x, key.y);
        (address recovered, , ) = ECDSA.tryRecoverCalldata(possessionDigest(msg.sender, key), signature);
        require(recovered == expected && recovered != address(0), DeliveryKeys_InvalidPossessionProof(msg.sender, expected, recovered));
        _deliveryKeysStorage().keyHashes[msg.sender] = given;
        emit DeliveryKeyRegistered(msg.sender, key);
        _onDeliveryKeyRegistered(msg.sender);
    }

    /// @inheritdoc IDeliveryKeys
    function deliveryKeyHashOf(address account) public view returns (bytes32) {
        return _deliveryKeysStorage().keyHashes[account];
    }

    /// @inheritdoc IDeliveryKeys
    function possessionDigest(address account, Point calldata key) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(DELIVERY_KEY_TYPEHASH, account, key.x, key.y)));
    }

    /// @dev Money of `account` that a sale may depend on. While it is not zero, a registered key cannot change; a first key can always be
    /// registered.
    function _lockedBalance(address account) internal view virtual returns (uint256);

    /// @dev Called when `account` has a key, at every registration.
    function _onDeliveryKeyRegistered(address account) internal virtual;

    function _deliveryKeysStorage() private pure returns (DeliveryKeysStorage storage $) {
        uint256 slot = erc7201("lead-engine.storage.DeliveryKeys");
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
