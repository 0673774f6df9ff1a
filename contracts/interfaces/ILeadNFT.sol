// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";

/// @title ILeadNFT
/// @notice Title to a lead (ERC-721, ERC-2981). The title moves only together with the capsule that holds the lead's content key.
interface ILeadNFT {
    /// @notice On-chain record of a lead: four slots. Consent time, source and public attributes are in `CREVerifier`'s events.
    /// @param seller account that submitted the lead and receives its price.
    /// @param region ISO 3166-2 subdivision (`US-CA`) or ISO 3166-1 country, left-aligned ASCII.
    /// @param score quality score, 0 to 10,000.
    /// @param expiresAt Unix seconds after which no auction may end; `uint32` lasts until 2106 and lets these four share a slot.
    /// @param vertical `keccak256(slug)`.
    /// @param contentHash SHA-256 of the ciphertext: also the digest of its IPFS CIDv1 (raw), so the URI proves itself. Zero once erased.
    /// @param capsuleHash `keccak256(abi.encode(A, B, P))`. Zero once erased.
    struct Lead {
        address seller;
        bytes6 region;
        uint16 score;
        uint32 expiresAt;
        bytes32 vertical;
        bytes32 contentHash;
        bytes32 capsuleHash;
    }

    /// @notice A lead was minted.
    event LeadMinted(
        uint256 indexed leadId,
        address indexed seller,
        bytes32 indexed vertical,
        bytes6 region,
        uint16 score,
        uint32 expiresAt,
        bytes32 contentHash,
        Capsule capsule
    );
    /// @notice Title and capsule moved together to `to`. `round` is 0 outside an auction.
    event LeadDelivered(uint256 indexed leadId, address indexed from, address indexed to, uint32 round, Capsule capsule);
    /// @notice Content hash and capsule were dropped; the lead can never be traded again.
    event LeadErased(uint256 indexed leadId, address indexed by);
    /// @notice Royalty for sales outside this protocol's auction, in basis points.
    event RoyaltySet(uint16 royaltyBps);

    /// @notice The caller is not the peer contract that may do this.
    error LeadNFT_UnauthorizedCaller(address caller);
    /// @notice A title cannot be transferred without its capsule.
    error LeadNFT_TransferWithoutCapsule(uint256 leadId);
    /// @notice The lead's content was erased.
    error LeadNFT_Erased(uint256 leadId);
    /// @notice Only the seller who still owns the lead may have it auctioned.
    error LeadNFT_NotSellersLead(uint256 leadId, address owner, address seller);
    /// @notice Only the owner or its operator may do this.
    error LeadNFT_NotOwner(uint256 leadId, address caller);
    /// @notice The capsule given is not the one on record.
    error LeadNFT_CapsuleMismatch(uint256 leadId, bytes32 expected, bytes32 actual);
    /// @notice The new capsule is not encrypted to the receiver's registered delivery key.
    error LeadNFT_DeliveryKeyMismatch(uint256 leadId, address to, bytes32 expected, bytes32 actual);
    /// @notice A point of the capsule is not on the curve. `index` 0 is A, 1 is B, 2 is P.
    error LeadNFT_InvalidCapsulePoint(uint256 index);
    /// @notice The content hash is zero.
    error LeadNFT_ZeroContentHash();
    /// @notice The royalty is above `max` basis points.
    error LeadNFT_RoyaltyTooHigh(uint256 royaltyBps, uint256 max);

    /// @notice Mints a lead. `CREVerifier` only.
    /// @param to the seller, or the auction house when the lead is listed in the same call.
    /// @param lead the record; `lead.capsuleHash` is ignored and computed from `capsule`.
    /// @param capsule the content key under the seller's delivery key.
    /// @return leadId sequential from 1.
    function mint(address to, Lead calldata lead, Capsule calldata capsule) external returns (uint256 leadId);

    /// @notice Moves an unerased lead from the seller who owns it into the auction house's custody. Auction house only.
    /// @return lead its record.
    function takeIntoCustody(uint256 leadId, address seller) external returns (Lead memory lead);

    /// @notice Gives a lead in custody back to its seller. Auction house only.
    /// @return seller who got it back.
    function returnFromCustody(uint256 leadId) external returns (address seller);

    /// @notice Moves a lead in custody to the buyer, together with its capsule. Auction house only.
    /// @param round the auction round that the proof is bound to.
    /// @return seller the lead's seller, who is to be paid.
    function deliverFromCustody(
        uint256 leadId,
        uint32 round,
        address buyer,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) external returns (address seller);

    /// @notice Moves title and capsule to `to` outside a sale. Owner or its operator only; `to` needs a registered delivery key
    /// and must be cleared to receive the lead.
    function deliverTo(uint256 leadId, address to, Capsule calldata current, ReEncryption calldata reEncryption) external;

    /// @notice Drops content hash and capsule for ever (GDPR, CCPA). Owner only (the seller owns an unsold lead), not while in custody.
    function erase(uint256 leadId) external;

    /// @notice Sets the ERC-2981 royalty to the seller, at most 1,000 bps. Configurator role, delayed.
    function setRoyalty(uint16 royaltyBps) external;

    /// @notice The record of an existing lead.
    function leadOf(uint256 leadId) external view returns (Lead memory);

    /// @notice The context that a delivery proof is bound to: domain, chain, this contract, lead, round, receiver.
    function deliveryContext(uint256 leadId, uint32 round, address to) external view returns (bytes32);
}
