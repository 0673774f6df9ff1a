import type { ErrorCatalogue } from "./errorAdvice.ts";

/** Why `CREVerifier`, `VerticalRegistry` or the forwarder refuses a lead or a report. */
export const attestationErrors: ErrorCatalogue = {
  CREVerifier_UnauthorizedCaller: {
    says: "Only the KeystoneForwarder brings reports, not {caller}.",
    next: "Submit the lead to the DON: `npx hardhat lead submit`.",
  },
  CREVerifier_InvalidMetadata: {
    says: "The report's metadata has {length} bytes instead of 64.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_InvalidBody: {
    says: "The report's body of {length} bytes holds no leads.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_MalformedLead: {
    says: "The report does not hold the lead as the contracts read it.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_InsufficientGas: {
    says: "The report had {available} gas left for its next lead, which is due {needed}.",
    next: "Send the report again with more gas.",
  },
  CREVerifier_WrongWorkflow: {
    says: "The report comes from workflow {id} of {owner}, which is not the accepted one.",
    next: "Submit the lead to the DON of this deployment; check `--don`.",
  },
  CREVerifier_InvalidBatch: {
    says: "The report has {length} leads; 1 to {max} are allowed.",
    next: "Split the report.",
  },
  CREVerifier_StaleReport: {
    says: "The DON saw the lead at {observedAt:time}; observations before {oldest:time} are too old.",
    next: "Submit the lead again.",
  },
  CREVerifier_FutureReport: {
    says: "The DON saw the lead at {observedAt:time}, which lies in the chain's future ({now_:time}).",
    next: "Submit the lead again in a minute; if it repeats, the DON's clock is wrong.",
  },
  CREVerifier_SubScoreTooHigh: {
    says: "Sub-score {index} is {subScore}, above 2,000.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_ScoreMismatch: {
    says: "The score is {score} and its parts add up to {sum}.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_AttributesMismatch: {
    says: "The public attributes are not those that the DON checked.",
    next: "Submit the lead again without changing the submission.",
  },
  CREVerifier_AttributesTooLong: {
    says: "The public attributes have {length} bytes; {max} are allowed.",
    next: "Leave out some of the lead's fields.",
  },
  CREVerifier_InvalidSignature: {
    says: "The submission is not signed by its seller {seller}.",
    next: "Submit the lead again with the seller's wallet: `--account`.",
  },
  CREVerifier_NonceUsed: {
    says: "{seller}'s submission {nonce} was used or cancelled.",
    next: "Submit the lead again: it gets a new nonce.",
  },
  CREVerifier_DeadlinePassed: {
    says: "The seller's signature counted until {deadline:time}.",
    next: "Submit the lead again; `--deadline` says how long the signature counts.",
  },
  CREVerifier_LeadExpired: {
    says: "The lead expired at {expiresAt:time}.",
    next: "Submit the lead again: it gets a new expiry.",
  },
  CREVerifier_RecycledLead: {
    says: "The same consumer's lead is there already in this root vertical, lead {leadId}; another one is refused until {blockedUntil:time}.",
    next: "Submit another lead; one that came back to its seller is listed again with `npx hardhat auction create <leadId>`, or erased with `npx hardhat lead erase <leadId>` where no time is left for that.",
  },
  CREVerifier_NoDedupTag: {
    says: "The DON gave the lead no duplicate tag.",
    next: "This is a fault of the DON: report it.",
  },
  CREVerifier_ConsentInvalid: {
    says: "The consent of {consentTime:time} is missing, too old (oldest accepted: {oldest:time}) or in the future.",
    next: "Get the consumer's consent again and correct `consentTime`.",
  },
  CREVerifier_InvalidWorkflow: {
    says: "A workflow needs an owner and a name.",
    next: "Propose both.",
  },
  CREVerifier_InvalidMaxReportAge: {
    says: "A report age of {maxReportAge} seconds is outside {min} to {max}.",
    next: "Propose an age within the bounds.",
  },
  VerticalRegistry_UnknownVertical: {
    says: "The registry knows no vertical {vertical:vertical}.",
    next: "Use a leaf vertical of deploy/parameters/verticals.json that this deployment has configured.",
  },
  VerticalRegistry_InactiveVertical: {
    says: "Vertical {vertical:vertical} is closed for new business.",
    next: "Submit the lead when the vertical opens again.",
  },
  VerticalRegistry_RestrictedRegion: {
    says: "Leads of {vertical:vertical} may not come from {region:region}.",
    next: "This lead cannot be sold here.",
  },
  VerticalRegistry_InvalidRegion: {
    says: "{region:region} is not a country or subdivision by ISO 3166.",
    next: "Write the region as US or US-CA.",
  },
  AlreadyAttempted: {
    says: "The forwarder has carried this report already.",
    next: "Nothing to do: look for the lead with `npx hardhat auction list`.",
  },
  InsufficientGasForRouting: {
    says: "The report's transaction has too little gas.",
    next: "Send the report again with more gas.",
  },
  InvalidSigner: {
    says: "{signer} is no node of the DON that the forwarder knows.",
    next: "Submit the lead to the DON of this deployment; check `--don`.",
  },
  InvalidSignature: {
    says: "The report's signature is malformed.",
    next: "This is a fault of the DON: report it.",
  },
  InvalidSignatureCount: {
    says: "The report carries {received} signatures instead of {expected}.",
    next: "This is a fault of the DON: report it.",
  },
  DuplicateSigner: {
    says: "Node {signer} signed twice.",
    next: "This is a fault of the DON: report it.",
  },
  InvalidConfig: {
    says: "The forwarder knows no DON configuration {configId}.",
    next: "Submit the lead to the DON of this deployment; check `--don`.",
  },
  InvalidReport: {
    says: "The report is too short.",
    next: "This is a fault of the DON: report it.",
  },
  UnauthorizedForwarder: {
    says: "This forwarder may not route for the router.",
    next: "Send the report through the forwarder of this deployment.",
  },
  ExcessSigners: {
    says: "{numSigners} signers are more than {maxSigners}.",
    next: "Configure fewer signers.",
  },
  InsufficientSigners: {
    says: "{numSigners} signers are fewer than {minSigners}.",
    next: "Configure more signers.",
  },
  FaultToleranceMustBePositive: {
    says: "A DON must tolerate one faulty node at least.",
    next: "Configure a fault tolerance above zero.",
  },
};
