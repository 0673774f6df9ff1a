// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";

/// @title VerticalSlug
/// @notice Reads a vertical's slug: segments of `a-z 0-9 _` with single dots between them; the prefix before the last dot is the parent.
library VerticalSlug {
    /// @notice Longest slug, in bytes.
    uint256 internal constant MAX_LENGTH = 64;

    /// @notice Validates a slug and derives what it says.
    /// @return vertical `keccak256(slug)`.
    /// @return parent `keccak256` of the prefix before the last dot; zero for a root.
    /// @return depth number of ancestors.
    function parse(string calldata slug) internal pure returns (bytes32 vertical, bytes32 parent, uint8 depth) {
        bytes calldata text = bytes(slug);
        require(text.length > 0 && text.length <= MAX_LENGTH, IVerticalRegistry.VerticalRegistry_InvalidSlug(slug));
        uint256 segmentStart = 0;
        for (uint256 i = 0; i < text.length; ++i) {
            if (text[i] == ".") {
                require(i > segmentStart, IVerticalRegistry.VerticalRegistry_InvalidSlug(slug));
                segmentStart = i + 1;
                ++depth;
            } else {
                require(_isSlugCharacter(text[i]), IVerticalRegistry.VerticalRegistry_InvalidSlug(slug));
            }
        }
        require(segmentStart < text.length, IVerticalRegistry.VerticalRegistry_InvalidSlug(slug));
        vertical = keccak256(text);
        if (segmentStart > 0) parent = keccak256(text[:segmentStart - 1]);
    }

    function _isSlugCharacter(bytes1 c) private pure returns (bool) {
        return (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "_";
    }
}
