import { readFile } from "node:fs/promises";

import { z } from "zod";

/** Networks that have a file of deployment parameters. */
export const PARAMETER_SETS = ["local", "base-sepolia", "base"] as const;

/** Name of a file of deployment parameters. */
export type ParameterSet = (typeof PARAMETER_SETS)[number];

const BIGINT = /^\d+n$/;
const COMMENT = "//";

const value = z.union([z.string(), z.number(), z.boolean(), z.bigint()]);
const parameter = z.union([value, z.array(z.union([value, z.record(z.string(), value)]))]);
const parameters = z.record(z.string(), z.record(z.string(), parameter));

/** Parameters of Ignition's modules: module id, then parameter. */
export type ProtocolParameters = z.infer<typeof parameters>;

/** The deployment parameters of a network. See `parseParameters`. */
export async function loadParameters(name: ParameterSet): Promise<ProtocolParameters> {
  return parseParameters(await readFile(new URL(`./${name}.json`, import.meta.url), "utf8"));
}

/**
 * Reads the text of a file of deployment parameters. Keys that start with `//` are comments; a string of digits that ends in `n` is a bigint.
 * @throws {SyntaxError} it is not JSON.
 * @throws {z.ZodError} names the place in the file.
 */
export function parseParameters(text: string): ProtocolParameters {
  const parsed: unknown = JSON.parse(text, (key, item: unknown) => {
    if (key.startsWith(COMMENT)) return undefined;
    return typeof item === "string" && BIGINT.test(item) ? BigInt(item.slice(0, -1)) : item;
  });
  return parameters.parse(parsed);
}

/** A parameter as text: an address, or the digits of a number. @throws {Error} there is none of this name, or it is a list. */
export function parameterText(
  parameters: ProtocolParameters,
  module: string,
  name: string,
): string {
  const found = parameters[module]?.[name];
  if (found === undefined || typeof found === "object") {
    throw new Error(`There is no parameter ${module}.${name}.`);
  }
  return String(found);
}

/** `base` with the parameters of `changes` instead of its own. */
export function withParameters(
  base: ProtocolParameters,
  changes: ProtocolParameters,
): ProtocolParameters {
  const merged = Object.fromEntries(
    Object.entries(changes).map(([module, values]) => [module, { ...base[module], ...values }]),
  );
  return { ...base, ...merged };
}
