// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule, Point} from "../libraries/CapsuleTypes.sol";
import {LeadFacts} from "../libraries/LeadFacts.sol";
import {IAuctionHouse} from "./IAuctionHouse.sol";

/// @title ICREVerifier
/// @notice Receives Chainlink CRE reports through the KeystoneForwarder, checks them, mints leads and lists them where the seller asked.
interface ICREVerifier {
    /// @notice What a seller signs (EIP-712) to sell a lead; the sender of the report pays the gas.
    /// @param seller account that sells and is paid.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @param source where the lead came from, left-aligned ASCII (`DIRECT`, `REFERRAL`, …).
    /// @param consentTime when the consumer consented, Unix seconds, 0 if never.
    /// @param contentHash SHA-256 of the ciphertext.
    /// @param capsule the content key under the seller's delivery key.
    /// @param attributes the vertical's public fields as canonical JSON (UTF-8, sorted keys, no white space). No PII.
    /// @param terms the auction's terms, with the highest fee that the seller accepts.
    /// @param autoList whether to open the auction in the minting call.
    /// @param expiresAt Unix seconds, last moment of the lead's delivery. Where the vertical demands consent, the lead expires no later
    /// than that consent does.
    /// @param deadline last moment at which the lead may be minted with this signature, Unix seconds.
    /// @param nonce unordered: used once per seller, or cancelled.
    struct LeadSubmission {
        address seller;
        bytes32 vertical;
        bytes6 region;
        bytes32 source;
        uint40 consentTime;
        bytes32 contentHash;
        Capsule capsule;
        bytes attributes;
        IAuctionHouse.AuctionTerms terms;
        bool autoList;
        uint32 expiresAt;
        uint40 deadline;
        uint256 nonce;
    }

    /// @notice The workflow that may report.
    /// @param owner workflow owner.
    /// @param name workflow name as the metadata carries it.
    /// @param id workflow id; zero accepts any version of that owner and name.
    struct WorkflowConfig {
        address owner;
        bytes10 name;
        bytes32 id;
    }

    /// @notice A lead was attested and minted; the event has what its record does not hold. `submissionHash` is the digest its seller
    /// signed.
    /// @param leadId id of the lead, from 1.
    /// @param submissionHash the digest that the lead's seller signed.
    /// @param dedupTags HMACs under the DON's secret of the root vertical with the normalised phone, and with the normalised e-mail; zero
    /// where the lead has none.
    /// @param subScores consent, region, contactability, completeness, source; 0 to 2,000 each.
    /// @param checks a bit for each vendor check that gave an answer: 1 phone line, 2 e-mail, 4 address, 8 consent certificate, 16 do-not-call
    /// list, 32 litigator list. What is not set was scored without its vendor.
    /// @param source where the lead came from, left-aligned ASCII.
    /// @param consentTime when the consumer consented, Unix seconds, 0 if never.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @param attributes the vertical's public fields as canonical JSON.
    /// @param autoListed whether the auction was opened in the minting call.
    event LeadAttested(
        uint256 indexed leadId,
        bytes32 indexed submissionHash,
        bytes32[2] dedupTags,
        uint16[5] subScores,
        uint8 checks,
        bytes32 source,
        uint40 consentTime,
        uint40 observedAt,
        bytes attributes,
        bool autoListed
    );
    /// @notice A lead of a report was refused with this revert data, cut off at 1,024 bytes; the report went on. Empty data: the lead used up
    /// `LEAD_GAS`.
    /// @param submissionHash the digest that its seller signs; for a lead that cannot be decoded, keccak256 of its bytes in the report.
    /// @param reason the revert data.
    event LeadRejected(bytes32 indexed submissionHash, bytes reason);
    /// @notice A seller cancelled a signed submission that was not yet used.
    /// @param seller account that sells.
    /// @param nonce the nonce, which is invalid now.
    event SubmissionCancelled(address indexed seller, uint256 nonce);
    /// @notice The accepted workflow changed.
    /// @param config the workflow that may report.
    event WorkflowSet(WorkflowConfig config);
    /// @notice The oldest accepted observation changed, in seconds.
    /// @param maxReportAge oldest accepted observation, in seconds.
    event MaxReportAgeSet(uint32 maxReportAge);
    /// @notice A package waits for the DON. It says nothing of what is in it: anyone can post anything.
    /// @param sender account that posted it.
    /// @param package a lead package as JSON in UTF-8.
    event LeadSubmitted(address indexed sender, bytes package);
    /// @notice The DON's key changed: packages are to be sealed to this one. The epoch before the previous one ended, if it had not yet.
    /// @param epoch number of the key, from 1.
    /// @param key the DON's public key.
    /// @param previousUntil until when packages under the previous epoch's key are accepted, Unix seconds; 0 for the first key.
    event DonKeySet(uint32 indexed epoch, Point key, uint40 previousUntil);

