import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import type { Lead } from "./lead.ts";
import { emailOf, mailboxOf, phoneOf } from "./normalise.ts";

/** Shortest secret, bytes: the strength of SHA-256. */
const MIN_SECRET_BYTES = 32;

/**
 * Tag by which the chain recognises the same consumer's lead in the same vertical, and learns nothing else: without the DON's
 * secret, phone numbers cannot be tried against it.
 *
 * `HMAC-SHA256(secret, phone | mailbox | vertical)`: phone in E.164, mailbox in lower case without `+tag`; what is missing is empty.
 * @param secret the DON's, 32 bytes or more.
 * @throws {RangeError} the secret is short, or the lead has neither phone nor e-mail.
 */
export function dedupTag(secret: Uint8Array, lead: Lead): `0x${string}` {
  if (secret.length < MIN_SECRET_BYTES) {
    throw new RangeError(`the dedup secret needs ${MIN_SECRET_BYTES} bytes, has ${secret.length}`);
  }
  const phone = phoneOf(lead);
  const email = emailOf(lead);
  if (phone === undefined && email === undefined) {
    throw new RangeError("a lead without phone and e-mail has no dedup tag");
  }
  const mailbox = email === undefined ? "" : mailboxOf(email);
  const message = utf8ToBytes(`${phone ?? ""}|${mailbox}|${lead.vertical}`);
  return `0x${bytesToHex(hmac(sha256, secret, message))}`;
}
