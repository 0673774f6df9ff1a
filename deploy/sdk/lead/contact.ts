import { z } from "zod";

/** Printable text without control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must be at most ${max} characters`)
    .regex(/^[ -~\u00a0-\uffff]*$/, "must not contain control characters");

/**
 * The consumer's personal data (PII). It travels encrypted and is never public: not in attributes, events, logs or errors.
 * Contents are judged by the score, not here, so that a weak lead can still be sold for what it is.
 */
export const contactSchema = z.strictObject({
  firstName: text(60).optional(),
  lastName: text(60).optional(),
  email: text(254).optional(),
  phone: text(32).optional(),
  address: text(120).optional(),
  city: text(80).optional(),
  zip: text(12).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code")
    .optional(),
  company: text(120).optional(),
  jobTitle: text(80).optional(),
  dateOfBirth: z.iso.date("must be YYYY-MM-DD").optional(),
  taxId: text(32).optional(),
  ipAddress: text(45).optional(),
  userAgent: text(400).optional(),
});

/** Personal data of the consumer. */
export type Contact = z.infer<typeof contactSchema>;

/** Name of a contact field. */
export type ContactField = keyof Contact;

/** Every contact field: the fields of `contactSchema`. */
export const CONTACT_FIELDS = Object.keys(contactSchema.shape) as ContactField[];
