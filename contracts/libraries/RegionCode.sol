// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title RegionCode
/// @notice ISO 3166-1 alpha-2 countries (`US`) and ISO 3166-2 subdivisions (`US-CA`) as left-aligned ASCII in `bytes6`.
library RegionCode {
    /// @notice Whether the code is well formed: two capitals, then nothing or a hyphen and one to three capitals or digits, then zeros.
    /// @dev One spelling per region: a lower-case or padded code must not slip past a restriction.
    function isValid(bytes6 region) internal pure returns (bool) {
        if (!_isCapital(region[0]) || !_isCapital(region[1])) return false;
        if (region[2] == 0) return region == countryOf(region);
        if (region[2] != "-" || !_isSubdivisionCharacter(region[3])) return false;
        if (region[4] == 0) return region[5] == 0;
        return _isSubdivisionCharacter(region[4]) && (region[5] == 0 || _isSubdivisionCharacter(region[5]));
    }

    /// @notice The country of a region: its first two characters.
    function countryOf(bytes6 region) internal pure returns (bytes6) {
        return region & 0xffff00000000;
    }

    function _isCapital(bytes1 c) private pure returns (bool) {
        return c >= "A" && c <= "Z";
    }

    function _isSubdivisionCharacter(bytes1 c) private pure returns (bool) {
        return _isCapital(c) || (c >= "0" && c <= "9");
    }
}
