// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {IDeliveryKeys} from "./interfaces/IDeliveryKeys.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {Capsule, Point} from "./libraries/CapsuleTypes.sol";
import {ContentURI} from "./libraries/ContentURI.sol";
import {DeliveryProof, ReEncryption} from "./libraries/DeliveryProof.sol";
import {Secp256k1} from "./libraries/Secp256k1.sol";

/// @title LeadNFT
/// @notice Title to a lead; it moves only together with the capsule. See `ILeadNFT`.
/// @dev Custody means that the auction house owns the token. The house never receives a capsule of its own.
contract LeadNFT is ILeadNFT, ERC721Upgradeable, IERC2981, ProtocolContract {
    /// @notice Highest royalty, in basis points.
    uint16 public constant MAX_ROYALTY_BPS = 1_000;
    /// @dev Separates delivery proofs from every other use of the keys.
    bytes32 private constant DELIVERY_DOMAIN = keccak256("LeadEngine.Delivery.v1");
    uint256 private constant BPS = 10_000;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable VERIFIER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IDeliveryKeys private immutable DELIVERY_KEYS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    /// @custom:storage-location erc7201:lead-engine.storage.LeadNFT
    struct LeadNFTStorage {
        uint16 royaltyBps;
        uint240 lastLeadId;
        mapping(uint256 leadId => Lead) leads;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.LeadNFT");

    /// @param house the auction house: keeps leads in custody.
    /// @param verifier the `CREVerifier`: mints.
    /// @param vault knows the accounts' delivery keys.
    /// @param gate decides who may receive a lead outside a sale; within one, the house asks.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address house, address verifier, IDeliveryKeys vault, IComplianceGate gate) {
        HOUSE = house;
        VERIFIER = verifier;
        DELIVERY_KEYS = vault;
        GATE = gate;
    }

    modifier onlyHouse() {
        require(msg.sender == HOUSE, LeadNFT_UnauthorizedCaller(msg.sender));
        _;
    }

    /// @notice Sets the authority and the royalty.
    /// @param authority the protocol's `AccessManager`.
    /// @param royaltyBps share of a resale's price that is due to the seller, at most `MAX_ROYALTY_BPS`.
    function initialize(address authority, uint16 royaltyBps) external initializer {
        __ERC721_init("Lead Engine Lead", "LEAD");
        __AccessManaged_init(authority);
        _setRoyalty(royaltyBps);
    }

    // MINT

    /// @inheritdoc ILeadNFT
    function mint(address to, Lead calldata lead, Capsule calldata capsule) external returns (uint256 leadId) {
        require(msg.sender == VERIFIER, LeadNFT_UnauthorizedCaller(msg.sender));
        require(lead.contentHash != 0, LeadNFT_ZeroContentHash());
        _requireUsablePoint(0, capsule.a);
        _requireUsablePoint(1, capsule.b);
        _requireUsablePoint(2, capsule.p);

        LeadNFTStorage storage $ = _nftStorage();
        leadId = ++$.lastLeadId;
        _mint(to, leadId);
        $.leads[leadId] = Lead({
            seller: lead.seller,
            region: lead.region,
            score: lead.score,
            expiresAt: lead.expiresAt,
            vertical: lead.vertical,
            contentHash: lead.contentHash,
            capsuleHash: DeliveryProof.capsuleHash(capsule)
        });
        emit LeadMinted(leadId, lead.seller, lead.vertical, lead.region, lead.score, lead.expiresAt, lead.contentHash, capsule);
    }

    // CUSTODY

    /// @inheritdoc ILeadNFT
    function takeIntoCustody(uint256 leadId, address seller) external onlyHouse returns (Lead memory lead) {
        address owner = _requireOwned(leadId);
        lead = _unerased(leadId);
        require(owner == seller && lead.seller == seller, LeadNFT_NotSellersLead(leadId, owner, lead.seller));
        _transfer(owner, HOUSE, leadId);
    }

    /// @inheritdoc ILeadNFT
    function returnFromCustody(uint256 leadId) external onlyHouse returns (address seller) {
        seller = _nftStorage().leads[leadId].seller;
        _transfer(HOUSE, seller, leadId);
    }

    /// @inheritdoc ILeadNFT
    function deliverFromCustody(
        uint256 leadId,
        uint32 round,
        address buyer,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) external onlyHouse returns (address seller) {
        return _deliver(leadId, round, HOUSE, buyer, current, reEncryption);
    }

    // OWNER

    /// @inheritdoc ILeadNFT
    function deliverTo(uint256 leadId, address to, Capsule calldata current, ReEncryption calldata reEncryption) external {
        address owner = _requireOwned(leadId);
        require(owner != HOUSE && _isAuthorized(owner, msg.sender, leadId), LeadNFT_NotOwner(leadId, msg.sender));
        Lead storage lead = _nftStorage().leads[leadId];
        GATE.requireReceiver(to, lead.vertical, lead.region);
        _deliver(leadId, 0, owner, to, current, reEncryption);
    }

    /// @inheritdoc ILeadNFT
    function erase(uint256 leadId) external {
        address owner = _requireOwned(leadId);
        require(owner == msg.sender && owner != HOUSE, LeadNFT_NotOwner(leadId, msg.sender));
        Lead storage lead = _unerased(leadId);
        lead.contentHash = 0;
        lead.capsuleHash = 0;
        emit LeadErased(leadId, msg.sender);
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
        return _nftStorage().leads[leadId];
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

    /// @dev The one way by which a title leaves its owner for good: the capsule on record is re-encrypted to the receiver's registered key.
    function _deliver(
        uint256 leadId,
        uint32 round,
        address from,
        address to,
        Capsule calldata current,
        ReEncryption calldata reEncryption
    ) private returns (address seller) {
        Lead storage lead = _unerased(leadId);
        bytes32 actual = DeliveryProof.capsuleHash(current);
        require(lead.capsuleHash == actual, LeadNFT_CapsuleMismatch(leadId, lead.capsuleHash, actual));

        bytes32 registered = DELIVERY_KEYS.deliveryKeyHashOf(to);
        bytes32 given = keccak256(abi.encode(reEncryption.capsule.p));
        require(registered == given, LeadNFT_DeliveryKeyMismatch(leadId, to, registered, given));
        DeliveryProof.verify(deliveryContext(leadId, round, to), current, reEncryption);

        lead.capsuleHash = DeliveryProof.capsuleHash(reEncryption.capsule);
        emit LeadDelivered(leadId, from, to, round, reEncryption.capsule);
        _transfer(from, to, leadId);
        return lead.seller;
    }

    function _setRoyalty(uint16 royaltyBps) private {
        require(royaltyBps <= MAX_ROYALTY_BPS, LeadNFT_RoyaltyTooHigh(royaltyBps, MAX_ROYALTY_BPS));
        _nftStorage().royaltyBps = royaltyBps;
        emit RoyaltySet(royaltyBps);
    }

    /// @dev Beyond the curve equation: `ecrecover`, and with it every delivery proof, needs an x-coordinate below the group order.
    function _requireUsablePoint(uint256 index, Point calldata point) private pure {
        require(point.x < Secp256k1.ORDER && Secp256k1.isOnCurve(point), LeadNFT_InvalidCapsulePoint(index));
    }

    function _unerased(uint256 leadId) private view returns (Lead storage lead) {
        lead = _nftStorage().leads[leadId];
        require(lead.contentHash != 0, LeadNFT_Erased(leadId));
    }

    function _nftStorage() private pure returns (LeadNFTStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
