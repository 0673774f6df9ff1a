import type { Hex } from "viem";

import { submissionDigest, type VerifierReference } from "../../sdk/lead/leadSubmission.ts";
import { leadPackageSchema, type LeadPackage } from "../../sdk/report/leadPackage.ts";
import { signatureFault, type AskWallet, type SellerSignature } from "../shared/sellerSignature.ts";

/** A package that its seller signed, or a code that says why it is none. */
export type SignedPackage =
  | { readonly input: unknown; readonly submissionHash: Hex; readonly found: LeadPackage }
  | { readonly submissionHash?: Hex; readonly code: string };

/**
 * What nodes can check of packages without opening them: their form and their sellers' signatures. The service has no chain to ask wallets
 * on, so it learns whose wallets have confirmed; signatures of keys it checks again.
 */
export function signedPackages(
  inputs: readonly unknown[],
  reference: VerifierReference,
  askWallet: AskWallet,
): { readonly signed: readonly SignedPackage[]; readonly walletSigned: readonly Hex[] } {
  const walletSigned: Hex[] = [];
  const asking = (signature: SellerSignature) => {
    const isConfirmed = askWallet(signature);
    if (isConfirmed === true) walletSigned.push(signature.digest);
    return isConfirmed;
  };
  const signed = inputs.map((input): SignedPackage => {
    const found = leadPackageSchema.safeParse(input).data;
    if (found === undefined) return { code: "PACKAGE_MALFORMED" };
    const { submission, signature } = found;
    const submissionHash = submissionDigest(submission, reference);
    const given = { seller: submission.seller, digest: submissionHash, signature };
    const code = signatureFault(given, asking);
    return code === undefined ? { input, submissionHash, found } : { submissionHash, code };
  });
  return { signed, walletSigned };
}
