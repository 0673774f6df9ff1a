import type { Lead } from "../sdk/lead/lead.ts";
import { reportOf } from "../workflows/attestLead.ts";
import type { VendorChecks } from "../workflows/scoring/vendorChecks.ts";
import { openPackageOf, type PackageContext } from "../workflows/shared/openPackageOf.ts";
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
  { observedAt, epochs, packages }: ScoringRequest,
  { askVendors, leadKeys, ...service }: ScoringContext,
): Promise<Verdict[]> {
  const context = {
    ...service,
    observedAt,
    epoch: epochs.current,
    // The chain says which keys are accepted, not who holds them.
    leadKeys: new Map([...leadKeys].filter(([epoch]) => epochs.alive.includes(epoch))),
  };
  const intakes = packages.map((input) => openPackageOf(input, context));
  const good = intakes.flatMap((intake) => ("opened" in intake ? [intake] : []));
  const checks = await askVendors(good.map(({ opened }) => opened.lead));
  const answers = checks[Symbol.iterator]();
  return intakes.map((intake) => {
    if (!("opened" in intake)) return { code: intake.code };
    const { disclosure, opened } = intake;
    const {
      submission: _submission,
      signature: _signature,
      ...findings
    } = reportOf(disclosure, opened, context, answers.next().value);
    return { code: "ATTESTED", ...findings };
  });
}
