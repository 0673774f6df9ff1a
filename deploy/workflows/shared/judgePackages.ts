import type { Hex } from "viem";

import type { Lead } from "../../sdk/lead/lead.ts";
import type { AttestedLead } from "../../sdk/report/leadReport.ts";
import { reportOf } from "../attestLead.ts";
import { refusalOf } from "../scoring/refusalOf.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";
import type { Intake, PackageContext } from "./openPackageOf.ts";

/** What becomes of a package: a report on its lead, or a code that says why there is none. */
export type Judgement =
  | { readonly submissionHash: Hex; readonly report: AttestedLead }
  | { readonly submissionHash?: Hex; readonly code: string };

/** The leads of the packages that were opened: what vendors are asked about. */
export function leadsOf(intakes: readonly Intake[]): Lead[] {
  return intakes.flatMap((intake) => ("opened" in intake ? [intake.opened.lead] : []));
}

/**
 * Judges packages, in their order. Codes besides those of the intakes: `DO_NOT_CALL`, `LITIGATOR`, see `refusalOf`.
 * @param checks what vendors say, for each of `leadsOf(intakes)`.
 */
export function judge(
  intakes: readonly Intake[],
  checks: readonly VendorChecks[],
  context: Pick<PackageContext, "dedupSecret" | "observedAt">,
): Judgement[] {
  const answers = checks[Symbol.iterator]();
  return intakes.map((intake) => {
    if (!("opened" in intake)) return intake;
    const { submissionHash, disclosure, opened } = intake;
    const said: VendorChecks = answers.next().value ?? {};
    const code = refusalOf(said);
    return code === undefined
      ? { submissionHash, report: reportOf(disclosure, opened, context, said) }
      : { submissionHash, code };
  });
}