    /// @notice Only the KeystoneForwarder may send reports, not `caller`.
    /// @param caller account that called.
    error CREVerifier_UnauthorizedCaller(address caller);
    /// @notice The report's metadata has `length` bytes instead of 64.
    /// @param length length of the metadata, in bytes.
    error CREVerifier_InvalidMetadata(uint256 length);
    /// @notice The report's body of `length` bytes is not a header with leads whose lengths add up to it.
    /// @param length length of the body, in bytes.
    error CREVerifier_InvalidBody(uint256 length);
    /// @notice The report is of kind `kind`; this contract takes kind `expected`.
    /// @param kind kind of the report.
    /// @param expected kind of reports on leads.
    error CREVerifier_WrongKind(uint8 kind, uint8 expected);
    /// @notice The report is for the chain with selector `chainSelector`; this one's is `expected`.
    /// @param chainSelector Chainlink's selector in the report.
    /// @param expected Chainlink's selector of this chain.
    error CREVerifier_WrongChain(uint64 chainSelector, uint64 expected);
    /// @notice The report is for contract `receiver`, not for this one, `expected`.
    /// @param receiver contract that the report names.
    /// @param expected address of this contract.
    error CREVerifier_WrongReceiver(address receiver, address expected);
    /// @notice The report with nonce `nonce` was taken before.
    /// @param nonce number of the report.
    error CREVerifier_ReportNonceUsed(uint64 nonce);
    /// @notice The `length` bytes of the lead are not in the layout that the contracts read.
    /// @param length length of the lead in the report, in bytes.
    error CREVerifier_MalformedLead(uint256 length);
    /// @notice The checks `checks` hold a bit that stands for none.
    /// @param checks the bits in the report.
    error CREVerifier_UnknownChecks(uint8 checks);
    /// @notice A package of `length` bytes cannot be posted; it needs one byte and may have `max`.
    /// @param length length of the package, in bytes.
    /// @param max longest package, in bytes.
    error CREVerifier_InvalidPackage(uint256 length, uint256 max);
    /// @notice The DON's key (`x`, `y`) is not a point of secp256k1.
    /// @param x x-coordinate.
    /// @param y y-coordinate.
    error CREVerifier_InvalidDonKey(uint256 x, uint256 y);
    /// @notice The previous key cannot be accepted until `previousUntil`, only until `max`; a first key has no previous one.
    /// @param previousUntil the time given, Unix seconds.
    /// @param max latest time, Unix seconds.
    error CREVerifier_InvalidPreviousUntil(uint256 previousUntil, uint256 max);
    /// @notice The report had `available` gas left for its next lead, which needs `needed`.
    /// @param available gas left.
    /// @param needed gas that the next lead needs.
    error CREVerifier_InsufficientGas(uint256 available, uint256 needed);
    /// @notice The report comes from workflow `id` of `owner`, which is not the accepted one.
    /// @param id id of the workflow.
    /// @param name name of the workflow as the metadata carries it.
    /// @param owner owner of the workflow.
    error CREVerifier_WrongWorkflow(bytes32 id, bytes10 name, address owner);
    /// @notice The report has `length` leads; 1 to `max` are allowed.
    /// @param length number of leads in the report.
    /// @param max most leads in a report.
    error CREVerifier_InvalidBatch(uint256 length, uint256 max);
    /// @notice The DON saw the report's leads at `observedAt`; observations before `oldest` are too old.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @param oldest oldest accepted observation, Unix seconds.
    error CREVerifier_StaleReport(uint256 observedAt, uint256 oldest);
    /// @notice The DON saw the report's leads at `observedAt`, later than the chain's time `now_`.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @param now_ time of the block, Unix seconds.
    error CREVerifier_FutureReport(uint256 observedAt, uint256 now_);
    /// @notice Sub-score `index` is `subScore`, above 2,000.
    /// @param index place of the sub-score, from 0.
    /// @param subScore the sub-score given.
    error CREVerifier_SubScoreTooHigh(uint256 index, uint256 subScore);
    /// @notice The public attributes have `length` bytes; at most `max` are allowed.
    /// @param length length of the attributes, in bytes.
    /// @param max longest attributes, in bytes.
    error CREVerifier_AttributesTooLong(uint256 length, uint256 max);
    /// @notice The submission is not signed by its seller `seller`.
    /// @param seller account that sells.
    error CREVerifier_InvalidSignature(address seller);
    /// @notice Submission `nonce` of `seller` was used or cancelled.
    /// @param seller account that sells.
    /// @param nonce number of the signed submission, chosen by the seller.
    error CREVerifier_NonceUsed(address seller, uint256 nonce);
    /// @notice The seller's signature was valid until `deadline`.
    /// @param deadline last moment at which the signature was valid, Unix seconds.
    error CREVerifier_DeadlinePassed(uint256 deadline);
    /// @notice The lead, or the consent that its vertical demands, expired at `expiresAt`.
    /// @param expiresAt when the lead or its consent expired, Unix seconds.
    error CREVerifier_LeadExpired(uint256 expiresAt);
    /// @notice The same consumer's lead was minted in this root vertical before, as lead `leadId`; another one is refused until
    /// `blockedUntil`.
    /// @param dedupTag the tag that both leads have.
    /// @param leadId the lead that was minted before.
    /// @param blockedUntil until when it blocks others, Unix seconds.
    error CREVerifier_RecycledLead(bytes32 dedupTag, uint256 leadId, uint256 blockedUntil);
    /// @notice The DON gave the lead no duplicate tag.
    error CREVerifier_NoDedupTag();
    /// @notice The consent of `consentTime` is missing, too old (oldest accepted: `oldest`) or in the future.
    /// @param consentTime when the consumer consented, Unix seconds, 0 if never.
    /// @param oldest oldest accepted consent, Unix seconds.
    error CREVerifier_ConsentInvalid(uint256 consentTime, uint256 oldest);
    /// @notice A workflow needs an owner and a name.
    /// @param owner owner of the workflow.
    /// @param name name of the workflow as the metadata carries it.
    error CREVerifier_InvalidWorkflow(address owner, bytes10 name);
    /// @notice A report age of `maxReportAge` seconds is outside `min` to `max`.
    /// @param maxReportAge the age given, in seconds.
    /// @param min shortest age, in seconds.
    /// @param max longest age, in seconds.
    error CREVerifier_InvalidMaxReportAge(uint256 maxReportAge, uint256 min, uint256 max);

