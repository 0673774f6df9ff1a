// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What was attested of a lead and is in no record, only in the event of its attestation. A contract that needs it is given it and
/// has it compared with its hash, see `ICREVerifier.areFactsOf`.
/// @param source where the lead came from, left-aligned ASCII.
/// @param consentTime when the consumer consented, Unix seconds, 0 if never.
/// @param dedupTags HMACs of the consumer's phone and e-mail in the root vertical; zero for one that it lacks.
struct LeadFacts {
    bytes32 source;
    uint40 consentTime;
    bytes32[2] dedupTags;
}

/// @notice What a lead's record says of it.
/// @param seller account that submitted it.
/// @param vertical `keccak256(slug)`.
/// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
/// @param score quality score, 0 to 10,000.
struct LeadProfile {
    address seller;
    bytes32 vertical;
    bytes6 region;
    uint16 score;
}
