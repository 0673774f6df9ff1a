import { utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";

import { CONTACT_FIELDS } from "./lead.ts";

/** Longest name of a field, and longest value of an enum: keeps the attributes of a lead short. */
const WORD = /^[a-z][A-Za-z0-9]{1,31}$/;
const OPTION = /^[a-z0-9][a-z0-9_]{0,31}$/;

/** Name of a public field, camelCase. */
export const fieldNameSchema = z.string().regex(WORD, "a field name is camelCase, 2 to 32 long");

const title = z.string().min(3).max(120);

/** One of a few words. Free text is never public: it could single a person out. */
const enumFieldSchema = z.strictObject({
  type: z.literal("enum"),
  title,
  options: z
    .array(z.string().regex(OPTION, "an option is snake_case, at most 32 long"))
    .min(2)
    .refine((options) => new Set(options).size === options.length, "options repeat"),
});

const booleanFieldSchema = z.strictObject({ type: z.literal("boolean"), title });

/**
 * A number that is published only as its band. `edges` are the bands' lower ends in `unit`s, ascending; the last band is open.
 * A value below the first edge is refused.
 */
const bandFieldSchema = z.strictObject({
  type: z.literal("band"),
  title,
  unit: z.string().min(1).max(16),
  edges: z
    .array(z.int().nonnegative())
    .min(2)
    .refine(
      (edges) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] as number)),
      "edges must ascend",
    ),
});

/** A public, non-PII question that a vertical's buyers filter by. */
export const publicFieldSchema = z.discriminatedUnion("type", [
  enumFieldSchema,
  booleanFieldSchema,
  bandFieldSchema,
]);

/** Definition of a public field. */
export type PublicField = z.infer<typeof publicFieldSchema>;

/** Public fields of a vertical by name. */
export type PublicFields = Readonly<Record<string, PublicField>>;

/** What a seller gives for a public field: a number is exact here and becomes a band in the attributes. */
export type FieldValue = string | number | boolean;

/** Schema of the value that a seller gives for `field`. */
export function fieldValueSchema(field: PublicField): z.ZodType<FieldValue> {
  switch (field.type) {
    case "enum":
      return z.enum(field.options);
    case "boolean":
      return z.boolean();
    case "band":
      return z.number().min(field.edges[0] as number);
  }
}

/** Lower edge of the band that `value` lies in: what is published instead of the number itself. */
export function bandOf(edges: readonly number[], value: number): number {
  const band = edges.filter((edge) => edge <= value).at(-1);
  if (band === undefined) throw new RangeError("value lies below the first band");
  return band;
}

/** Public attributes: enums and booleans as given, numbers as the lower edge of their band. */
export type Attributes = Readonly<Record<string, FieldValue>>;

/**
 * What the public learns about a lead: the vertical's own fields and nothing else. No personal data, no postal code; numbers only as
 * the lower edge of their band, so bidders can still compare them (`electricBill >= 150`).
 * @param fields the lead's answers, validated.
 * @param definitions the vertical's public fields; any other answer is left out.
 * @throws {RangeError} a definition names personal data, or an answer does not fit its definition; names the field, not the answer.
 */
export function publicAttributes(
  fields: Readonly<Record<string, FieldValue | undefined>>,
  definitions: PublicFields,
): Attributes {
  const attributes: Record<string, FieldValue> = {};
  for (const name of Object.keys(definitions).sort()) {
    const definition = definitions[name];
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (definition === undefined || value === undefined) continue;
    if (isPiiField(name)) throw new RangeError(`${name} is personal data`);
    attributes[name] = published(name, definition, value);
  }
  return attributes;
}

/** The answer as the public sees it. Free text must never get here, so the answer is checked although `validateLead` did so before. */
function published(name: string, definition: PublicField, value: FieldValue): FieldValue {
  const answer = fieldValueSchema(definition).safeParse(value);
  if (!answer.success) throw new RangeError(`the answer to ${name} is not a valid one`);
  return definition.type === "band" ? bandOf(definition.edges, Number(value)) : value;
}

/** Canonical JSON in UTF-8: keys in code-unit order, no white space. The same attributes always give the same bytes. */
export function canonicalAttributes(attributes: Attributes): Uint8Array {
  const entries = Object.keys(attributes)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(attributes[name])}`);
  return utf8ToBytes(`{${entries.join(",")}}`);
}

/** Other names under which personal data hides in forms. */
const ALIASES = [
  "name",
  "fullName",
  "surname",
  "mail",
  "emailAddress",
  "phoneNumber",
  "mobile",
  "street",
  "streetAddress",
  "postcode",
  "postalCode",
  "zipCode",
  "birthDate",
  "birthday",
  "dob",
  "ssn",
  "nationalId",
  "passport",
  "driverLicense",
  "ip",
  "latitude",
  "longitude",
  "creditScore",
  "consentCertificate",
  "consentRecord",
];

const PII = new Set([...CONTACT_FIELDS, ...ALIASES].map((name) => name.toLowerCase()));

/** Whether a field of this name holds personal data, in any spelling: it must not be a public field. */
export function isPiiField(name: string): boolean {
  return PII.has(name.replace(/[^A-Za-z0-9]/g, "").toLowerCase());
}
