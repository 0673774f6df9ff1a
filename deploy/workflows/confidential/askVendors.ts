import { HTTPClient, type TeeRuntime } from "@chainlink/cre-sdk";
import { base64pad } from "multiformats/bases/base64";
import { bytesToString, stringToBytes } from "viem";

import type { Lead } from "../../sdk/lead/lead.ts";
import { readVendorAnswer, VENDOR_ATTEMPTS, vendorQuestion } from "../shared/vendorGateway.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";

/**
 * Asks the vendor gateway about all leads of a batch in one call.
 * @returns what is known of each lead; nothing when the gateway does not answer as it should.
 */
export function askVendors(
  runtime: TeeRuntime<unknown>,
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  leads: readonly Lead[],
): VendorChecks[] {
  for (let attempt = 0; attempt < VENDOR_ATTEMPTS; attempt++) {
    try {
      const { statusCode, body } = new HTTPClient()
        .sendRequest(runtime, {
          url,
          method: "POST",
          multiHeaders: {
            authorization: { values: [`Bearer ${apiKey}`] },
            "content-type": { values: ["application/json"] },
          },
          body: base64pad.baseEncode(stringToBytes(vendorQuestion(leads))),
        })
        .result();
      if (statusCode === 200) return readVendorAnswer(bytesToString(body), leads);
    } catch {
      // Its text could quote what was sent.
    }
  }
  return leads.map(() => ({}));
}
