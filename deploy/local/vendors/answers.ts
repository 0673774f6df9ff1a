import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";

import type { AnswerName, VendorChecks } from "../../workflows/scoring/vendorChecks.ts";

/** Answers of a vendor, each with the thousandth up to which it is given. */
type Scale<Name extends AnswerName> = readonly (readonly [
  below: number,
  answer: NonNullable<VendorChecks[Name]>,
])[];

/**
 * What the local vendors answer, by the thousandth that an input falls into (`thousandthOf`): the first row whose figure lies above it. Bad
 * answers come first and are rare; what is left over is good.
 */
export const ANSWERS: { readonly [Name in AnswerName]: Scale<Name> } = {
  phoneLine: [
    [5, { type: "invalid", isActive: false }],
    [10, { type: "mobile", isActive: false }],
    [25, { type: "voip", isActive: true }],
    [100, { type: "landline", isActive: true }],
    [1_000, { type: "mobile", isActive: true }],
  ],
  email: [
    [10, "undeliverable"],
    [40, "risky"],
    [1_000, "deliverable"],
  ],
  address: [
    [15, "undeliverable"],
    [1_000, "deliverable"],
  ],
  certificate: [
    [5, { isGenuine: false, matchesTime: false, matchesContact: false }],
    [10, { isGenuine: true, matchesTime: false, matchesContact: true }],
    [15, { isGenuine: true, matchesTime: true, matchesContact: false }],
    [1_000, { isGenuine: true, matchesTime: true, matchesContact: true }],
  ],
  doNotCall: [
    [5, "listed"],
    [1_000, "clear"],
  ],
  litigator: [
    [2, "listed"],
    [1_000, "clear"],
  ],
};

/** Numbers that reach nobody: 555 in every North American area code, and those that Germany keeps for films. */
const FICTION = /^\+1\d{3}555\d{4}$|^\+49(3023125|6990009|4066969)\d{3}$/;
/** The few of them, in any area code, about which a vendor says the worst. */
const BAD_NUMBERS: Partial<Record<AnswerName, RegExp>> = {
  doNotCall: /^\+1\d{3}5559001$/,
  litigator: /^\+1\d{3}5559002$/,
  phoneLine: /^\+1\d{3}5559003$/,
};
/** Hosts that RFC 2606 and RFC 6761 reserve. */
const RESERVED_HOST = /[@.](example\.(com|net|org)|example|test|invalid|localhost)$/;

const text = z.string().min(1).max(400);

/** What vendors are asked about a contact, see `VendorContact`. */
export const contactSchema = z.strictObject({
  phone: text.optional(),
  email: text.optional(),
  address: z
    .strictObject({
      street: text,
      city: text.optional(),
      zip: text.optional(),
      region: text,
      country: text,
    })
    .optional(),
  certificate: z.strictObject({ id: text, consentTime: z.int().min(0) }).optional(),
});

/**
 * The thousandth, 0 to 999, that an input falls into: of `SHA-256(check | input)`, the first four bytes modulo 1,000. Always the same, so a
 * test that needs a certain answer tries inputs until one falls where it must.
 */
export function thousandthOf(check: AnswerName, input: string): number {
  const digest = sha256(utf8ToBytes(`${check}|${input}`));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) % 1_000;
}

/**
 * What the local vendors say of a contact: about all of it that was sent. Numbers and mail hosts that are reserved are always good, but for
 * +1 … 555-9001 (on the do-not-call list), 555-9002 (a litigator's) and 555-9003 (a dead line).
 */
export function answersFor({
  phone,
  email,
  address,
  certificate,
}: z.output<typeof contactSchema>): VendorChecks {
  const ofEmail = email !== undefined && RESERVED_HOST.test(email) ? GOOD : email;
  return {
    ...answer("phoneLine", numberFor("phoneLine", phone)),
    ...answer("email", ofEmail),
    ...answer("address", address && JSON.stringify(address)),
    ...answer("certificate", certificate?.id),
    ...answer("doNotCall", numberFor("doNotCall", phone)),
    ...answer("litigator", numberFor("litigator", phone)),
  };
}

/** Places of inputs of which every vendor says the best, or the worst. */
const [GOOD, BAD] = [999, 0];

function numberFor(check: AnswerName, phone: string | undefined): string | number | undefined {
  if (phone === undefined || !FICTION.test(phone)) return phone;
  return BAD_NUMBERS[check]?.test(phone) ? BAD : GOOD;
}

/** @param input a text, or the place that it falls into. */
function answer(check: AnswerName, input: string | number | undefined): VendorChecks {
  if (input === undefined) return {};
  const place = typeof input === "number" ? input : thousandthOf(check, input);
  const [, found] = ANSWERS[check].find(([below]) => place < below) ?? [];
  return { [check]: found };
}
