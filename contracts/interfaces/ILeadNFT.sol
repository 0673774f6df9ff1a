// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";

/// @title ILeadNFT
/// @notice Title to a lead (ERC-721, ERC-2981). The title moves only together with the capsule that holds the lead's content key. It stays
/// with the seller until it is delivered: while a round is unclosed, the auction house says so and only a delivery to its buyer moves it.
interface ILeadNFT {
    /// @notice On-chain record of a lead: four slots. Consent time, source and public attributes are in `CREVerifier`'s events.
    /// @param seller account that submitted the lead and receives its price.
    /// @param region ISO 3166-2 subdivision (`US-CA`) or ISO 3166-1 country, left-aligned ASCII.
    /// @param score quality score, 0 to 10,000.
    /// @param expiresAt Unix seconds: last moment of a delivery, and no auction may end later. `uint32` lasts until 2106 and lets these four
    /// share a slot.
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

    /// @notice That an account agrees to receive a lead outside a sale.
    /// @param deadline last moment at which it counts, Unix seconds.
    /// @param signature EIP-712 or ERC-1271 signature of `acceptanceDigest`.
    struct Acceptance {
        uint256 deadline;
        bytes signature;
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
    /// @notice The lead has expired: it cannot be delivered any more.
    error LeadNFT_Expired(uint256 leadId, uint256 expiresAt);
    /// @notice An auction round of the lead is unclosed: only a delivery to its buyer moves the title.
    error LeadNFT_InAuction(uint256 leadId);
    /// @notice A lead never comes back to its first seller, who could sell it a second time.
    error LeadNFT_ReceiverIsSeller(uint256 leadId, address seller);
    /// @notice The receiver's acceptance has expired.
    error LeadNFT_AcceptanceExpired(uint256 leadId, address to, uint256 deadline);
    /// @notice The receiver has not signed that it accepts this lead with its present capsule.
    error LeadNFT_InvalidAcceptance(uint256 leadId, address to);
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

    /// @notice Mints a lead to its seller. `CREVerifier` only.
    /// @param lead the record; `lead.capsuleHash` is ignored and computed from `capsule`.
    /// @param capsule the content key under the seller's delivery key.
    /// @return leadId sequential from 1.
    function mint(Lead calldata lead, Capsule calldata capsule) external returns (uint256 leadId);

    /// @notice Moves a lead from its seller to the buyer of its auction round, together with its capsule. Auction house only. Reverts after the
    /// lead's expiry.
    /// @param round the auction round that the proof is bound to.
    /// @return seller the lead's seller, who is to be paid.
    function deliver(
        uint256 leadId,
        uint32 round,
        address buyer,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) external returns (address seller);

    /// @notice Moves title and capsule to `to` outside a sale, not while a round is unclosed, not after the lead's expiry. Owner or its operator
    /// only. `to` needs a registered delivery key, must have accepted, must be one who may receive the lead, and is never its first seller.
    /// @param acceptance what `to` signed, over the capsule on record: so it counts once.
    function deliverTo(
        uint256 leadId,
        address to,
        Capsule calldata current,
        ReEncryption calldata reEncryption,
        Acceptance calldata acceptance
    ) external;

    /// @notice Drops content hash and capsule for ever (GDPR, CCPA). Owner only (the seller owns an unsold lead), at any time: an unclosed round
    /// ends in the same call, see `IAuctionHouse.closeErased`.
    function erase(uint256 leadId) external;

    /// @notice Sets the ERC-2981 royalty to the seller, at most 1,000 bps. Configurator role, delayed.
    function setRoyalty(uint16 royaltyBps) external;

    /// @notice The record of an existing lead.
    function leadOf(uint256 leadId) external view returns (Lead memory);

    /// @notice The record of an unerased lead that `seller` submitted and still owns; reverts for any other.
    function leadForSale(uint256 leadId, address seller) external view returns (Lead memory);

    /// @notice The account that submitted a lead; zero where there is no such lead.
    function sellerOf(uint256 leadId) external view returns (address);

    /// @notice Whether a lead was erased while its seller still owned it: nobody else has received its data.
    function isErasedUnsold(uint256 leadId) external view returns (bool);

    /// @notice The context that a delivery proof is bound to: domain, chain, this contract, lead, round, receiver.
    function deliveryContext(uint256 leadId, uint32 round, address to) external view returns (bytes32);

    /// @notice EIP-712 digest of `Acceptance(uint256 leadId,address to,bytes32 capsuleHash,uint256 deadline)` with the capsule now on record, to
    /// be signed by `to`.
    function acceptanceDigest(uint256 leadId, address to, uint256 deadline) external view returns (bytes32);
}