    /// @notice Checks, mints and lists one lead of a report. This contract only: `onReport` calls it per lead, so that one bad lead does
    /// not stop the others. Reverts with `CREVerifier_UnauthorizedCaller` for any other caller; `CREVerifier_MalformedLead` for bytes in
    /// another layout; `CREVerifier_SubScoreTooHigh` or `CREVerifier_UnknownChecks` for a wrong finding; `CREVerifier_AttributesTooLong` for
    /// long attributes; `CREVerifier_DeadlinePassed` after the signature's deadline; the registry's errors where the vertical is not open,
    /// see `IVerticalRegistry.requireOpen`; `CREVerifier_ConsentInvalid` where demanded consent is missing, too old or in the future;
    /// `CREVerifier_LeadExpired` where lead or consent has expired; `CREVerifier_NoDedupTag` without a tag; `CREVerifier_RecycledLead` for a
    /// tag that is blocked; `CREVerifier_NonceUsed` for a used or cancelled nonce; `ComplianceGate_Denied` or `ComplianceGate_Unavailable`
    /// unless the gate clears the seller; `CREVerifier_InvalidSignature` where the signature is not the seller's; `LeadNFT_ZeroContentHash`
    /// or `LeadNFT_InvalidCapsulePoint` where the lead cannot be minted; and, where it is listed at once, with the errors of
    /// `IAuctionHouse.createAuctionFor`.
    /// @param lead the submission, its signature and what the workflow found, see `PackedLead`.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @return leadId id of the minted lead.
    function processLead(bytes calldata lead, uint40 observedAt) external returns (uint256 leadId);

