import { z } from "zod";

const list = z.enum(["clear", "listed"]);

/** What a vendor answers to each check, in the order of `VENDOR_CHECKS`: of the bits of a report's `checks`. */
export const VENDOR_ANSWERS = {
  /** What the number is, and whether it is in service. */
  phoneLine: z.object({
    type: z.enum(["mobile", "landline", "voip", "invalid"]),
    isActive: z.boolean(),
  }),
  /** Whether the mailbox takes mail; `risky` where its host does not say, as those do that take mail for any name. */
  email: z.enum(["deliverable", "risky", "undeliverable"]),
  /** Whether mail for the postal address arrives. */
  address: z.enum(["deliverable", "undeliverable"]),
  /** Whether its issuer knows the certificate, and whether it belongs to the lead's consent time and to its phone number or e-mail. */
  certificate: z.object({
    isGenuine: z.boolean(),
    matchesTime: z.boolean(),
    matchesContact: z.boolean(),
  }),
  /** Whether the number is on a do-not-call list. */
  doNotCall: list,
  /** Whether the number is one of a known plaintiff against callers. */
  litigator: list,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** Name of an answer. */
export type AnswerName = keyof typeof VENDOR_ANSWERS;

/** Every answer, in the order of the bits of a report's `checks`. */
export const ANSWER_NAMES = Object.keys(VENDOR_ANSWERS) as AnswerName[];

/**
 * What verification vendors say about a lead. They are asked beforehand, and their answers handed in as data, so the score stays a pure
 * function. A check that was not made, or that gave no answer, is left out.
 */
export type VendorChecks = {
  readonly [Name in AnswerName]?: Readonly<z.output<(typeof VENDOR_ANSWERS)[Name]>>;
};

/** The checks that gave an answer, whatever it was, a bit each: a report's `checks`. */
export function answeredChecks(checks: VendorChecks): number {
  return ANSWER_NAMES.reduce(
    (bits, name, bit) => bits | (checks[name] === undefined ? 0 : 1 << bit),
    0,
  );
}

/** Whether a vendor confirms that the consumer's consent was recorded: by a genuine certificate, at this time, for this consumer. */
export function isConsentProven({ certificate }: VendorChecks): boolean {
  if (certificate === undefined) return false;
  const { isGenuine, matchesTime, matchesContact } = certificate;
  return isGenuine && matchesTime && matchesContact;
}
