import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { rootOf } from "../../parameters/rootOf.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import { emailOf, mailboxOf, phoneOf } from "./normalise.ts";

/** Shortest secret, bytes: the strength of SHA-256. */
const MIN_SECRET_BYTES = 32;
/** Tag for a missing phone or e-mail. */
const NO_TAG: Tag = `0x${"00".repeat(32)}`;

type Tag = `0x${string}`;

/** Of the phone and of the e-mail. */
export type DedupTags = readonly [phone: Tag, email: Tag];

/**
 * Tags by which the chain recognises the same consumer's lead, and learns nothing else: without the DON's secret, phone numbers cannot be
 * tried against them. One is enough to recognise the consumer, so a changed field does not make a lead new; and they are the same in all
 * verticals of a root, so a sister vertical does not either.
 *
 * `HMAC-SHA256(secret, root vertical | phone)`, phone in E.164, and `HMAC-SHA256(secret, root vertical | mailbox)`, mailbox in lower case
 * without `+tag`; zero for what is missing.
 * @param secret the DON's, 32 bytes or more.
 * @throws {RangeError} the secret is short, or the lead has neither phone nor e-mail.
 */
export function dedupTags(secret: Uint8Array, lead: Lead): DedupTags {
  if (secret.length < MIN_SECRET_BYTES) {
    throw new RangeError(`the dedup secret needs ${MIN_SECRET_BYTES} bytes, has ${secret.length}`);
  }
  const phone = phoneOf(lead);
  const email = emailOf(lead);
  if (phone === undefined && email === undefined) {
    throw new RangeError("a lead without phone and e-mail has no dedup tag");
  }
  const root = rootOf(lead.vertical);
  const tagOf = (value: string): Tag =>
    `0x${bytesToHex(hmac(sha256, secret, utf8ToBytes(`${root}|${value}`)))}`;
  return [
    phone === undefined ? NO_TAG : tagOf(phone),
    email === undefined ? NO_TAG : tagOf(mailboxOf(email)),
  ];
}
