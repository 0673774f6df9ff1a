// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";

/// @title ILeadNFT
/// @notice Title to a lead (ERC-721, ERC-2981). The title moves only together with the capsule that holds the lead's content key. It stays
/// with the seller until it is delivered. While a round is unclosed, which the auction house reports, only a delivery to its buyer moves
/// it.
interface ILeadNFT {
    /// @notice A lead's record. Consent time, source and public attributes are in `CREVerifier`'s events.
    /// @param seller account that submitted the lead and receives its price.
    /// @param leadClass number of its vertical and region, see `IComplianceGate`.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision (`US-CA`) or ISO 3166-1 country, left-aligned ASCII.
    /// @param score quality score, 0 to 10,000.
    /// @param expiresAt last moment of a delivery and of any auction, Unix seconds. `uint32` lasts until 2106.
    /// @param contentHash SHA-256 of the ciphertext: also the digest of its IPFS CIDv1 (raw), so the URI proves itself. Zero once erased.
    /// @param capsuleHash `keccak256(abi.encode(A, B, P))`. Zero once erased.
    struct Lead {
        address seller;
        uint32 leadClass;
        bytes32 vertical;
        bytes6 region;
        uint16 score;
        uint32 expiresAt;
        bytes32 contentHash;
        bytes32 capsuleHash;
    }

    /// @notice An account's agreement to receive a lead outside a sale.
    /// @param deadline last moment at which it is valid, Unix seconds.
    /// @param signature EIP-712 or ERC-1271 signature of `acceptanceDigest`.
    struct Acceptance {
        uint256 deadline;
        bytes signature;
    }

    /// @notice A lead was minted.
    /// @param leadId id of the lead, from 1.
    /// @param seller account that submitted the lead.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @param leadClass number of vertical and region, from 1.
    /// @param score quality score, 0 to 10,000.
    /// @param expiresAt when the lead expires, Unix seconds.
    /// @param contentHash SHA-256 of the ciphertext.
    /// @param capsule the content key under the seller's delivery key.
    event LeadMinted(
        uint256 indexed leadId,
        address indexed seller,
        bytes32 indexed vertical,
        bytes6 region,
        uint32 leadClass,
        uint16 score,
        uint32 expiresAt,
        bytes32 contentHash,
        Capsule capsule
    );
    /// @notice Title and capsule moved together to `to`. `round` is 0 outside an auction.
    /// @param leadId id of the lead, from 1.
    /// @param from account that owned the lead.
    /// @param to account that receives the lead.
    /// @param round number of the auction round, from 1; 0 outside an auction.
    /// @param capsule the content key under the receiver's delivery key.
    event LeadDelivered(uint256 indexed leadId, address indexed from, address indexed to, uint32 round, Capsule capsule);
    /// @notice Content hash and capsule were dropped; the lead can never be traded again.
    /// @param leadId id of the lead, from 1.
    /// @param by owner that erased it.
    event LeadErased(uint256 indexed leadId, address indexed by);
    /// @notice Royalty for sales outside this protocol's auction, in basis points.
    /// @param royaltyBps share of a resale's price, in basis points.
    event RoyaltySet(uint16 royaltyBps);

