import { readFile } from "node:fs/promises";

import { z } from "zod";

import { usdcOf } from "../sdk/codes/usdc.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";

/** An amount of USDC as people write it; USDC units once it is read. */
export const dollars = z
  .union([z.number(), z.string()])
  .refine((value) => /^\d+(\.\d{1,6})?$/.test(String(value)), "is not an amount of USDC")
  .transform(usdcOf)
  .describe("USDC, such as 150.25");

/** Name of a time zone, such as `America/Chicago`. */
export const timeZone = z
  .string()
  .refine((zone) => Intl.supportedValuesOf("timeZone").concat("UTC").includes(zone), {
    message: "is not an IANA time zone",
  })
  .default("UTC");

const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, "must be the name of a configuration variable");

/** Where events go. The secret itself is never in the file: `secret` names the configuration variable that holds it. */
const hookSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "must be lower-case letters, digits and dashes"),
  url: z.url({ protocol: /^https?$/ }),
  format: z.enum(["hubspot", "zapier", "generic"]),
  secret: variableName.describe(
    "Name of the variable with HubSpot's access token, or the key that signs webhooks",
  ),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe("Whether the address may be a private or loopback one"),
});

/** A language model that may rank and veto bids. What it is told leaves this machine: public facts of leads only. */
const modelSchema = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url), {
      message: "must be https, or on this machine",
    })
    .describe("An OpenAI-compatible endpoint, such as https://api.moonshot.ai/v1"),
  model: z.string().min(1).max(100).describe("Such as kimi-k2.6"),
  secret: variableName.describe("Name of the variable with its API key"),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(60)
    .default(10)
    .describe("How long the rules wait for its advice"),
});

/** Where agents of several machines keep what they share. Addresses with their passwords are in configuration variables. */
const sharedSchema = z.strictObject({
  database: variableName.describe(
    "Name of the variable with PostgreSQL's address, such as postgresql://user:password@host/agents",
  ),
  queue: variableName
    .optional()
    .describe(
      "Name of the variable with another address for the queue: redis://, rediss:// or postgresql://",
    ),
});

/** What the operator of an agent or of an MCP server decides, and no rule, tool or model can widen. */
export const operatorConfigSchema = z.strictObject({
  limits: z
    .strictObject({
      maxPerBid: dollars,
      perHour: dollars.describe("Won and committed within an hour, USDC"),
      perDay: dollars.describe("Won and committed since midnight in `timeZone`, USDC"),
      verticals: z.array(z.string()).min(1).describe("Verticals and roots that may be bid on"),
      timeZone,
    })
    .describe("Hard limits on what is bid"),
  hooks: z
    .array(hookSchema)
    .refine((hooks) => new Set(hooks.map(({ name }) => name)).size === hooks.length, {
      message: "have names that are not unique",
    })
    .default([]),
  model: modelSchema.optional(),
  shared: sharedSchema.optional(),
  personalData: z
    .boolean()
    .default(false)
    .describe("Whether tools may return a lead's personal data to the model"),
});

/** What the operator decides; money in USDC units. */
export type OperatorConfig = z.infer<typeof operatorConfigSchema>;

/** The operator's language model. */
export type ModelConfig = NonNullable<OperatorConfig["model"]>;

/** A place that events are sent to. */
export type Hook = OperatorConfig["hooks"][number];

/**
 * The operator's decisions from its file.
 * @throws {LeadEngineError} `NO_OPERATOR_CONFIG`: there is no such file; `INVALID_OPERATOR_CONFIG`: what is wrong, place by place.
 */
export async function readOperatorConfig(file: string): Promise<OperatorConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new LeadEngineError(
      "NO_OPERATOR_CONFIG",
      `There is no operator's file ${file}.`,
      'Write one, such as {"limits": {"maxPerBid": 150, "perHour": 500, "perDay": 2000, "verticals": ["solar"]}}.',
      { cause },
    );
  }
  const { success, data, error } = operatorConfigSchema.safeParse(jsonOf(text));
  if (success) return data;
  throw new LeadEngineError("INVALID_OPERATOR_CONFIG", `${file} is not valid.`, undefined, {
    issues: error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
