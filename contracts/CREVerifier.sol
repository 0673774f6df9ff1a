// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IReceiver} from "@chainlink/contracts/src/v0.8/keystone/interfaces/IReceiver.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {ICREVerifier} from "./interfaces/ICREVerifier.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {IVerticalRegistry} from "./interfaces/IVerticalRegistry.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";
import {BoundedSignature} from "./libraries/BoundedSignature.sol";
import {DedupTags} from "./libraries/DedupTags.sol";
import {LeadSubmissionHash} from "./libraries/LeadSubmissionHash.sol";
import {NonceBitmap} from "./libraries/NonceBitmap.sol";
import {WorkflowReport} from "./libraries/WorkflowReport.sol";

/// @title CREVerifier
/// @notice Turns reports of the scoring workflow into leads. See `ICREVerifier`.
contract CREVerifier is ICREVerifier, IReceiver, EIP712Upgradeable, ProtocolContract {
    using LeadSubmissionHash for LeadSubmission;
    using NonceBitmap for NonceBitmap.Bitmap;
    using DedupTags for DedupTags.Book;

    /// @notice Most leads in a report.
    uint256 public constant MAX_BATCH = 16;
    /// @notice Gas for each lead, whatever the caller sent: no caller can turn a good lead into a rejected one, and no lead can spend gas
    /// that others need. Covers the first lead of a vertical and region, with the longest attributes, listed at once, by an ERC-1271 wallet
    /// that uses up all it gets and that the compliance engine has to clear first. `MAX_BATCH` leads that use up all of this, with their
    /// calldata, stay below EIP-7825's 16.8M per transaction.
    uint256 public constant LEAD_GAS = 900_000;
    /// @dev What the call itself costs before its gas is set apart, with a margin.
    uint256 private constant CALL_OVERHEAD = 10_000;
    /// @dev Longest revert data that an event repeats, in bytes.
    uint256 private constant MAX_REASON_LENGTH = 1_024;
    /// @notice Longest attributes, in bytes.
    uint256 public constant MAX_ATTRIBUTES_LENGTH = 2_048;
    /// @notice Highest of a lead's five sub-scores; their sum, the quality score, is at most 10,000.
    uint256 public constant MAX_SUB_SCORE = 2_000;
    /// @notice Lower bound of the oldest accepted observation, in seconds.
    uint32 public constant MIN_MAX_REPORT_AGE = 60 seconds;
    /// @notice Upper bound of the oldest accepted observation, in seconds.
    uint32 public constant MAX_MAX_REPORT_AGE = 1 days;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable FORWARDER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAuctionHouse private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILeadNFT private immutable NFT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry private immutable REGISTRY;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    /// @custom:storage-location erc7201:lead-engine.storage.CREVerifier
    struct CREVerifierStorage {
        WorkflowConfig workflow;
        uint32 maxReportAge;
        mapping(address seller => NonceBitmap.Bitmap) nonces;
        DedupTags.Book dedupTags;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.CREVerifier");

    /// @param forwarder Chainlink's KeystoneForwarder: checks the DON's signatures.
    /// @param house opens auctions of leads that the report lists at once.
    /// @param nft mints.
    /// @param registry the verticals' rules.
    /// @param gate decides who may sell.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address forwarder, IAuctionHouse house, ILeadNFT nft, IVerticalRegistry registry, IComplianceGate gate) {
        FORWARDER = forwarder;
        HOUSE = house;
        NFT = nft;
        REGISTRY = registry;
        GATE = gate;
    }

    /// @notice Sets the authority, the workflow and the oldest accepted observation in seconds.
    /// @param authority the protocol's `AccessManager`.
    /// @custom:oz-upgrades-unsafe-allow missing-initializer-call
    function initialize(address authority, WorkflowConfig calldata config, uint32 maxReportAge_) external initializer {
        __AccessManaged_init(authority);
        _setWorkflow(config);
        _setMaxReportAge(maxReportAge_);
    }

    // REPORTS

    /// @notice Receives a report. Forwarder only. A lead that is refused emits `LeadRejected` and leaves no trace in the state.
    /// @dev Reverts when the caller's gas does not cover a lead's `LEAD_GAS`, so that the forwarder allows a retry.
    /// @param metadata the workflow's identity, 64 bytes.
    /// @param report `abi.encode(LeadReport[])`.
    function onReport(bytes calldata metadata, bytes calldata report) external {
        require(msg.sender == FORWARDER, CREVerifier_UnauthorizedCaller(msg.sender));
        _requireWorkflow(metadata);
        (bytes calldata list, uint256 length) = WorkflowReport.leadsOf(report);
        require(length > 0 && length <= MAX_BATCH, CREVerifier_InvalidBatch(length, MAX_BATCH));
        for (uint256 i = 0; i < length; ++i) {
            (bytes calldata lead, bool wellFormed) = WorkflowReport.leadAt(list, i);
            if (!wellFormed) {
                emit LeadRejected(keccak256(lead), abi.encodeWithSelector(CREVerifier_MalformedLead.selector));
                continue;
            }
            bytes memory call = bytes.concat(this.processLead.selector, bytes32(uint256(32)), lead);
            _requireLeadGas();
            (bool success, bytes memory reason) = BoundedCall.run(address(this), LEAD_GAS, MAX_REASON_LENGTH, call);
            if (!success) emit LeadRejected(_hashOfRejected(lead), reason);
        }
    }

    /// @inheritdoc ICREVerifier
    /// @dev Cheap checks come first. The seller's own contract is called last, so only for a seller who has passed KYC.
    function processLead(LeadReport calldata lead) external returns (uint256 leadId) {
        require(msg.sender == address(this), CREVerifier_UnauthorizedCaller(msg.sender));
        LeadSubmission calldata submission = lead.submission;
        CREVerifierStorage storage $ = _verifierStorage();

        _requireFresh(lead.observedAt, $.maxReportAge);
        _requireScore(lead.score, lead.subScores);
        _requireAttributes(submission.attributes, lead.attributesDigest);
        require(submission.deadline >= block.timestamp, CREVerifier_DeadlinePassed(submission.deadline));
        IVerticalRegistry.Vertical memory rules = REGISTRY.requireOpen(submission.vertical, submission.region);
        uint32 expiresAt = _expiryOf(submission, rules.consentRequired ? rules.consentMaxAge : 0);
        $.dedupTags.requireNew(NFT, lead.dedupTags);
        require($.nonces[submission.seller].use(submission.nonce), CREVerifier_NonceUsed(submission.seller, submission.nonce));

        uint32 leadClass = GATE.requireSeller(submission.seller, submission.vertical, submission.region);
        bytes32 digest = submissionDigest(submission);
        require(BoundedSignature.isValid(submission.seller, digest, lead.signature), CREVerifier_InvalidSignature(submission.seller));
        return _mint(lead, digest, leadClass, expiresAt, rules);
    }

    /// @inheritdoc ICREVerifier
    function cancelSubmissions(uint256[] calldata nonces) external {
        NonceBitmap.Bitmap storage bitmap = _verifierStorage().nonces[msg.sender];
        for (uint256 i = 0; i < nonces.length; ++i) {
            if (bitmap.use(nonces[i])) emit SubmissionCancelled(msg.sender, nonces[i]);
        }
    }

    // CONFIGURATION

    /// @inheritdoc ICREVerifier
    function setWorkflow(WorkflowConfig calldata config) external restricted {
        _setWorkflow(config);
    }

    /// @inheritdoc ICREVerifier
    function setMaxReportAge(uint32 maxReportAge_) external restricted {
        _setMaxReportAge(maxReportAge_);
    }

    // VIEWS

    /// @inheritdoc ICREVerifier
    function submissionDigest(LeadSubmission calldata submission) public view returns (bytes32) {
        return _hashTypedDataV4(submission.hash());
    }

    /// @inheritdoc ICREVerifier
    function isNonceUsed(address seller, uint256 nonce) external view returns (bool) {
        return _verifierStorage().nonces[seller].isUsed(nonce);
    }

    /// @inheritdoc ICREVerifier
    function blockedUntil(bytes32 dedupTag) external view returns (uint256) {
        (uint256 until, ) = _verifierStorage().dedupTags.blockOf(NFT, dedupTag);
        return until;
    }

    /// @inheritdoc ICREVerifier
    function workflow() external view returns (WorkflowConfig memory) {
        return _verifierStorage().workflow;
    }

    /// @inheritdoc ICREVerifier
    function maxReportAge() external view returns (uint32) {
        return _verifierStorage().maxReportAge;
    }

    /// @notice Whether this contract is an ERC-165 `interfaceId`: the forwarder asks for `IReceiver`.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IReceiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    // INTERNAL

    /// @dev The record's capsule hash is left to `LeadNFT`.
    function _mint(
        LeadReport calldata lead,
        bytes32 digest,
        uint32 leadClass,
        uint32 expiresAt,
        IVerticalRegistry.Vertical memory rules
    ) private returns (uint256 leadId) {
        LeadSubmission calldata submission = lead.submission;
        ILeadNFT.Lead memory record = ILeadNFT.Lead({
            seller: submission.seller,
            leadClass: leadClass,
            vertical: submission.vertical,
            region: submission.region,
            score: lead.score,
            expiresAt: expiresAt,
            contentHash: submission.contentHash,
            capsuleHash: 0
        });
        leadId = NFT.mint(record, submission.capsule);
        _verifierStorage().dedupTags.add(lead.dedupTags, leadId, rules.duplicateWindow);
        emit LeadAttested(
            leadId,
            digest,
            lead.dedupTags,
            lead.subScores,
            submission.source,
            submission.consentTime,
            lead.observedAt,
            submission.attributes,
            submission.autoList
        );
        if (submission.autoList) HOUSE.createAuctionFor(leadId, record, rules, submission.terms);
    }

    function _setWorkflow(WorkflowConfig calldata config) private {
        require(config.owner != address(0) && config.name != 0, CREVerifier_InvalidWorkflow(config.owner, config.name));
        _verifierStorage().workflow = config;
        emit WorkflowSet(config);
    }

    function _setMaxReportAge(uint32 maxReportAge_) private {
        require(
            maxReportAge_ >= MIN_MAX_REPORT_AGE && maxReportAge_ <= MAX_MAX_REPORT_AGE,
            CREVerifier_InvalidMaxReportAge(maxReportAge_, MIN_MAX_REPORT_AGE, MAX_MAX_REPORT_AGE)
        );
        _verifierStorage().maxReportAge = maxReportAge_;
        emit MaxReportAgeSet(maxReportAge_);
    }

    function _requireWorkflow(bytes calldata metadata) private view {
        (bytes32 id, bytes10 name, address owner) = WorkflowReport.workflowOf(metadata);
        WorkflowConfig storage config = _verifierStorage().workflow;
        bytes32 pinned = config.id;
        require(owner == config.owner && name == config.name && (pinned == 0 || id == pinned), CREVerifier_WrongWorkflow(id, name, owner));
    }

    /// @dev A call gets at most 63/64 of the gas that is left (EIP-150): less than that would hand on less than `LEAD_GAS`.
    function _requireLeadGas() private view {
        uint256 available = gasleft();
        uint256 needed = (LEAD_GAS * 64) / 63 + CALL_OVERHEAD;
        require(available >= needed, CREVerifier_InsufficientGas(available, needed));
    }

    function _requireFresh(uint256 observedAt, uint256 maxAge) private view {
        require(observedAt <= block.timestamp, CREVerifier_FutureReport(observedAt, block.timestamp));
        require(block.timestamp - observedAt <= maxAge, CREVerifier_StaleReport(observedAt, block.timestamp - maxAge));
    }

    /// @dev When the lead expires: when its seller says, or with the consent where consent is demanded. Both must lie in the future.
    function _expiryOf(LeadSubmission calldata submission, uint256 consentMaxAge) private view returns (uint32) {
        uint256 expiresAt = submission.expiresAt;
        if (consentMaxAge > 0) {
            uint256 consentTime = submission.consentTime;
            uint256 oldest = Math.saturatingSub(block.timestamp + 1, consentMaxAge);
            require(
                consentTime > 0 && consentTime >= oldest && consentTime <= block.timestamp,
                CREVerifier_ConsentInvalid(consentTime, oldest)
            );
            expiresAt = Math.min(expiresAt, consentTime + consentMaxAge);
        }
        require(expiresAt > block.timestamp, CREVerifier_LeadExpired(expiresAt));
        return uint32(expiresAt);
    }

    /// @dev The digest that its seller signs, if the submission can be decoded. A separate call, because decoding can revert.
    function _hashOfRejected(bytes calldata lead) private view returns (bytes32) {
        bytes memory question = bytes.concat(this.submissionDigest.selector, bytes32(uint256(32)), WorkflowReport.submissionIn(lead));
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory digest) = address(this).staticcall(question);
        return success ? bytes32(digest) : keccak256(lead);
    }

    function _requireScore(uint256 score, uint16[5] calldata subScores) private pure {
        uint256 sum = 0;
        for (uint256 i = 0; i < 5; ++i) {
            require(subScores[i] <= MAX_SUB_SCORE, CREVerifier_SubScoreTooHigh(i, subScores[i]));
            sum += subScores[i];
        }
        require(score == sum, CREVerifier_ScoreMismatch(score, sum));
    }

    function _requireAttributes(bytes calldata attributes, bytes32 expected) private pure {
        require(attributes.length <= MAX_ATTRIBUTES_LENGTH, CREVerifier_AttributesTooLong(attributes.length, MAX_ATTRIBUTES_LENGTH));
        bytes32 actual = keccak256(attributes);
        require(actual == expected, CREVerifier_AttributesMismatch(expected, actual));
    }

    /// @dev Constants instead of storage: two cold slots fewer for each report.
    function _EIP712Name() internal pure override returns (string memory) {
        return "Lead Engine";
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _verifierStorage() private pure returns (CREVerifierStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