    /// @notice Only another contract of the protocol may call this, not `caller`.
    /// @param caller account that called.
    error LeadNFT_UnauthorizedCaller(address caller);
    /// @notice Lead `leadId` cannot be transferred without its key.
    /// @param leadId id of the lead, from 1.
    error LeadNFT_TransferWithoutCapsule(uint256 leadId);
    /// @notice The content of lead `leadId` was erased permanently.
    /// @param leadId id of the lead, from 1.
    error LeadNFT_Erased(uint256 leadId);
    /// @notice Lead `leadId` expired at `expiresAt`: it can no longer be delivered.
    /// @param leadId id of the lead, from 1.
    /// @param expiresAt when the lead expires, Unix seconds.
    error LeadNFT_Expired(uint256 leadId, uint256 expiresAt);
    /// @notice Lead `leadId` is in an auction that is not closed yet: only a delivery to its buyer moves the title.
    /// @param leadId id of the lead, from 1.
    error LeadNFT_InAuction(uint256 leadId);
    /// @notice Lead `leadId` cannot be delivered to `seller`, who submitted it.
    /// @param leadId id of the lead, from 1.
    /// @param seller account that submitted the lead.
    error LeadNFT_ReceiverIsSeller(uint256 leadId, address seller);
    /// @notice The acceptance of lead `leadId` by `to` was valid until `deadline`.
    /// @param leadId id of the lead, from 1.
    /// @param to account that receives the lead.
    /// @param deadline last moment at which the acceptance was valid, Unix seconds.
    error LeadNFT_AcceptanceExpired(uint256 leadId, address to, uint256 deadline);
    /// @notice `to` has not signed an acceptance of lead `leadId` with its present capsule.
    /// @param leadId id of the lead, from 1.
    /// @param to account that receives the lead.
    error LeadNFT_InvalidAcceptance(uint256 leadId, address to);
    /// @notice Lead `leadId` belongs to `owner`; its seller `seller` no longer owns it.
    /// @param leadId id of the lead, from 1.
    /// @param owner account that owns the lead.
    /// @param seller account that submitted the lead.
    error LeadNFT_NotSellersLead(uint256 leadId, address owner, address seller);
    /// @notice `caller` does not own lead `leadId` and is not its owner's operator.
    /// @param leadId id of the lead, from 1.
    /// @param caller account that called.
    error LeadNFT_NotOwner(uint256 leadId, address caller);
    /// @notice The capsule given for lead `leadId` is not the one on record.
    /// @param leadId id of the lead, from 1.
    /// @param expected hash of the capsule on record.
    /// @param actual hash of the capsule given.
    error LeadNFT_CapsuleMismatch(uint256 leadId, bytes32 expected, bytes32 actual);
    /// @notice The new capsule of lead `leadId` is not encrypted to the registered delivery key of `to`.
    /// @param leadId id of the lead, from 1.
    /// @param to account that receives the lead.
    /// @param expected hash of the receiver's registered key; zero for none.
    /// @param actual hash of the new capsule's key.
    error LeadNFT_DeliveryKeyMismatch(uint256 leadId, address to, bytes32 expected, bytes32 actual);
    /// @notice Point `index` of the capsule is not on the curve, or its x-coordinate is not below the group order.
    /// @param index 0 is A, 1 is B, 2 is P.
    error LeadNFT_InvalidCapsulePoint(uint256 index);
    /// @notice The submission has no content hash.
    error LeadNFT_ZeroContentHash();
    /// @notice A royalty of `royaltyBps` is above `max`.
    /// @param royaltyBps the royalty given, in basis points.
    /// @param max highest royalty, in basis points.
    error LeadNFT_RoyaltyTooHigh(uint256 royaltyBps, uint256 max);

    /// @notice Mints a lead to its seller. `CREVerifier` only. Reverts with `LeadNFT_UnauthorizedCaller` for any other caller,
    /// `LeadNFT_ZeroContentHash` without a content hash, `LeadNFT_InvalidCapsulePoint` where a point of the capsule cannot be used, and
    /// `ERC721InvalidReceiver` for a seller of zero.
    /// @param lead the record; `lead.leadClass` is that of its vertical and region, `lead.capsuleHash` is ignored and computed from
    /// `capsule`.
    /// @param capsule the content key under the seller's delivery key.
    /// @return leadId sequential from 1.
    function mint(Lead calldata lead, Capsule calldata capsule) external returns (uint256 leadId);

    /// @notice Moves a lead from its seller to the buyer of its auction round, together with its capsule. Auction house only. Reverts with
    /// `LeadNFT_UnauthorizedCaller` for any other caller, `LeadNFT_Erased` for an erased lead, `LeadNFT_Expired` after the lead's expiry,
    /// `LeadNFT_CapsuleMismatch` where `current` is not the capsule on record, `LeadNFT_DeliveryKeyMismatch` where the new one is not under
    /// the buyer's registered key, and with the errors of `DeliveryProof` where the proof does not hold.
    /// @param leadId id of the lead, from 1.
    /// @param round the auction round that the proof is bound to.
    /// @param buyer account that won the round.
    /// @param current the capsule on record, under the owner's delivery key.
    /// @param reEncryption the new capsule under the receiver's delivery key, with its proof.
    /// @return seller the lead's seller, who must be paid.
    function deliver(
        uint256 leadId,
        uint32 round,
        address buyer,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) external returns (address seller);

