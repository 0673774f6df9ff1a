import type { Lead } from "../sdk/lead/lead.ts";
import type { VendorChecks } from "../workflows/scoring/vendorChecks.ts";
import {
  inRequests,
  readVendorAnswer,
  VENDOR_ATTEMPTS,
  vendorQuestion,
  type Gateway,
} from "../workflows/shared/vendorGateway.ts";

/** How long the gateway may take, milliseconds. */
const TIMEOUT = 10_000;
/** Bytes that its answer may have: what CRE allows an enclave to read. */
const MAX_ANSWER_BYTES = 100_000;

/**
 * Asks the vendor gateway about all leads of a batch, as the enclave does: in one call, or one for every twelve leads, each made once more if
 * it fails.
 * @returns what is known of each lead; nothing when the gateway does not answer as it should. Throws nothing.
 */
export async function askGateway(
  gateway: Gateway,
  leads: readonly Lead[],
): Promise<readonly VendorChecks[]> {
  const answers = await Promise.all(inRequests(leads).map((batch) => askTwice(gateway, batch)));
  return answers.flat();
}

async function askTwice(
  { url, apiKey }: Gateway,
  leads: readonly Lead[],
): Promise<readonly VendorChecks[]> {
  for (let attempt = 0; attempt < VENDOR_ATTEMPTS; attempt++) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        body: vendorQuestion(leads),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.status === 200) return readVendorAnswer(await bounded(response), leads);
    } catch {
      // Its text could quote what was sent.
    }
  }
  return leads.map(() => ({}));
}

/** The text of an answer, which may have no end. @throws {RangeError} it is too long. */
async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new RangeError("TOO_LONG");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
