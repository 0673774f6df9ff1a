import { LeadEngineError } from "./leadEngineError.ts";

/** Why a package is never minted, and what its seller does about it. */
interface PackageCode {
  readonly says: string;
  readonly next: string;
}

const SUBMIT = "Submit the lead again: `submitLead({ lead, vertical })`.";
const REBUILD =
  "Build the package with `sealPackage` of this version of the SDK, from what `prepareLead` gave.";

/** What the codes of the DON's queue and of its workflow mean. The workflow says codes only: its texts would leave the enclave. */
export const packageCodes: Readonly<Record<string, PackageCode>> = {
  ATTRIBUTES_MISMATCH: {
    says: "The public attributes are not those of the lead's content.",
    next: "Publish the attributes that `publicAttributes` makes of the lead's fields.",
  },
  CONTENT_MISMATCH: {
    says: "The ciphertext is not the one that the submission names.",
    next: "Send the ciphertext whose SHA-256 the submission holds, or submit the lead again: `submitLead({ lead, vertical })`.",
  },
  CONTENT_UNREADABLE: {
    says: "The package does not open: it is encrypted to another key, or for another submission, chain or verifier.",
    next: "Submit the lead to the DON of this deployment, with its present key: `submitLead({ lead, vertical })`.",
  },
  DEADLINE_PASSED: {
    says: "The seller's signature ran out before the lead was minted.",
    next: "Submit the lead again, with a signature that is valid for longer: `submitLead({ lead, vertical, validFor })`.",
  },
  DO_NOT_CALL: {
    says: "The consumer's phone number is on a do-not-call list, and no certificate proves consent to be called.",
    next: "Do not sell this consumer's number. If the consumer agreed in writing, submit the lead with the certificate of that consent: `consentCertificate` of the lead.",
  },
  EPOCH_EXPIRED: {
    says: "The package is encrypted to a key of the DON that is no longer accepted.",
    next: SUBMIT,
  },
  EPOCH_UNKNOWN: {
    says: "The package is encrypted to a key that the DON does not have.",
    next: SUBMIT,
  },
  INVALID_LEAD: {
    says: "The lead is not one that can be sold: a field of its content is missing or wrong.",
    next: "Check the lead with `leadSchema` and the fields of its vertical, correct it, and submit it again: `submitLead({ lead, vertical })`.",
  },
  KEY_MISMATCH: {
    says: "The capsule's key does not open the ciphertext.",
    next: REBUILD,
  },
  LITIGATOR: {
    says: "The phone number is one of a known plaintiff against callers.",
    next: "Do not sell or call this number; no consent lifts this.",
  },
  NOT_REPORTED: {
    says: "The DON tried again and again, and the chain took no report of the lead.",
    next: `Ask the deployment's operators whether the contracts are paused, then submit again: \`submitLead({ lead, vertical })\`.`,
  },
  PACKAGE_MALFORMED: {
    says: "What was sent is not a package.",
    next: REBUILD,
  },
  PACKAGE_TOO_LARGE: {
    says: "The package is larger than the DON takes.",
    next: "Shorten the lead's texts, and submit it again: `submitLead({ lead, vertical })`.",
  },
  SIGNATURE_INVALID: {
    says: "The signature is not the seller's for this submission, chain and verifier.",
    next: "Sign the submission with the seller's own account, and submit the lead again: `submitLead({ lead, vertical })`. A seller that is a contract must confirm it by ERC-1271.",
  },
  VERTICAL_UNKNOWN: {
    says: "The DON does not know the lead's vertical.",
    next: "Use a leaf vertical that this deployment has configured.",
  },
};

/** Why the DON refuses a package for good. @param detail of the place that is wrong; replaces what the code says. */
export function packageRefused(code: string, detail?: string): LeadEngineError {
  const { says, next } = packageCodes[code] ?? {
    says: `It gives the code ${code}.`,
    next: "Submit the lead again with the newest version of the SDK: `submitLead({ lead, vertical })`.",
  };
  return new LeadEngineError(code, `The DON refuses the lead. ${detail ?? says}`, next);
}
