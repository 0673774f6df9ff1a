import { HTTPClient, type TeeRuntime } from "@chainlink/cre-sdk";
import { base64pad } from "multiformats/bases/base64";
import { bytesToString, stringToBytes } from "viem";

import type { Lead } from "../../sdk/lead/lead.ts";
import {
  inRequests,
  readVendorAnswer,
  VENDOR_ATTEMPTS,
  vendorQuestion,
  type Gateway,
} from "../shared/vendorGateway.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";

/** HTTP calls that a run may make. */
const MAX_CALLS = 5;

/**
 * Asks the vendor gateway about all leads of a run: in one call, or one for every twelve leads, each made once more if it fails.
 * @returns what is known of each lead; nothing when the gateway does not answer as it should.
 */
export function askVendors(
  runtime: TeeRuntime<unknown>,
  gateway: Gateway,
  leads: readonly Lead[],
): VendorChecks[] {
  let calls = 0;
  return inRequests(leads).flatMap((batch) => {
    let answer: VendorChecks[] | undefined;
    for (let attempt = 0; attempt < VENDOR_ATTEMPTS && answer === undefined; attempt++) {
      if (calls++ < MAX_CALLS) answer = ask(runtime, gateway, batch);
    }
    return answer ?? batch.map(() => ({}));
  });
}

function ask(
  runtime: TeeRuntime<unknown>,
  { url, apiKey }: Gateway,
  leads: readonly Lead[],
): VendorChecks[] | undefined {
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
  return undefined;
}
