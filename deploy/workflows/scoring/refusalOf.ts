import { isConsentProven, type VendorChecks } from "./vendorChecks.ts";

/** Why a lead must not be sold as it is. A code says no more than its name: neither who is listed nor where. */
export type Refusal = "DO_NOT_CALL" | "LITIGATOR";

/**
 * Whether what vendors say forbids to sell a lead with this phone number.
 *
 * - `LITIGATOR`: the number is one of a known plaintiff. Consent does not help: whoever sues over calls sues over consent too, so dialers and
 *   lead buyers drop these numbers whatever else is known of them.
 * - `DO_NOT_CALL`: the number is on a do-not-call list, and no certificate proves the consumer's written consent, which alone lifts the list
 *   (47 CFR 64.1200(c)(2)(ii)). Where the certificate's vendor is silent, consent is not proven.
 *
 * Where the lists' vendors give no answer, the lead is not refused: its `checks` say that nobody looked.
 */
export function refusalOf(checks: VendorChecks): Refusal | undefined {
  if (checks.litigator === "listed") return "LITIGATOR";
  return checks.doNotCall === "listed" && !isConsentProven(checks) ? "DO_NOT_CALL" : undefined;
}
