import type { Lead } from "../sdk/lead/lead.ts";
import type { VendorChecks } from "../workflows/scoring/vendorChecks.ts";
import { judge, leadsOf } from "../workflows/shared/judgePackages.ts";
import { openPackageOf, type PackageContext } from "../workflows/shared/openPackageOf.ts";
import type { SellerSignature } from "../workflows/shared/sellerSignature.ts";
import type { ScoringRequest, Verdict } from "../workflows/shared/scoringService.ts";

/** What the service knows before it is asked. */
export interface ScoringContext extends Pick<
  PackageContext,
  "chainId" | "verifier" | "nft" | "verticals" | "leadKeys" | "dedupSecret"
> {
  /** What vendors say of leads, in their order; nothing of those they say nothing about. Throws nothing. */
  readonly askVendors: (leads: readonly Lead[]) => Promise<readonly VendorChecks[]>;
}

/**
 * Opens and scores packages, with the functions that the enclave runs. Throws nothing: one bad package spoils no other.
 * @returns findings or a code of each package, in their order; see `openPackageOf`.
 */
export async function scoreBatch(
  { observedAt, epochs, walletSigned, packages }: ScoringRequest,
  { askVendors, leadKeys, ...service }: ScoringContext,
): Promise<Verdict[]> {
  const context = {
    ...service,
    observedAt,
    epoch: epochs.current,
    // The chain says which keys are accepted, not who holds them.
    leadKeys: new Map([...leadKeys].filter(([epoch]) => epochs.alive.includes(epoch))),
    askWallet: ({ digest }: SellerSignature) => walletSigned.includes(digest),
  };
  const intakes = packages.map((input) => openPackageOf(input, context));
  const checks = await askVendors(leadsOf(intakes));
  return judge(intakes, checks, context).map((judgement) => {
    if (!("report" in judgement)) return { code: judgement.code };
    const { submission: _submission, signature: _signature, ...findings } = judgement.report;
    return { code: "ATTESTED", ...findings };
  });
}
