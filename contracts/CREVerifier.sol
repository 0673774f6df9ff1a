// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IReceiver} from "@chainlink/contracts/src/v0.8/keystone/interfaces/IReceiver.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "./interfaces/IBountyMatcher.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {ICREVerifier} from "./interfaces/ICREVerifier.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {IVerticalRegistry} from "./interfaces/IVerticalRegistry.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";
import {BoundedSignature} from "./libraries/BoundedSignature.sol";
import {Point} from "./libraries/CapsuleTypes.sol";
import {DedupTags} from "./libraries/DedupTags.sol";
import {LeadFacts} from "./libraries/LeadFacts.sol";
import {LeadSubmissionHash} from "./libraries/LeadSubmissionHash.sol";
import {NonceBitmap} from "./libraries/NonceBitmap.sol";
import {PackedLead} from "./libraries/PackedLead.sol";
import {Secp256k1} from "./libraries/Secp256k1.sol";
import {WorkflowReport} from "./libraries/WorkflowReport.sol";

/// @title CREVerifier
/// @notice Turns reports of the scoring workflow into leads. See `ICREVerifier`.
contract CREVerifier is ICREVerifier, IReceiver, EIP712Upgradeable, ProtocolContract {
    using LeadSubmissionHash for LeadSubmission;
    using NonceBitmap for NonceBitmap.Bitmap;
    using DedupTags for DedupTags.Book;
    using PackedLead for bytes;

    /// @notice Most leads in a report.
    uint256 public constant MAX_BATCH = 10;
    /// @notice Gas for each lead, whatever the caller sent: no caller can turn a good lead into a rejected one, and no lead can spend gas
    /// that others need. Covers the first lead of a vertical and region, with the longest attributes, listed at once, by an ERC-1271 wallet
    /// that uses up all it gets and that the compliance engine has to clear first. `MAX_BATCH` leads that use up all of this and of
    /// `MATCH_GAS`, with their calldata, stay below EIP-7825's 16.8M per transaction.
    uint256 public constant LEAD_GAS = 900_000;
    /// @notice Gas to match a minted lead with the best of its candidates, whatever the caller sent: the first two of them may be denied by
    /// the compliance engine. What does not suffice is undone; the lead is minted all the same.
    uint256 public constant MATCH_GAS = 600_000;
    /// @dev What the call itself costs before its gas is set apart, with a margin.
    uint256 private constant CALL_OVERHEAD = 10_000;
    /// @dev Longest revert data that an event repeats, in bytes.
    uint256 private constant MAX_REASON_LENGTH = 1_024;
    /// @notice Longest attributes, in bytes.
    uint256 public constant MAX_ATTRIBUTES_LENGTH = 2_048;
    /// @notice Highest of a lead's five sub-scores; their sum, the quality score, is at most 10,000.
    uint256 public constant MAX_SUB_SCORE = 2_000;
    /// @notice All checks of vendors that there are: a bit each.
    uint256 public constant ALL_CHECKS = 0x3f;
    /// @notice Longest package that `submitLead` takes, in bytes: CRE's log trigger takes events of 5 KB.
    uint256 public constant MAX_PACKAGE_LENGTH = 4_800;
    /// @notice Longest time that the DON's previous key is accepted, in seconds.
    uint256 public constant MAX_KEY_OVERLAP = 30 days;
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
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IBountyMatcher private immutable MATCHER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    uint64 private immutable CHAIN_SELECTOR;

    /// @custom:storage-location erc7201:lead-engine.storage.CREVerifier
    struct CREVerifierStorage {
        WorkflowConfig workflow;
        uint32 maxReportAge;
        mapping(address seller => NonceBitmap.Bitmap) nonces;
        DedupTags.Book dedupTags;
        NonceBitmap.Bitmap reportNonces;
        uint32 donEpoch;
        mapping(uint32 epoch => DonKey) donKeys;
    }

    /// @dev The DON's key of one epoch, and until when packages under it are accepted, Unix seconds.
    struct DonKey {
        Point key;
        uint40 until;
    }

    /// @dev What the workflow found out about a lead, with the score that follows from it.
    struct Findings {
        uint16 score;
        uint16[5] subScores;
        bytes32[2] dedupTags;
        uint8 checks;
        uint40 observedAt;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.CREVerifier");

    /// @param forwarder Chainlink's KeystoneForwarder: checks the DON's signatures.
    /// @param house opens auctions of leads that the report lists at once.
    /// @param nft mints.
    /// @param registry the verticals' rules.
    /// @param gate decides who may sell.
    /// @param matcher sells leads to bounties at once.
    /// @param chainSelector_ Chainlink's selector of this chain, which reports name.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        address forwarder,
        IAuctionHouse house,
        ILeadNFT nft,
        IVerticalRegistry registry,
        IComplianceGate gate,
        IBountyMatcher matcher,
        uint64 chainSelector_
    ) {
        FORWARDER = forwarder;
        HOUSE = house;
        NFT = nft;
        REGISTRY = registry;
        GATE = gate;
        MATCHER = matcher;
        CHAIN_SELECTOR = chainSelector_;
    }

    /// @notice Sets the authority, the workflow, the oldest accepted observation in seconds, and the DON's first key.
    /// @param authority the protocol's `AccessManager`.
    /// @custom:oz-upgrades-unsafe-allow missing-initializer-call
    function initialize(
        address authority,
        WorkflowConfig calldata config,
        uint32 maxReportAge_,
        Point calldata donKey
    ) external initializer {
        __AccessManaged_init(authority);
        _setWorkflow(config);
        _setMaxReportAge(maxReportAge_);
        _setDonKey(donKey, 0);
    }

    // REPORTS

    /// @notice Receives a report. Forwarder only. A lead that is refused emits `LeadRejected` and leaves no trace in the state.
    /// @dev The forwarder's signatures bind neither chain nor receiver, and another forwarder of the same DON would deliver a report again:
    /// so the body names chain and receiver, and its nonce counts once, whoever carries it. A report that reverts has used no nonce.
    /// Reverts when the caller's gas does not cover a lead's `LEAD_GAS`, so that the forwarder allows a retry.
    /// @param metadata the workflow's identity, 64 bytes.
    /// @param report the body, see `WorkflowReport`.
    function onReport(bytes calldata metadata, bytes calldata report) external {
        require(msg.sender == FORWARDER, CREVerifier_UnauthorizedCaller(msg.sender));
        _requireWorkflow(metadata);
        (WorkflowReport.Header memory header, bytes calldata list) = WorkflowReport.headerOf(report);
        _requireHeader(header);
        uint256 count = WorkflowReport.countOf(list);
        require(count > 0 && count <= MAX_BATCH, CREVerifier_InvalidBatch(count, MAX_BATCH));
        for (uint256 i = 0; i < count; ++i) {
            bytes calldata lead;
            (lead, list) = WorkflowReport.split(list);
            bytes memory call = abi.encodeCall(this.processLead, (lead, header.observedAt));
            _requireGas(LEAD_GAS);
            (bool success, bytes memory result) = BoundedCall.run(address(this), LEAD_GAS, MAX_REASON_LENGTH, call);
            if (success) _matchAtOnce(uint256(bytes32(result)), lead);
            else emit LeadRejected(_hashOfRejected(lead), result);
        }
    }

    /// @inheritdoc ICREVerifier
    /// @dev Cheap checks come first. The seller's own contract is called last, so only for a seller who has passed KYC.
    function processLead(bytes calldata lead, uint40 observedAt) external returns (uint256 leadId) {
        require(msg.sender == address(this), CREVerifier_UnauthorizedCaller(msg.sender));
        require(lead.isWellFormed(), CREVerifier_MalformedLead(lead.length));
        LeadSubmission memory submission = lead.submissionIn();
        Findings memory findings;
        (findings.subScores, findings.dedupTags, findings.checks) = lead.findingsIn();
        CREVerifierStorage storage $ = _verifierStorage();

        findings.observedAt = observedAt;
        findings.score = _scoreOf(findings.subScores);
        require(findings.checks <= ALL_CHECKS, CREVerifier_UnknownChecks(findings.checks));
        uint256 length = submission.attributes.length;
        require(length <= MAX_ATTRIBUTES_LENGTH, CREVerifier_AttributesTooLong(length, MAX_ATTRIBUTES_LENGTH));
        require(submission.deadline >= block.timestamp, CREVerifier_DeadlinePassed(submission.deadline));
        IVerticalRegistry.Vertical memory rules = REGISTRY.requireOpen(submission.vertical, submission.region);
        uint32 expiresAt = _expiryOf(submission, rules.consentRequired ? rules.consentMaxAge : 0);
        $.dedupTags.requireNew(NFT, findings.dedupTags);
        require($.nonces[submission.seller].use(submission.nonce), CREVerifier_NonceUsed(submission.seller, submission.nonce));

        uint32 leadClass = GATE.requireSeller(submission.seller, submission.vertical, submission.region);
        bytes32 digest = _digestOf(submission);
        require(BoundedSignature.isValid(submission.seller, digest, lead.signatureIn()), CREVerifier_InvalidSignature(submission.seller));
        return _mint(submission, findings, digest, leadClass, expiresAt, rules);
    }

    /// @inheritdoc ICREVerifier
    function submitLead(bytes calldata package) external {
        require(package.length > 0 && package.length <= MAX_PACKAGE_LENGTH, CREVerifier_InvalidPackage(package.length, MAX_PACKAGE_LENGTH));
        emit LeadSubmitted(msg.sender, package);
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

    /// @inheritdoc ICREVerifier
    function setDonKey(Point calldata key, uint40 previousUntil) external restricted {
        _setDonKey(key, previousUntil);
    }

    // VIEWS

    /// @inheritdoc ICREVerifier
    function submissionDigest(LeadSubmission calldata submission) external view returns (bytes32) {
        return _digestOf(submission);
    }

    /// @inheritdoc ICREVerifier
    function isNonceUsed(address seller, uint256 nonce) external view returns (bool) {
        return _verifierStorage().nonces[seller].isUsed(nonce);
    }

    /// @inheritdoc ICREVerifier
    function isReportNonceUsed(uint64 nonce) external view returns (bool) {
        return _verifierStorage().reportNonces.isUsed(nonce);
    }

    /// @inheritdoc ICREVerifier
    function chainSelector() external view returns (uint64) {
        return CHAIN_SELECTOR;
    }

    /// @inheritdoc ICREVerifier
    function donEpoch() external view returns (uint32) {
        return _verifierStorage().donEpoch;
    }

    /// @inheritdoc ICREVerifier
    function donKeyOf(uint32 epoch) external view returns (Point memory key, uint40 until) {
        DonKey storage entry = _verifierStorage().donKeys[epoch];
        return (entry.key, entry.until);
    }

    /// @inheritdoc ICREVerifier
    function blockedUntil(bytes32 dedupTag) external view returns (uint256) {
        (uint256 until, ) = _verifierStorage().dedupTags.blockOf(NFT, dedupTag);
        return until;
    }

    /// @inheritdoc ICREVerifier
    function areFactsOf(uint256 leadId, LeadFacts calldata facts) external view returns (bool) {
        return _verifierStorage().dedupTags.areFactsOf(leadId, facts);
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
        LeadSubmission memory submission,
        Findings memory findings,
        bytes32 digest,
        uint32 leadClass,
        uint32 expiresAt,
        IVerticalRegistry.Vertical memory rules
    ) private returns (uint256 leadId) {
        ILeadNFT.Lead memory record = ILeadNFT.Lead({
            seller: submission.seller,
            leadClass: leadClass,
            vertical: submission.vertical,
            region: submission.region,
            score: findings.score,
            expiresAt: expiresAt,
            contentHash: submission.contentHash,
            capsuleHash: 0
        });
        leadId = NFT.mint(record, submission.capsule);
        LeadFacts memory facts = LeadFacts(submission.source, submission.consentTime, findings.dedupTags);
        _verifierStorage().dedupTags.add(facts, leadId, rules.duplicateWindow);
        _emitAttested(leadId, digest, submission, findings);
        if (submission.autoList) HOUSE.createAuctionFor(leadId, record, rules, submission.terms);
    }

    /// @dev Offers a minted lead to the bounties that the DON names. Where none of them can be matched, it is listed like any other.
    function _matchAtOnce(uint256 leadId, bytes calldata lead) private {
        uint256[] memory bountyIds = lead.candidatesIn();
        if (bountyIds.length == 0) return;
        LeadSubmission memory submission = lead.submissionIn();
        (, bytes32[2] memory dedupTags, ) = lead.findingsIn();
        LeadFacts memory facts = LeadFacts(submission.source, submission.consentTime, dedupTags);
        bytes memory call = abi.encodeCall(MATCHER.matchFromReport, (leadId, bountyIds, facts));
        _requireGas(MATCH_GAS);
        BoundedCall.run(address(MATCHER), MATCH_GAS, 0, call);
    }

    function _emitAttested(uint256 leadId, bytes32 digest, LeadSubmission memory submission, Findings memory findings) private {
        emit LeadAttested(
            leadId,
            digest,
            findings.dedupTags,
            findings.subScores,
            findings.checks,
            submission.source,
            submission.consentTime,
            findings.observedAt,
            submission.attributes,
            submission.autoList
        );
    }

    /// @dev The previous epoch goes on until `previousUntil`; the one before it ends now, so that two keys are alive at most.
    function _setDonKey(Point calldata key, uint40 previousUntil) private {
        require(Secp256k1.isOnCurve(key), CREVerifier_InvalidDonKey(key.x, key.y));
        CREVerifierStorage storage $ = _verifierStorage();
        uint32 previous = $.donEpoch;
        uint256 latest = previous == 0 ? 0 : block.timestamp + MAX_KEY_OVERLAP;
        require(previousUntil <= latest, CREVerifier_InvalidPreviousUntil(previousUntil, latest));
        if (previous > 1) {
            DonKey storage oldest = $.donKeys[previous - 1];
            if (oldest.until > block.timestamp) oldest.until = uint40(block.timestamp);
        }
        if (previous > 0) $.donKeys[previous].until = previousUntil;
        $.donEpoch = previous + 1;
        $.donKeys[previous + 1] = DonKey({key: key, until: type(uint40).max});
        emit DonKeySet(previous + 1, key, previousUntil);
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

    /// @dev Uses the nonce up.
    function _requireHeader(WorkflowReport.Header memory header) private {
        require(header.kind == WorkflowReport.LEADS, CREVerifier_WrongKind(header.kind, WorkflowReport.LEADS));
        require(header.chainSelector == CHAIN_SELECTOR, CREVerifier_WrongChain(header.chainSelector, CHAIN_SELECTOR));
        require(header.receiver == address(this), CREVerifier_WrongReceiver(header.receiver, address(this)));
        CREVerifierStorage storage $ = _verifierStorage();
        _requireFresh(header.observedAt, $.maxReportAge);
        require($.reportNonces.use(header.nonce), CREVerifier_ReportNonceUsed(header.nonce));
    }

    /// @dev A call gets at most 63/64 of the gas that is left (EIP-150): less than that would hand on less than `callGas`.
    function _requireGas(uint256 callGas) private view {
        uint256 available = gasleft();
        uint256 needed = (callGas * 64) / 63 + CALL_OVERHEAD;
        require(available >= needed, CREVerifier_InsufficientGas(available, needed));
    }

    function _requireFresh(uint256 observedAt, uint256 maxAge) private view {
        require(observedAt <= block.timestamp, CREVerifier_FutureReport(observedAt, block.timestamp));
        require(block.timestamp - observedAt <= maxAge, CREVerifier_StaleReport(observedAt, block.timestamp - maxAge));
    }

    /// @dev When the lead expires: when its seller says, or with the consent where consent is demanded. Both must lie in the future.
    function _expiryOf(LeadSubmission memory submission, uint256 consentMaxAge) private view returns (uint32) {
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

    /// @dev The digest that its seller signs, if the lead can be read.
    function _hashOfRejected(bytes calldata lead) private view returns (bytes32) {
        return lead.isWellFormed() ? _digestOf(lead.submissionIn()) : keccak256(lead);
    }

    function _digestOf(LeadSubmission memory submission) private view returns (bytes32) {
        return _hashTypedDataV4(submission.hash());
    }

    function _scoreOf(uint16[5] memory subScores) private pure returns (uint16 score) {
        for (uint256 i = 0; i < 5; ++i) {
            require(subScores[i] <= MAX_SUB_SCORE, CREVerifier_SubScoreTooHigh(i, subScores[i]));
            score += subScores[i];
        }
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
