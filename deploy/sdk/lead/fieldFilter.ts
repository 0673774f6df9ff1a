import { z } from "zod";

import { fieldNameSchema, isPiiField, type FieldValue } from "./publicFields.ts";

const field = fieldNameSchema
  .refine((name) => !isPiiField(name), "is personal data: only public fields can be filtered by")
  .describe("A public field of the vertical, such as electricBill");

const scalar = z.union([z.string().max(120), z.number(), z.boolean()]);
const word = z
  .string()
  .max(120)
  .refine((text) => textOf(text) !== "", "must not be empty");

/** A test of one public field: `{ field: "electricBill", operator: "GTE", value: 150 }`. A band counts as its lower edge. */
export const fieldFilterSchema = z
  .discriminatedUnion("operator", [
    z.strictObject({ field, operator: z.enum(["EQUALS", "NOT_EQUALS"]), value: scalar }),
    z.strictObject({
      field,
      operator: z.enum(["IN", "NOT_IN"]),
      value: z.array(scalar).min(1).max(100),
    }),
    z.strictObject({
      field,
      operator: z.enum(["GT", "GTE", "LT", "LTE"]),
      value: z.number(),
    }),
    z.strictObject({
      field,
      operator: z.literal("BETWEEN"),
      value: z
        .tuple([z.number(), z.number()])
        .refine(([low, high]) => low <= high, "the first must not be above the second"),
    }),
    z.strictObject({ field, operator: z.enum(["CONTAINS", "STARTS_WITH"]), value: word }),
  ])
  .describe(
    "A test of one public field. Text is compared without case and white space; a missing field fails all but NOT_EQUALS and NOT_IN",
  );

/** A test of one public field. */
export type FieldFilter = z.infer<typeof fieldFilterSchema>;

/**
 * Whether a lead's public fields pass a test. A missing value passes the NOT tests only; what is not a number fails every numeric test.
 */
export function passesFilter(
  filter: FieldFilter,
  attributes: Readonly<Record<string, FieldValue>>,
): boolean {
  const value = Object.hasOwn(attributes, filter.field) ? attributes[filter.field] : undefined;
  switch (filter.operator) {
    case "EQUALS":
      return value !== undefined && isSame(value, filter.value);
    case "NOT_EQUALS":
      return value === undefined || !isSame(value, filter.value);
    case "IN":
      return value !== undefined && filter.value.some((wanted) => isSame(value, wanted));
    case "NOT_IN":
      return value === undefined || !filter.value.some((unwanted) => isSame(value, unwanted));
    case "CONTAINS":
      return value !== undefined && textOf(value).includes(textOf(filter.value));
    case "STARTS_WITH":
      return value !== undefined && textOf(value).startsWith(textOf(filter.value));
    case "GT":
      return isNumber(value, (number) => number > filter.value);
    case "GTE":
      return isNumber(value, (number) => number >= filter.value);
    case "LT":
      return isNumber(value, (number) => number < filter.value);
    case "LTE":
      return isNumber(value, (number) => number <= filter.value);
    case "BETWEEN": {
      const [low, high] = filter.value;
      return isNumber(value, (number) => low <= number && number <= high);
    }
  }
}

function isSame(one: FieldValue, other: FieldValue): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: FieldValue): string {
  return String(value).replace(/\s+/g, "").toLowerCase();
}

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/** Neither an empty text nor a flag is a number. */
function isNumber(value: FieldValue | undefined, test: (number: number) => boolean): boolean {
  if (typeof value === "number") return test(value);
  return typeof value === "string" && DECIMAL.test(value.trim()) && test(Number(value));
}
