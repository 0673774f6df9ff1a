import { z } from "zod";

import { leadSchema } from "./lead.ts";
import { fieldValueSchema, type PublicField } from "./publicFields.ts";
import type { VerticalProfile } from "./vertical.ts";

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What JSON Schema needs to know of a vertical. */
type DescribedVertical = Pick<VerticalProfile, "slug" | "fields"> & { readonly title: string };

/** A phone number or an e-mail address is what makes a consumer reachable; the form of both is judged by the scoring. */
const REACHABLE = [{ required: ["phone"] }, { required: ["email"] }];

/**
 * The JSON Schema of a lead file of one vertical, for programs that write leads: made of the schemas by which a lead is checked. What takes
 * knowledge of the world, such as which postal codes there are, is checked when the lead is submitted.
 */
export function jsonSchemaOf({ slug, title, fields }: DescribedVertical): JsonSchema {
  const { shape } = leadSchema;
  const schema = leadSchema.extend({
    vertical: z.literal(slug).describe("The leaf vertical"),
    region: shape.region.describe(
      "Where the consumer is: ISO 3166-1 country (DE) or, in the United States and Canada, ISO 3166-2 subdivision (US-CA)",
    ),
    source: shape.source.describe("How the lead came about"),
    consentTime: shape.consentTime.describe(
      "When the consumer consented, Unix seconds; 0 if never",
    ),
    consentCertificate: shape.consentCertificate.describe(
      "URL of a TrustedForm certificate, or a Jornaya LeadiD; only the buyer gets it",
    ),
    consentRecord: shape.consentRecord.describe(
      "What the consumer saw: the words that it agreed to and the page that showed them; only the buyer gets it",
    ),
    contact: shape.contact
      .meta({ anyOf: REACHABLE })
      .describe("Personal data, which is encrypted before it leaves the seller's machine"),
    fields: z
      .strictObject(
        Object.fromEntries(
          Object.entries(fields).map(([name, field]) => [
            name,
            fieldValueSchema(field).describe(describe(field)).optional(),
          ]),
        ),
      )
      .describe("Answers to the vertical's public questions; numbers exact, published as bands"),
    terms: shape.terms.describe(
      "The auction's terms; what is left out comes from the vertical. Amounts are USDC as decimal strings",
    ),
  });
  return { ...z.toJSONSchema(schema, { io: "input" }), title: `A lead of ${slug}: ${title}` };
}

function describe(field: PublicField): string {
  return field.type === "band" ? `${field.title}, ${field.unit}` : field.title;
}
