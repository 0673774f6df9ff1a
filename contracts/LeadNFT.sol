// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {IDeliveryKeys} from "./interfaces/IDeliveryKeys.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {Capsule, Point} from "./libraries/CapsuleTypes.sol";
import {ContentURI} from "./libraries/ContentURI.sol";
import {DeliveryProof, ReEncryption} from "./libraries/DeliveryProof.sol";
import {Secp256k1} from "./libraries/Secp256k1.sol";

/// @title LeadNFT
/// @notice Title to a lead; it moves only together with the capsule. See `ILeadNFT`.
/// @dev No lock is stored for a lead in an auction: the NFT asks the house. A title that has left its seller never returns to it.
contract LeadNFT is ILeadNFT, ERC721Upgradeable, EIP712Upgradeable, IERC2981, ProtocolContract {
    /// @notice Highest royalty, in basis points.
    uint16 public constant MAX_ROYALTY_BPS = 1_000;
    /// @dev Separates delivery proofs from every other use of the keys.
    bytes32 private constant DELIVERY_DOMAIN = keccak256("LeadEngine.Delivery.v1");
    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256("Acceptance(uint256 leadId,address to,bytes32 capsuleHash,uint256 deadline)");
    uint256 private constant BPS = 10_000;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAuctionHouse private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable VERIFIER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IDeliveryKeys private immutable DELIVERY_KEYS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    /// @dev A lead in three slots: its class stands for vertical and region. Erased where both hashes are zero.
    struct LeadRecord {
        address seller;
        uint32 leadClass;
        uint16 score;
        uint32 expiresAt;
        bytes32 contentHash;
        bytes32 capsuleHash;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.LeadNFT
    struct LeadNFTStorage {
        uint16 royaltyBps;
        uint240 lastLeadId;
        mapping(uint256 leadId => LeadRecord) leads;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.LeadNFT");

    /// @param house the auction house: delivers to buyers, and knows which leads are in an auction.
    /// @param verifier the `CREVerifier`: mints.
    /// @param vault knows the accounts' delivery keys.
    /// @param gate decides who may receive a lead outside a sale; within one, the house asks.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IAuctionHouse house, address verifier, IDeliveryKeys vault, IComplianceGate gate) {
        HOUSE = house;
        VERIFIER = verifier;
        DELIVERY_KEYS = vault;
        GATE = gate;
    }

    /// @notice Sets the authority and the royalty.
    /// @param authority the protocol's `AccessManager`.
    /// @param royaltyBps share of a resale's price for the seller, at most `MAX_ROYALTY_BPS`.
    /// @custom:oz-upgrades-unsafe-allow missing-initializer-call
    function initialize(address authority, uint16 royaltyBps) external initializer {
        __ERC721_init("Lead Engine Lead", "LEAD");
        __AccessManaged_init(authority);
        _setRoyalty(royaltyBps);
    }

    // MINT AND SALE

    /// @inheritdoc ILeadNFT
    function mint(Lead calldata lead, Capsule calldata capsule) external returns (uint256 leadId) {
        require(msg.sender == VERIFIER, LeadNFT_UnauthorizedCaller(msg.sender));
        require(lead.contentHash != 0, LeadNFT_ZeroContentHash());
        _requireUsablePoint(0, capsule.a);
        _requireUsablePoint(1, capsule.b);
        _requireUsablePoint(2, capsule.p);

        LeadNFTStorage storage $ = _nftStorage();
        leadId = ++$.lastLeadId;
        _mint(lead.seller, leadId);
        LeadRecord storage record = $.leads[leadId];
        (record.seller, record.leadClass, record.score, record.expiresAt) = (lead.seller, lead.leadClass, lead.score, lead.expiresAt);
        (record.contentHash, record.capsuleHash) = (lead.contentHash, DeliveryProof.capsuleHash(capsule));
        emit LeadMinted(
            leadId,
            lead.seller,
            lead.vertical,
            lead.region,
            lead.leadClass,
            lead.score,
            lead.expiresAt,
            lead.contentHash,
            capsule
        );
    }

    /// @inheritdoc ILeadNFT
    function deliver(
        uint256 leadId,
        uint32 round,
        address buyer,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) external returns (address seller) {
        require(msg.sender == address(HOUSE), LeadNFT_UnauthorizedCaller(msg.sender));
        LeadRecord storage lead = _deliverable(leadId);
        seller = lead.seller;
        _deliver(lead, leadId, round, seller, buyer, current, reEncryption);
    }

    // OWNER

    /// @inheritdoc ILeadNFT
    function deliverTo(
        uint256 leadId,
        address to,
        Capsule calldata current,
        ReEncryption calldata reEncryption,
        Acceptance calldata acceptance
    ) external {
        address owner = _requireOwned(leadId);
        require(_isAuthorized(owner, msg.sender, leadId), LeadNFT_NotOwner(leadId, msg.sender));
        require(!HOUSE.isUnclosed(leadId), LeadNFT_InAuction(leadId));
        LeadRecord storage lead = _deliverable(leadId);
        require(to != lead.seller, LeadNFT_ReceiverIsSeller(leadId, to));
        _requireAccepted(leadId, to, acceptance);
        (bytes32 vertical, bytes6 region) = GATE.leadClassAt(lead.leadClass);
        GATE.checkReceiver(to, vertical, region);
        _deliver(lead, leadId, 0, owner, to, current, reEncryption);
    }

    /// @inheritdoc ILeadNFT
    function erase(uint256 leadId) external {
        require(_requireOwned(leadId) == msg.sender, LeadNFT_NotOwner(leadId, msg.sender));
        LeadRecord storage lead = _unerased(leadId);
        lead.contentHash = 0;
        lead.capsuleHash = 0;
        emit LeadErased(leadId, msg.sender);
        if (HOUSE.isUnclosed(leadId)) HOUSE.closeErased(leadId);
    }

    /// @notice Always reverts: a title cannot be transferred without its capsule; use `deliverTo`.
    function transferFrom(address, address, uint256 leadId) public pure override {
        revert LeadNFT_TransferWithoutCapsule(leadId);
    }

    // ROYALTY

    /// @inheritdoc ILeadNFT
    function setRoyalty(uint16 royaltyBps) external restricted {
        _setRoyalty(royaltyBps);
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 leadId, uint256 salePrice) external view returns (address receiver, uint256 royaltyAmount) {
        _requireOwned(leadId);
        LeadNFTStorage storage $ = _nftStorage();
        return ($.leads[leadId].seller, (salePrice * $.royaltyBps) / BPS);
    }

    // VIEWS

    /// @inheritdoc ILeadNFT
    function leadOf(uint256 leadId) external view returns (Lead memory) {
        _requireOwned(leadId);
        return _described(_nftStorage().leads[leadId]);
    }

    /// @inheritdoc ILeadNFT
    function leadForSale(uint256 leadId, address seller) external view returns (Lead memory lead) {
        address owner = _requireOwned(leadId);
        lead = _described(_unerased(leadId));
        require(owner == seller && lead.seller == seller, LeadNFT_NotSellersLead(leadId, owner, lead.seller));
    }

    /// @inheritdoc ILeadNFT
    function sellerOf(uint256 leadId) external view returns (address) {
        return _nftStorage().leads[leadId].seller;
    }

    /// @inheritdoc ILeadNFT
    function lastLeadId() external view returns (uint256) {
        return _nftStorage().lastLeadId;
    }

    /// @inheritdoc ILeadNFT
    function isErasedUnsold(uint256 leadId) external view returns (bool) {
        LeadRecord storage lead = _nftStorage().leads[leadId];
        address seller = lead.seller;
        return seller != address(0) && lead.contentHash == 0 && _ownerOf(leadId) == seller;
    }

    /// @inheritdoc ILeadNFT
    function acceptanceDigest(uint256 leadId, address to, uint256 deadline) public view returns (bytes32) {
        bytes32 capsuleHash = _nftStorage().leads[leadId].capsuleHash;
        return _hashTypedDataV4(keccak256(abi.encode(ACCEPTANCE_TYPEHASH, leadId, to, capsuleHash, deadline)));
    }

    /// @inheritdoc ILeadNFT
    function deliveryContext(uint256 leadId, uint32 round, address to) public view returns (bytes32) {
        return keccak256(abi.encode(DELIVERY_DOMAIN, block.chainid, address(this), leadId, round, to));
    }

    /// @notice `ipfs://` address of the lead's ciphertext; empty once the lead is erased.
    function tokenURI(uint256 leadId) public view override returns (string memory) {
        _requireOwned(leadId);
        bytes32 contentHash = _nftStorage().leads[leadId].contentHash;
        return contentHash == 0 ? "" : ContentURI.fromDigest(contentHash);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721Upgradeable, IERC165) returns (bool) {
        return interfaceId == type(IERC2981).interfaceId || super.supportsInterface(interfaceId);
    }

    // INTERNAL

    /// @dev The only way a title leaves its owner: with the capsule on record, re-encrypted to the receiver's registered key.
    function _deliver(
        LeadRecord storage lead,
        uint256 leadId,
        uint32 round,
        address from,
        address to,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) private {
        bytes32 actual = DeliveryProof.capsuleHash(current);
        require(lead.capsuleHash == actual, LeadNFT_CapsuleMismatch(leadId, lead.capsuleHash, actual));

        bytes32 registered = DELIVERY_KEYS.deliveryKeyHashOf(to);
        bytes32 given = keccak256(abi.encode(reEncryption.capsule.p));
        require(registered == given, LeadNFT_DeliveryKeyMismatch(leadId, to, registered, given));
        DeliveryProof.verify(deliveryContext(leadId, round, to), current, reEncryption);

        lead.capsuleHash = DeliveryProof.capsuleHash(reEncryption.capsule);
        emit LeadDelivered(leadId, from, to, round, reEncryption.capsule);
        _transfer(from, to, leadId);
    }

    function _setRoyalty(uint16 royaltyBps) private {
        require(royaltyBps <= MAX_ROYALTY_BPS, LeadNFT_RoyaltyTooHigh(royaltyBps, MAX_ROYALTY_BPS));
        _nftStorage().royaltyBps = royaltyBps;
        emit RoyaltySet(royaltyBps);
    }

    /// @dev The lead, if it may still be delivered.
    function _deliverable(uint256 leadId) private view returns (LeadRecord storage lead) {
        lead = _unerased(leadId);
        uint256 expiresAt = lead.expiresAt;
        require(block.timestamp <= expiresAt, LeadNFT_Expired(leadId, expiresAt));
    }

    /// @dev The signature covers the capsule on record: a delivery changes that and so ends the acceptance.
    function _requireAccepted(uint256 leadId, address to, Acceptance calldata acceptance) private view {
        require(block.timestamp <= acceptance.deadline, LeadNFT_AcceptanceExpired(leadId, to, acceptance.deadline));
        bytes32 digest = acceptanceDigest(leadId, to, acceptance.deadline);
        require(SignatureChecker.isValidSignatureNowCalldata(to, digest, acceptance.signature), LeadNFT_InvalidAcceptance(leadId, to));
    }

    /// @dev Beyond the curve equation: `ecrecover`, and with it every delivery proof, needs an x-coordinate below the group order.
    function _requireUsablePoint(uint256 index, Point calldata point) private pure {
        require(point.x < Secp256k1.ORDER && Secp256k1.isOnCurve(point), LeadNFT_InvalidCapsulePoint(index));
    }

    function _unerased(uint256 leadId) private view returns (LeadRecord storage lead) {
        lead = _nftStorage().leads[leadId];
        require(lead.capsuleHash != 0, LeadNFT_Erased(leadId));
    }

    /// @dev The record, with the vertical and region of its class.
    function _described(LeadRecord storage record) private view returns (Lead memory lead) {
        (lead.seller, lead.leadClass, lead.score, lead.expiresAt) = (record.seller, record.leadClass, record.score, record.expiresAt);
        (lead.contentHash, lead.capsuleHash) = (record.contentHash, record.capsuleHash);
        (lead.vertical, lead.region) = GATE.leadClassAt(lead.leadClass);
    }

    /// @dev Constants instead of storage: two cold slots fewer.
    function _EIP712Name() internal pure override returns (string memory) {
        return "Lead Engine Lead";
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _nftStorage() private pure returns (LeadNFTStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