    /// @notice Posts a package for the DON, for sellers without access to its intake: emits `LeadSubmitted`, keeps nothing. Anyone. Reverts
    /// with `CREVerifier_InvalidPackage` for an empty package or one of more than 4,800 bytes.
    /// @param package a lead package as JSON in UTF-8.
    function submitLead(bytes calldata package) external;

    /// @notice Cancels signed, unused submissions of the caller; skips those that are used or cancelled already. Anyone for itself. Never
    /// reverts.
    /// @param nonces nonces of the caller's submissions.
    function cancelSubmissions(uint256[] calldata nonces) external;

    /// @notice Sets which workflow may report. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without
    /// the role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due. Reverts with
    /// `CREVerifier_InvalidWorkflow` where owner or name is zero.
    /// @param config the workflow that may report.
    function setWorkflow(WorkflowConfig calldata config) external;

    /// @notice Sets the oldest accepted observation, in seconds. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a
    /// caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due. Reverts with
    /// `CREVerifier_InvalidMaxReportAge` below 60 seconds or above one day.
    /// @param maxReportAge oldest accepted observation, in seconds.
    function setMaxReportAge(uint32 maxReportAge) external;

    /// @notice Starts the next epoch of the DON's key. The previous key is accepted until a stated time; the one before it ends at once.
    /// Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s
    /// error for one whose call was not scheduled or is not due. Reverts with `CREVerifier_InvalidDonKey` for a key that is not on the
    /// curve, and with `CREVerifier_InvalidPreviousUntil` more than 30 days ahead.
    /// @param key the DON's new public key.
    /// @param previousUntil until when packages under the previous key are accepted, Unix seconds; a past time ends it at once.
    function setDonKey(Point calldata key, uint40 previousUntil) external;

    /// @notice EIP-712 digest that the seller signs. Anyone. Never reverts.
    /// @param submission what the seller signs.
    /// @return the digest under this contract's EIP-712 domain.
    function submissionDigest(LeadSubmission calldata submission) external view returns (bytes32);

    /// @notice Whether a seller's nonce is used or cancelled. Anyone. Never reverts.
    /// @param seller account that sells.
    /// @param nonce number of the signed submission, chosen by the seller.
    /// @return true where the nonce can no longer be used.
    function isNonceUsed(address seller, uint256 nonce) external view returns (bool);

    /// @notice Whether a report with this nonce was taken. Anyone. Never reverts.
    /// @param nonce number of the report.
    /// @return true where no other report can have it.
    function isReportNonceUsed(uint64 nonce) external view returns (bool);

    /// @notice Chainlink's selector of this chain, which reports must name. Anyone. Never reverts.
    /// @return the selector.
    function chainSelector() external view returns (uint64);

    /// @notice The current epoch of the DON's key, from 1. Anyone. Never reverts.
    /// @return number of the key that packages are to be sealed to.
    function donEpoch() external view returns (uint32);

    /// @notice The DON's public key of an epoch, and until when packages under it are accepted. Anyone. Never reverts.
    /// @param epoch number of the key, from 1.
    /// @return key the key; zeros for an epoch that has not begun.
    /// @return until Unix seconds; the type's maximum for the current epoch, 0 for one that has not begun.
    function donKeyOf(uint32 epoch) external view returns (Point memory key, uint40 until);

    /// @notice Until when a lead with this tag is refused, Unix seconds; 0 where none is, and once the lead that blocked it was erased
    /// unsold. Anyone. Never reverts.
    /// @param dedupTag HMAC of the consumer's phone or e-mail in the root vertical.
    /// @return Unix seconds; 0 where the tag blocks nothing.
    function blockedUntil(bytes32 dedupTag) external view returns (uint256);

    /// @notice Whether a lead was attested with these facts. No longer known of a lead whose tags are both those of newer leads. Anyone. Never
    /// reverts.
    /// @param leadId id of the lead, from 1.
    /// @param facts source, consent time and tags, as in `LeadAttested`.
    /// @return true where they are the lead's.
    function areFactsOf(uint256 leadId, LeadFacts calldata facts) external view returns (bool);

    /// @notice The accepted workflow. Anyone. Never reverts.
    /// @return owner, name and id.
    function workflow() external view returns (WorkflowConfig memory);

    /// @notice The oldest accepted observation, in seconds. Anyone. Never reverts.
    /// @return seconds.
    function maxReportAge() external view returns (uint32);
}