    /// @notice Moves title and capsule to `to` outside a sale, but not while a round is unclosed or after the lead's expiry. Owner or its
    /// operator only. `to` needs a registered delivery key, must have accepted the lead, must be cleared to receive it, and cannot be its
    /// first seller. Reverts with `ERC721NonexistentToken` for an unknown lead, `LeadNFT_NotOwner` for any other caller,
    /// `LeadNFT_InAuction` while a round is unclosed, `LeadNFT_Erased` for an erased lead, `LeadNFT_Expired` after the lead's expiry,
    /// `LeadNFT_ReceiverIsSeller` where `to` is the first seller, `LeadNFT_AcceptanceExpired` or `LeadNFT_InvalidAcceptance` where the
    /// acceptance is not valid, `ComplianceGate_Denied` or `ComplianceGate_Unavailable` unless the gate clears `to`,
    /// `LeadNFT_CapsuleMismatch` where `current` is not the capsule on record, `LeadNFT_DeliveryKeyMismatch` where the new one is not under
    /// the registered key of `to`, and with the errors of `DeliveryProof` where the proof does not hold.
    /// @param leadId id of the lead, from 1.
    /// @param to account that receives the lead.
    /// @param current the capsule on record, under the owner's delivery key.
    /// @param reEncryption the new capsule under the receiver's delivery key, with its proof.
    /// @param acceptance what `to` signed, over the capsule on record, so that it is valid once.
    function deliverTo(
        uint256 leadId,
        address to,
        Capsule calldata current,
        ReEncryption calldata reEncryption,
        Acceptance calldata acceptance
    ) external;

    /// @notice Drops content hash and capsule permanently (GDPR, CCPA). Owner only (the seller owns an unsold lead), at any time: an
    /// unclosed round ends in the same call, see `IAuctionHouse.closeErased`. Reverts with `ERC721NonexistentToken` for an unknown lead,
    /// `LeadNFT_NotOwner` for any other caller, and `LeadNFT_Erased` where it was erased before.
    /// @param leadId id of the lead, from 1.
    function erase(uint256 leadId) external;

    /// @notice Sets the ERC-2981 royalty to the seller, at most 1,000 bps. Configurator role, delayed. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `LeadNFT_RoyaltyTooHigh` above 1,000 basis points.
    /// @param royaltyBps share of a resale's price, in basis points.
    function setRoyalty(uint16 royaltyBps) external;

    /// @notice The record of an existing lead. Anyone. Reverts with `ERC721NonexistentToken` for an unknown lead.
    /// @param leadId id of the lead, from 1.
    /// @return the record.
    function leadOf(uint256 leadId) external view returns (Lead memory);

    /// @notice The record of an unerased lead that `seller` submitted and still owns. Anyone. Reverts with `ERC721NonexistentToken` for an
    /// unknown lead, `LeadNFT_Erased` for an erased one, and `LeadNFT_NotSellersLead` unless `seller` submitted and owns it.
    /// @param leadId id of the lead, from 1.
    /// @param seller account that wants to auction it.
    /// @return the record.
    function leadForSale(uint256 leadId, address seller) external view returns (Lead memory);

    /// @notice The account that submitted a lead; zero where there is no such lead. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return the account.
    function sellerOf(uint256 leadId) external view returns (address);

    /// @notice The lead that was minted last: ids count up from 1 without a gap. Anyone. Never reverts.
    /// @return id of the lead; 0 while there is none.
    function lastLeadId() external view returns (uint256);

    /// @notice Whether a lead was erased while its seller still owned it: nobody else has received its data. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return false for an unknown lead too.
    function isErasedUnsold(uint256 leadId) external view returns (bool);

    /// @notice The context that a delivery proof is bound to: domain, chain, this contract, lead, round, receiver. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the auction round, from 1; 0 outside an auction.
    /// @param to account that receives the lead.
    /// @return the hash that a proof takes as its context.
    function deliveryContext(uint256 leadId, uint32 round, address to) external view returns (bytes32);

    /// @notice EIP-712 digest of `Acceptance(uint256 leadId,address to,bytes32 capsuleHash,uint256 deadline)` with the capsule now on
    /// record, for `to` to sign. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param to account that receives the lead.
    /// @param deadline last moment at which the acceptance is valid, Unix seconds.
    /// @return the digest to sign.
    function acceptanceDigest(uint256 leadId, address to, uint256 deadline) external view returns (bytes32);
}
