import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import { z } from "zod";

/** Decimal digits: how JSON holds a bigint that is too large for a number. */
const DIGITS = /^\d{1,78}$/;

/**
 * A schema of the SDK as MCP shows it: amounts and other bigints as numbers where that is exact, else as strings, as the tasks' `--json` has
 * them. It checks nothing: the tool does, so that every refusal says how to recover.
 * @param side `input`: what may be left out is optional.
 */
export function shownSchema(
  schema: z.ZodType,
  side: "input" | "output",
): StandardSchemaWithJSON<Record<string, unknown>> {
  // The conversion itself is costly, and the same for every connection.
  let shown: Record<string, unknown> | undefined;
  const jsonSchema = () => (shown ??= jsonSchemaOf(schema, side));
  return {
    "~standard": {
      version: 1,
      vendor: "lead-engine",
      validate: (value) => ({ value: (value ?? {}) as Record<string, unknown> }),
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}

function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "bigint") jsonSchema.type = ["integer", "string"];
    },
  });
}

/** What a client gave, with bigints where the schema has them. What does not fit is left as it is: the schema refuses it. */
export function fromJson(schema: z.ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodBigInt) return bigintOf(value);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return value == null ? value : fromJson(schema.unwrap() as z.ZodType, value);
  }
  if (schema instanceof z.ZodDefault) return fromJson(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => fromJson(schema.element as z.ZodType, item));
  }
  if (schema instanceof z.ZodObject && isRecord(value)) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
        return [name, inner === undefined ? item : fromJson(inner, item)];
      }),
    );
  }
  return value;
}

function bigintOf(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && DIGITS.test(value) ? BigInt(value) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
