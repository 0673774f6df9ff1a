// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title CredentialTypes
/// @notice Ids of the credentials that the lead engine asks for. An issuer and the policy must derive the same ids.
library CredentialTypes {
    /// @notice The holder is known; its data is its jurisdiction, the six bytes of an ISO 3166-1 or 3166-2 code such as `US-CA`.
    bytes32 internal constant KYC = keccak256("lead-engine.kyc");
    /// @notice A holder of this, even expired, is denied everything until it is removed.
    bytes32 internal constant SANCTIONED = keccak256("lead-engine.sanctioned");
    /// @notice The holder has accepted the duties that come with consumers' consent.
    bytes32 internal constant CONSENT = keccak256("lead-engine.consent");

    bytes32 private constant LICENCE = keccak256("lead-engine.licence");
    bytes32 private constant TRANSFER = keccak256("lead-engine.transfer");

    /// @notice Licence to receive a root vertical's leads from a region.
    function licence(bytes32 rootVertical, bytes6 region) internal pure returns (bytes32) {
        return keccak256(abi.encode(LICENCE, rootVertical, region));
    }

    /// @notice Right to receive data from countries of a data-protection regime, e.g. by standard contractual clauses.
    function transfer(bytes32 regime) internal pure returns (bytes32) {
        return keccak256(abi.encode(TRANSFER, regime));
    }
}
