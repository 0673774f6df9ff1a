import type { ErrorAdvice, ErrorCatalogue } from "./errorAdvice.ts";

const CHECK =
  "See which rule and what would mend it: `npx hardhat compliance check <account> <leadId>`.";
const ENGINE: ErrorAdvice = {
  says: "ACE's policy engine is not set up for this call.",
  next: "Compare the deployment with deploy/modules; new business waits, exits stay open.",
};
const ENGINE_FAILED = "New business waits until the engine's owner has mended it; exits stay open.";

/** Errors of the compliance gate and of ACE: its engine, its registries, our policies. */
export const complianceErrors: ErrorCatalogue = {
  ComplianceGate_Denied: {
    says: "{account} may not have leads of {vertical:vertical} from {region:region}: {reason:reason}.",
    next: CHECK,
  },
  ComplianceGate_Unavailable: {
    says: "The policy engine gave no answer ({cause:revert}).",
    next: "New business waits until it answers; reveal, deliver, refund and withdraw stay open.",
  },
  ComplianceGate_UnauthorizedCaller: {
    says: "{caller} is not the contract that may call the compliance gate here.",
    next: "Use `npx hardhat compliance invalidate` to drop remembered passes.",
  },
  ComplianceGate_UnknownLeadClass: {
    says: "No vertical and region have the number {leadClass}.",
    next: "Compare the deployment with its Ignition journal.",
  },
  AuctionHouse_BuyerCleared: {
    says: "{buyer} may receive lead {leadId}: nothing stands against its delivery.",
    next: "Deliver the lead: `npx hardhat lead deliver {leadId}`.",
  },
  PassBook_ClearanceTooShort: {
    says: "{account} is cleared until {validUntil:time}; this auction may need it until {until:time}.",
    next: "Have the credential that ends first renewed: `npx hardhat credential show {account}` shows their ends.",
  },
  PassBook_UnauthorizedCaller: {
    says: "{caller} is not the compliance gate: nobody else has passes remembered or forgotten.",
    next: "Use `npx hardhat compliance invalidate` to drop remembered passes.",
  },
  PassBook_InsufficientGas: {
    says: "The call has {available} gas left and needs {needed}, so that nobody can make the policy engine seem dead.",
    next: "Repeat it with a higher gas limit.",
  },
  LeadAccessPolicy_InvalidCountry: {
    says: "{country} is no country: two capitals in two bytes.",
    next: "Write ISO 3166-1 alpha-2, such as DE.",
  },
  LeadAccessPolicy_InvalidRegion: {
    says: "{region:region} is no region.",
    next: "Write ISO 3166, such as US-CA or DE.",
  },
  LeadAccessPolicy_NotRootVertical: {
    says: "Licences are demanded of root verticals; {vertical:vertical} is none.",
    next: "Set the demand of {root:vertical}.",
  },
  LeadAccessPolicy_TooManyCountries: {
    says: "{count} countries are too many; {max} is the most.",
    next: "Put countries of one law under one regime.",
  },
  LeadAccessPolicy_UnknownSubject: {
    says: "The policy of access to leads was asked about {subject}; it answers for the compliance gate only.",
    next: "Remove it from that contract's policies.",
  },
  PolicyRunRejected: {
    says: "The policy engine refuses: {rejectReason:reason}.",
    next: CHECK,
  },
  PolicyRejected: { says: "A policy refuses: {rejectReason:reason}.", next: CHECK },
  PolicyRunError: {
    says: "Policy {policy} failed: {errorReason:revert}",
    next: ENGINE_FAILED,
  },
  PolicyPostRunError: {
    says: "Policy {policy} failed after it had allowed the call: {errorReason:revert}",
    next: ENGINE_FAILED,
  },
  PolicyMapperError: {
    says: "The mapper of policy {policy} failed: {errorReason:revert}",
    next: ENGINE_FAILED,
  },
  ExtractorError: {
    says: "Extractor {extractor} failed: {errorReason:revert}",
    next: ENGINE_FAILED,
  },
  PolicyActionError: {
    says: "The action of policy {policy} failed: {errorReason:revert}",
    next: ENGINE_FAILED,
  },
  PolicyConfigurationError: {
    says: "Policy {policy} refuses its configuration: {errorReason:revert}",
    next: "Check the configuration's arguments.",
  },
  PolicyConfigurationVersionError: {
    says: "Policy {policy} is at configuration {actualVersion}, not {expectedVersion}.",
    next: "Read its configuration again, then repeat the change.",
  },
  PolicyRunUnauthorizedError: {
    says: "{account} may not run the policy engine.",
    next: "Use `npx hardhat compliance check` for a dry run.",
  },
  PolicyEngineUndefined: ENGINE,
  TargetNotAttached: ENGINE,
  TargetAlreadyAttached: ENGINE,
  UnsupportedSelector: ENGINE,
  AcePolicy_UnauthorizedCaller: {
    says: "{caller} is not the policy engine: nobody else may run a policy.",
    next: "Use `npx hardhat compliance check` for a dry run.",
  },
  IssuancePolicy_UnknownSelector: {
    says: "{selector} is no function that changes identities or credentials.",
    next: "Compare the policies in the engine with deploy/modules.",
  },
  StringsInsufficientHexLength: {
    says: "{value} does not fit {length} hexadecimal digits in the policy's reason.",
    next: "The contracts never ask for that: report it.",
  },
  InvalidParameters: {
    says: "The policy engine refuses the arguments: {reason}.",
    next: "Check the policy's parameters in deploy/modules.",
  },
  AccessControlUnauthorizedAccount: {
    says: "{account} lacks the policy engine's role {neededRole}.",
    next: "Use the wallet that holds it; SECURITY.md lists the roles.",
  },
  AccessControlBadConfirmation: {
    says: "A role is renounced with the caller's own address as confirmation.",
    next: "Repeat the call with your own address.",
  },
  OwnableUnauthorizedAccount: {
    says: "{account} does not own the contract.",
    next: "Use the owner's wallet; SECURITY.md says who that is.",
  },
  OwnableInvalidOwner: { says: "{owner} cannot own the contract.", next: "Name another account." },
  IdentityAlreadyRegistered: {
    says: "{account} has an identity already.",
    next: "See it with `npx hardhat credential show {account}`; it takes further credentials.",
  },
  IdentityNotFound: {
    says: "{account} does not belong to identity {ccid}.",
    next: "See its identity with `npx hardhat credential show {account}`.",
  },
  InvalidIdentityConfiguration: {
    says: "The identity registry refuses the identity.",
    next: "Give an identity that is not zero, and as many accounts as identities.",
  },
  CredentialAlreadyRegistered: {
    says: "Identity {ccid} holds {credentialTypeId:credential} already.",
    next: "Renew it (`npx hardhat credential renew`), or revoke it first.",
  },
  CredentialNotFound: {
    says: "Identity {ccid} does not hold {credentialTypeId:credential}.",
    next: "See what it holds with `npx hardhat credential show <account>`.",
  },
  InvalidCredentialConfiguration: {
    says: "The credential registry refuses: {errorReason}.",
    next: "Choose an end in the future: --expires 1y.",
  },
};
