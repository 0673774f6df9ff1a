import { HTTPClient, type TeeRuntime } from "@chainlink/cre-sdk";
import { base64pad } from "multiformats/bases/base64";
import { bytesToString, stringToBytes } from "viem";
import { z } from "zod";

import type { Lead } from "../../sdk/lead/lead.ts";
import { emailOf, phoneOf } from "../scoring/normalise.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";

/** The gateway's answer: one entry for each contact, in their order. What a vendor did not say is left out. */
const answerSchema = z.object({
  checks: z.array(
    z.object({ emailDeliverable: z.boolean().optional(), phoneReachable: z.boolean().optional() }),
  ),
});

/** How often the gateway is asked before the leads are scored without it. */
const ATTEMPTS = 2;

/**
 * Asks the vendor gateway about all leads of a batch in one call: `POST {"contacts": [{phone?, email?}]}` gives `{"checks": […]}`. The
 * gateway stands before the verification vendors, holds the accounts there, and sees phone numbers and e-mail addresses in plain text.
 * @returns what is known of each lead; nothing when the gateway does not answer as it should.
 */
export function askVendors(
  runtime: TeeRuntime<unknown>,
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  leads: readonly Lead[],
): VendorChecks[] {
  const contacts = leads.map((lead) => ({ phone: phoneOf(lead), email: emailOf(lead) }));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const { statusCode, body } = new HTTPClient()
        .sendRequest(runtime, {
          url,
          method: "POST",
          multiHeaders: {
            authorization: { values: [`Bearer ${apiKey}`] },
            "content-type": { values: ["application/json"] },
          },
          body: base64pad.baseEncode(stringToBytes(JSON.stringify({ contacts }))),
        })
        .result();
      if (statusCode !== 200) continue;
      const { checks } = answerSchema.parse(JSON.parse(bytesToString(body)));
      if (checks.length === leads.length) return checks.map(given);
    } catch {
      // Its text could quote what was sent.
    }
  }
  return leads.map(() => ({}));
}

/** Without the keys that hold nothing. */
function given({ emailDeliverable, phoneReachable }: z.output<typeof answerSchema>["checks"][0]) {
  return {
    ...(emailDeliverable === undefined ? {} : { emailDeliverable }),
    ...(phoneReachable === undefined ? {} : { phoneReachable }),
  };
}
