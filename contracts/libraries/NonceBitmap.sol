// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title NonceBitmap
/// @notice Unordered nonces, 256 in a slot: used in any order, each once.
library NonceBitmap {
    /// @notice One account's nonces.
    struct Bitmap {
        mapping(uint256 word => uint256 bits) words;
    }

    /// @notice Whether a nonce is used.
    function isUsed(Bitmap storage bitmap, uint256 nonce) internal view returns (bool) {
        return bitmap.words[nonce >> 8] & _bit(nonce) != 0;
    }

    /// @notice Uses a nonce.
    /// @return fresh false if it was used before.
    function use(Bitmap storage bitmap, uint256 nonce) internal returns (bool fresh) {
        uint256 bits = bitmap.words[nonce >> 8];
        fresh = bits & _bit(nonce) == 0;
        if (fresh) bitmap.words[nonce >> 8] = bits | _bit(nonce);
    }

    function _bit(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }
}
