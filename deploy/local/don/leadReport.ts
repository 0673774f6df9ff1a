import { decodeAbiParameters, encodeAbiParameters, hexToString, stringToHex, type Hex } from "viem";

import { CAPSULE_PARAMETER } from "../../../tasks/crypto/capsule.ts";
import type { LeadSubmission } from "../../../tasks/protocol/leadSubmission.ts";

/** Consent, region, contactability, completeness, source: 0 to 2,000 each. */
export type SubScores = readonly [number, number, number, number, number];

/** One lead of a report: the contracts' `LeadReport`. */
export type LeadReport = {
  readonly submission: LeadSubmission;
  /** The seller's EIP-712 or ERC-1271 signature. */
  readonly signature: Hex;
  readonly score: number;
  readonly subScores: SubScores;
  /** Of phone and e-mail; zero for what the lead lacks. */
  readonly dedupTags: readonly [Hex, Hex];
  /** keccak256 of the attributes that were checked. */
  readonly attributesDigest: Hex;
  /** Unix seconds. */
  readonly observedAt: number;
};

const AUCTION_TERMS_PARAMETER = {
  name: "terms",
  type: "tuple",
  components: [
    { name: "baseReserve", type: "uint64" },
    { name: "qualityPremiumBps", type: "uint16" },
    { name: "maxFeeBps", type: "uint16" },
    { name: "maxConvenienceFee", type: "uint32" },
  ],
} as const;

const LEAD_SUBMISSION_PARAMETER = {
  name: "submission",
  type: "tuple",
  components: [
    { name: "seller", type: "address" },
    { name: "vertical", type: "bytes32" },
    { name: "region", type: "bytes6" },
    { name: "source", type: "bytes32" },
    { name: "consentTime", type: "uint40" },
    { name: "contentHash", type: "bytes32" },
    CAPSULE_PARAMETER,
    { name: "attributes", type: "bytes" },
    AUCTION_TERMS_PARAMETER,
    { name: "autoList", type: "bool" },
    { name: "expiresAt", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

const LEAD_REPORTS_PARAMETER = {
  name: "leads",
  type: "tuple[]",
  components: [
    LEAD_SUBMISSION_PARAMETER,
    { name: "signature", type: "bytes" },
    { name: "score", type: "uint16" },
    { name: "subScores", type: "uint16[5]" },
    { name: "dedupTags", type: "bytes32[2]" },
    { name: "attributesDigest", type: "bytes32" },
    { name: "observedAt", type: "uint40" },
  ],
} as const;

/** A report's body: `abi.encode(LeadReport[])`. */
export function encodeLeadReports(reports: readonly LeadReport[]): Hex {
  return encodeAbiParameters([LEAD_REPORTS_PARAMETER], [reports.map(toAbi)]);
}

/** The submissions in a report's body. */
export function decodeSubmissions(body: Hex): LeadSubmission[] {
  const [leads] = decodeAbiParameters([LEAD_REPORTS_PARAMETER], body);
  return leads.map(({ submission }) => ({
    ...submission,
    attributes: hexToString(submission.attributes),
  }));
}

/**
 * Gas limit for a report of `leads` leads: enough even if every one of them uses up its `LEAD_GAS`. Never estimate it: the forwarder's
 * transaction succeeds when the receiver fails, so an estimate finds the gas at which the receiver fails.
 */
export function reportGasLimit(leads: number): bigint {
  const [base, leadGas, calldataAndEvents] = [300_000n, 900_000n, 100_000n];
  return base + (leadGas + calldataAndEvents) * BigInt(leads);
}

/** The contracts hold the attributes' bytes. */
export function toAbi(report: LeadReport) {
  const { submission } = report;
  return {
    ...report,
    submission: { ...submission, attributes: stringToHex(submission.attributes) },
  };
}
