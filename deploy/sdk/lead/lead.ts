import { z } from "zod";

import type { FieldValue } from "./publicFields.ts";
import { SOURCE_NAMES } from "./source.ts";

/** Printable text without control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must be at most ${max} characters`)
    .regex(/^[ -~\u00a0-\uffff]*$/, "must not contain control characters");

/**
 * The consumer's personal data (PII). It travels encrypted and is never public: not in attributes, events, logs or errors. The score, not
 * this schema, judges the contents, so that a weak lead can still be sold for what it is.
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

/** Region of a lead: ISO 3166-1 country (`DE`) or ISO 3166-2 subdivision (`US-CA`); six bytes at most. */
export const regionSchema = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "must be an ISO 3166 region such as US-CA or DE");

/** USDC as a decimal string: numbers would lose cents. */
const usdc = z
  .string()
  .regex(/^(0|[1-9]\d{0,12})(\.\d{1,6})?$/, 'must be USDC as a decimal string such as "85.50"');

/** What a seller may say about the auction; everything left out comes from the vertical, fees from the current ones. */
const termsSchema = z.strictObject({
  /** Lowest price before the multiplier, in USDC. */
  baseReserve: usdc.optional(),
  /** Added to the base at a perfect score, in proportion to the score, in basis points. */
  qualityPremiumBps: z.int().min(0).max(10_000).optional(),
  /** Highest share of the price that the seller accepts as a fee, in basis points. */
  maxFeeBps: z.int().min(0).max(10_000).optional(),
  /** Highest flat fee that the seller accepts, in USDC. */
  maxConvenienceFee: usdc
    .refine((text) => Number(text) <= 4_000, "must be 4,000 USDC at most")
    .optional(),
  /** Whether to sell at once to the best bounty at or above the reserve, if no sealed bid came before it. */
  instantSale: z.boolean().optional(),
});

/**
 * Names a record of the consumer's consent that an independent issuer keeps: the URL of a TrustedForm certificate, or a Jornaya LeadiD. It
 * leads to what the consumer did, so it is private like personal data; the buyer gets it with the lead.
 */
const consentCertificateSchema = z
  .string()
  .trim()
  .regex(
    /^(https:\/\/cert\.trustedform\.com\/[0-9A-Za-z]{1,64}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$/,
    "must be a URL https://cert.trustedform.com/… or a Jornaya LeadiD",
  );

/** What the consumer saw when it consented, as whoever asked keeps it. Private like personal data; the buyer gets it with the lead. */
const consentRecordSchema = z.strictObject({
  /** The words that the consumer agreed to. */
  text: text(1_000),
  /** The page that showed them. */
  page: text(300),
});

/** A lead as a seller writes it in a file. Unknown fields are refused. */
export const leadSchema = z.strictObject({
  /** Slug of a leaf vertical. */
  vertical: z.string().min(1).max(64),
  /** Where the consumer is. */
  region: regionSchema,
  /** How the lead came about. */
  source: z.enum(SOURCE_NAMES),
  /** When the consumer consented, Unix seconds, 0 if never. */
  consentTime: z.int().min(0).max(0xff_ffff_ffff),
  consentCertificate: consentCertificateSchema.optional(),
  consentRecord: consentRecordSchema.optional(),
  /** Personal data. */
  contact: contactSchema,
  /** Answers to the vertical's public questions; numbers exact. */
  fields: z.record(z.string(), z.custom<FieldValue | undefined>()),
  terms: termsSchema.optional(),
});

/** A lead as a seller writes it in a file. */
export type Lead = z.infer<typeof leadSchema>;

/** Terms of a lead's auction as a seller writes them. */
export type LeadTerms = z.infer<typeof termsSchema>;
