import {
  decodeAbiParameters,
  encodeAbiParameters,
  getAbiItem,
  hexToString,
  stringToHex,
  type Hex,
} from "viem";

import { creVerifierAbi } from "../generated/abis.ts";
import type { LeadSubmission } from "../lead/leadSubmission.ts";

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

/** ABI parameter of the contracts' `LeadReport`. */
const LEAD_REPORT = getAbiItem({ abi: creVerifierAbi, name: "processLead" }).inputs[0];
/** ABI parameter of a report's body. */
const LEAD_REPORTS_PARAMETER = { ...LEAD_REPORT, type: "tuple[]" } as const;

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
