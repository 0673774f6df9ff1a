// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title BidCommitment
/// @notice What a sealed bid commits to. It binds chain, house, lead, round and bidder, so it cannot be copied or replayed.
library BidCommitment {
    /// @notice Separates these hashes from all others.
    bytes32 internal constant DOMAIN = keccak256("LeadEngine.BidCommitment.v1");

    /// @notice `keccak256(abi.encode(DOMAIN, chainid, house, leadId, round, bidder, amount, salt))`; `house` is the executing contract.
    function hash(uint256 leadId, uint32 round, address bidder, uint64 amount, bytes32 salt) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, block.chainid, address(this), leadId, round, bidder, amount, salt));
    }
}
