import type { Address, Hex } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { submissionDigest } from "../../sdk/lead/leadSubmission.ts";
import type { LeadDisclosure } from "../../sdk/report/disclosure.ts";
import { leadPackageSchema, openPackage } from "../../sdk/report/leadPackage.ts";
import { openDisclosure, type AttestationContext, type OpenedLead } from "../attestLead.ts";
import { signatureFault, type AskWallet } from "./sellerSignature.ts";

/** What the DON knows apart from a package. */
export interface PackageContext extends AttestationContext {
  readonly verifier: Address;
  /** The current epoch of the DON's key. */
  readonly epoch: number;
  /** The DON's secret keys by epoch, of those that are accepted. */
  readonly leadKeys: ReadonlyMap<number, bigint>;
  readonly askWallet: AskWallet;
}

/** A package that was opened, or a code that says why it was not. Never a text: it could quote personal data. */
export type Intake =
  | {
      readonly submissionHash: Hex;
      readonly disclosure: LeadDisclosure;
      readonly opened: OpenedLead;
    }
  | { readonly submissionHash?: Hex; readonly code: string };

/**
 * Opens and checks what a seller sent, the seller's signature first. Throws nothing: one bad package spoils no other.
 *
 * Codes: `PACKAGE_MALFORMED`, `EPOCH_EXPIRED`, `EPOCH_UNKNOWN`, those of `signatureFault` and `openDisclosure`, and `UNEXPECTED`.
 * @param input JSON of a package, of unknown shape.
 */
export function openPackageOf(input: unknown, context: PackageContext): Intake {
  const parsed = leadPackageSchema.safeParse(input);
  if (!parsed.success) return { code: "PACKAGE_MALFORMED" };

  const submissionHash = submissionDigest(parsed.data.submission, context);
  const { epoch, submission, signature } = parsed.data;
  const secret = context.leadKeys.get(epoch);
  if (secret === undefined) {
    const code = epoch > 0 && epoch < context.epoch ? "EPOCH_EXPIRED" : "EPOCH_UNKNOWN";
    return { submissionHash, code };
  }
  const signed = { seller: submission.seller, digest: submissionHash, signature };
  const code = signatureFault(signed, context.askWallet);
  if (code !== undefined) return { submissionHash, code };
  try {
    const disclosure = openPackage(parsed.data, secret, submissionHash);
    return { submissionHash, disclosure, opened: openDisclosure(disclosure, context) };
  } catch (error) {
    return {
      submissionHash,
      code: error instanceof LeadEngineError ? error.code : "UNEXPECTED",
    };
  }
}
