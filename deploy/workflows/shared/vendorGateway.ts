import { z } from "zod";

import type { Lead } from "../../sdk/lead/lead.ts";
import { emailOf, phoneOf } from "../scoring/normalise.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";

/** How often the gateway is asked before leads are scored without it. */
export const VENDOR_ATTEMPTS = 2;

/** The gateway's answer: one entry for each contact, in their order. What a vendor did not say is left out. */
const answerSchema = z.object({
  checks: z.array(
    z.object({ emailDeliverable: z.boolean().optional(), phoneReachable: z.boolean().optional() }),
  ),
});

/**
 * What the vendor gateway is asked about leads: the body of one `POST`, `{"contacts": [{phone?, email?}]}`. The gateway stands before the
 * verification vendors, holds the accounts there, and sees phone numbers and e-mail addresses in plain text.
 */
export function vendorQuestion(leads: readonly Lead[]): string {
  return JSON.stringify({
    contacts: leads.map((lead) => ({ phone: phoneOf(lead), email: emailOf(lead) })),
  });
}

/** Reads the answer `{"checks": […]}`: an entry for each lead. @throws {Error} it is none; its text can quote what was sent. */
export function readVendorAnswer(text: string, leads: readonly Lead[]): VendorChecks[] {
  const { checks } = answerSchema.parse(JSON.parse(text));
  if (checks.length !== leads.length) throw new Error("WRONG_LENGTH");
  return checks.map(given);
}

/** Without the keys that hold nothing. */
function given({ emailDeliverable, phoneReachable }: z.output<typeof answerSchema>["checks"][0]) {
  return {
    ...(emailDeliverable === undefined ? {} : { emailDeliverable }),
    ...(phoneReachable === undefined ? {} : { phoneReachable }),
  };
}
