// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
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

    /// @notice One lead of a report's body, which is `abi.encode(LeadReport[])`.
    /// @param submission what the seller signed.
    /// @param signature the seller's EIP-712 or ERC-1271 signature of `submission`.
    /// @param score quality score, the sum of `subScores`.
    /// @param subScores consent, region, contactability, completeness, source; 0 to 2,000 each.
    /// @param dedupTags HMACs under the DON's secret of the root vertical with the normalised phone, and with the normalised e-mail; zero
    /// where the lead has none; at least one is required.
    /// @param attributesDigest keccak256 of the attributes that the workflow checked.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    struct LeadReport {
        LeadSubmission submission;
        bytes signature;
        uint16 score;
        uint16[5] subScores;
        bytes32[2] dedupTags;
        bytes32 attributesDigest;
        uint40 observedAt;
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
    /// @param dedupTags HMACs for the phone and the e-mail; zero where the lead has none.
    /// @param subScores consent, region, contactability, completeness, source; 0 to 2,000 each.
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
        bytes32 source,
        uint40 consentTime,
        uint40 observedAt,
        bytes attributes,
        bool autoListed
    );
    /// @notice A lead of a report was refused with this revert data, cut off at 1,024 bytes; the report went on. Empty data: a value out of
    /// its type's range, or the lead used up `LEAD_GAS`.
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

    /// @notice Only the KeystoneForwarder may send reports, not `caller`.
    /// @param caller account that called.
    error CREVerifier_UnauthorizedCaller(address caller);
    /// @notice The report's metadata has `length` bytes instead of 64.
    /// @param length length of the metadata, in bytes.
    error CREVerifier_InvalidMetadata(uint256 length);
    /// @notice The report's body of `length` bytes holds no leads.
    /// @param length length of the body, in bytes.
    error CREVerifier_InvalidBody(uint256 length);
    /// @notice The report does not encode the lead in the layout that the contracts read.
    error CREVerifier_MalformedLead();
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
    /// @notice The DON saw the lead at `observedAt`; observations before `oldest` are too old.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @param oldest oldest accepted observation, Unix seconds.
    error CREVerifier_StaleReport(uint256 observedAt, uint256 oldest);
    /// @notice The DON saw the lead at `observedAt`, later than the chain's time `now_`.
    /// @param observedAt when the workflow saw the lead, Unix seconds.
    /// @param now_ time of the block, Unix seconds.
    error CREVerifier_FutureReport(uint256 observedAt, uint256 now_);
    /// @notice Sub-score `index` is `subScore`, above 2,000.
    /// @param index place of the sub-score, from 0.
    /// @param subScore the sub-score given.
    error CREVerifier_SubScoreTooHigh(uint256 index, uint256 subScore);
    /// @notice The score is `score`, but its parts add up to `sum`.
    /// @param score the score given.
    /// @param sum sum of the sub-scores.
    error CREVerifier_ScoreMismatch(uint256 score, uint256 sum);
    /// @notice The public attributes are not those that the DON checked.
    /// @param expected keccak256 of the attributes that the workflow checked.
    /// @param actual keccak256 of the attributes given.
    error CREVerifier_AttributesMismatch(bytes32 expected, bytes32 actual);
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
    /// not stop the others. Reverts with `CREVerifier_UnauthorizedCaller` for any other caller; `CREVerifier_FutureReport` or
    /// `CREVerifier_StaleReport` where the observation is not recent; `CREVerifier_SubScoreTooHigh` or `CREVerifier_ScoreMismatch` for a
    /// wrong score; `CREVerifier_AttributesTooLong` or `CREVerifier_AttributesMismatch` for wrong attributes; `CREVerifier_DeadlinePassed`
    /// after the signature's deadline; the registry's errors where the vertical is not open, see `IVerticalRegistry.requireOpen`;
    /// `CREVerifier_ConsentInvalid` where demanded consent is missing, too old or in the future; `CREVerifier_LeadExpired` where lead or
    /// consent has expired; `CREVerifier_NoDedupTag` without a tag; `CREVerifier_RecycledLead` for a tag that is blocked;
    /// `CREVerifier_NonceUsed` for a used or cancelled nonce; `ComplianceGate_Denied` or `ComplianceGate_Unavailable` unless the gate
    /// clears the seller; `CREVerifier_InvalidSignature` where the signature is not the seller's; `LeadNFT_ZeroContentHash` or
    /// `LeadNFT_InvalidCapsulePoint` where the lead cannot be minted; and, where it is listed at once, with the errors of
    /// `IAuctionHouse.createAuctionFor`.
    /// @param lead the submission, its signature and what the workflow found.
    /// @return leadId id of the minted lead.
    function processLead(LeadReport calldata lead) external returns (uint256 leadId);

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

    /// @notice EIP-712 digest that the seller signs. Anyone. Never reverts.
    /// @param submission what the seller signs.
    /// @return the digest under this contract's EIP-712 domain.
    function submissionDigest(LeadSubmission calldata submission) external view returns (bytes32);

    /// @notice Whether a seller's nonce is used or cancelled. Anyone. Never reverts.
    /// @param seller account that sells.
    /// @param nonce number of the signed submission, chosen by the seller.
    /// @return true where the nonce can no longer be used.
    function isNonceUsed(address seller, uint256 nonce) external view returns (bool);

    /// @notice Until when a lead with this tag is refused, Unix seconds; 0 where none is, and once the lead that blocked it was erased
    /// unsold. Anyone. Never reverts.
    /// @param dedupTag HMAC of the consumer's phone or e-mail in the root vertical.
    /// @return Unix seconds; 0 where the tag blocks nothing.
    function blockedUntil(bytes32 dedupTag) external view returns (uint256);

    /// @notice The accepted workflow. Anyone. Never reverts.
    /// @return owner, name and id.
    function workflow() external view returns (WorkflowConfig memory);

    /// @notice The oldest accepted observation, in seconds. Anyone. Never reverts.
    /// @return seconds.
    function maxReportAge() external view returns (uint32);
}
