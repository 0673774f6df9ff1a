// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ContentURI
/// @notice The IPFS address of a ciphertext, derived from its SHA-256: a URI that nobody has to store and that proves its content.
library ContentURI {
    /// @dev RFC 4648 base32, lower case, as multibase prefix `b` demands.
    bytes32 private constant ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    /// @dev Multibase prefix and 58 digits of five bits for 36 bytes.
    uint256 private constant CID_LENGTH = 59;

    /// @notice `ipfs://` and the CIDv1 (raw codec 0x55, sha2-256 0x12, 0x20 bytes) of a digest, in base32.
    function fromDigest(bytes32 digest) internal pure returns (string memory) {
        bytes memory cid = new bytes(CID_LENGTH);
        cid[0] = "b";
        // The 36 bytes are 288 bits; two zero bits fill the last digit.
        uint256 high = (0x01551220 << 224) | (uint256(digest) >> 32);
        uint256 low = uint256(digest) << 224;
        for (uint256 i = 1; i < CID_LENGTH; ++i) {
            cid[i] = ALPHABET[high >> 251];
            high = (high << 5) | (low >> 251);
            low <<= 5;
        }
        return string.concat("ipfs://", string(cid));
    }
}
