// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Point} from "../libraries/CapsuleTypes.sol";

/// @title IDeliveryKeys
/// @notice One secp256k1 delivery key per account. Leads are encrypted to it.
interface IDeliveryKeys {
    /// @notice `account` registered a delivery key.
    /// @param account account that registered the key.
    /// @param key public key Q.
    event DeliveryKeyRegistered(address indexed account, Point key);

    /// @notice The signature does not prove that `account` holds the delivery key.
    /// @param account account that wanted to register the key.
    /// @param expected address of the key.
    /// @param recovered address that the signature gives; zero where it gives none.
    error DeliveryKeys_InvalidPossessionProof(address account, address expected, address recovered);
    /// @notice `account` has `locked` locked; its delivery key cannot change until that money is free.
    /// @param account account that the key belongs to.
    /// @param locked the account's locked balance, in USDC units.
    error DeliveryKeys_LockedFunds(address account, uint256 locked);

    /// @notice Registers or replaces the caller's delivery key. A first key can always be registered; it cannot be replaced while the
    /// caller has money locked. Registering the present key again changes nothing. Anyone for itself. Reverts with
    /// `DeliveryKeys_LockedFunds` where a key would be replaced while the caller has money locked, and with
    /// `DeliveryKeys_InvalidPossessionProof` where the signature is not the key's.
    /// @param key public key Q.
    /// @param signature 65-byte ECDSA signature by Q itself over `possessionDigest(msg.sender, key)`, low `s`.
    function registerDeliveryKey(Point calldata key, bytes calldata signature) external;

    /// @notice `keccak256(abi.encode(Q))` of an account, zero if none. Anyone. Never reverts.
    /// @param account account that is asked about.
    /// @return the hash; zero where no key is registered.
    function deliveryKeyHashOf(address account) external view returns (bytes32);

    /// @notice EIP-712 digest of `DeliveryKey(address account,uint256 x,uint256 y)` that the delivery key signs. Anyone. Never reverts.
    /// @param account account that registers the key.
    /// @param key public key Q.
    /// @return the digest to sign.
    function possessionDigest(address account, Point calldata key) external view returns (bytes32);
}
