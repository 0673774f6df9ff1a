import { z } from "zod";

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
