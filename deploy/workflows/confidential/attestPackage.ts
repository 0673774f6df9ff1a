import type { Address, Hex } from "viem";

import type { Vertical } from "../../sdk/lead/vertical.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { submissionDigest } from "../../sdk/lead/leadSubmission.ts";
import { leadPackageSchema, openPackage } from "../../sdk/report/leadPackage.ts";
import type { LeadReport } from "../../sdk/report/leadReport.ts";
import { attestLead } from "../attestLead.ts";

/** What the DON knows apart from a package. */
export interface PackageContext {
  readonly chainId: number;
  readonly verifier: Address;
  readonly nft: Address;
  readonly verticals: ReadonlyMap<string, Vertical>;
  /** The DON's secret keys by epoch. */
  readonly leadKeys: ReadonlyMap<number, bigint>;
  readonly dedupSecret: Uint8Array;
  /** Unix seconds. */
  readonly observedAt: number;
}

/** What became of a package: a report, or a code that says why not. Never a text: it could quote personal data. */
export type Attestation =
  | { readonly submissionHash: Hex; readonly report: LeadReport }
  | { readonly submissionHash?: Hex; readonly code: string };

/**
 * Opens, checks and scores what a seller sent. Throws nothing: one bad package spoils no other.
 *
 * Codes: `PACKAGE_MALFORMED`, `EPOCH_UNKNOWN`, those of `attestLead`, and `UNEXPECTED`.
 * @param input JSON of a package, of unknown shape.
 */
export function attestPackage(input: unknown, context: PackageContext): Attestation {
  const parsed = leadPackageSchema.safeParse(input);
  if (!parsed.success) return { code: "PACKAGE_MALFORMED" };

  const submissionHash = submissionDigest(parsed.data.submission, context);
  const secret = context.leadKeys.get(parsed.data.epoch);
  if (secret === undefined) return { submissionHash, code: "EPOCH_UNKNOWN" };
  try {
    const disclosure = openPackage(parsed.data, secret, context);
    return { submissionHash, report: attestLead(disclosure, context) };
  } catch (error) {
    return {
      submissionHash,
      code: error instanceof LeadEngineError ? error.code : "UNEXPECTED",
    };
  }
}
