import type { EntityField } from "./entityTypes.ts";

/** A field's value in the form in which values are compared: as the subgraph writes it, references by their ids, text in lower case where it is hex. */
export type Value = string | number | boolean | null | readonly Value[];

const NUMBERS = new Set(["BigInt", "Int8", "Timestamp"]);

/**
 * Writes a value as the subgraph writes values of a field's type, so that what viem reads can be compared with what GraphQL answers.
 * @throws {TypeError} when it cannot be a value of this type.
 */
export function valueOf({ name, type, isReference }: EntityField, given: unknown): Value {
  if (given === null || given === undefined) return null;
  if (Array.isArray(given)) {
    return given.map((item) => valueOf({ name, type, isReference, aggregate: undefined }, item));
  }
  if (isReference || type === "Bytes" || type === "ID") {
    return idText(given).toLowerCase();
  }
  if (NUMBERS.has(type)) return BigInt(given as bigint | number | string).toString();
  if (type === "Int") return Number(given);
  if (type === "BigDecimal") return String(Number(given));
  if (typeof given === "boolean" || typeof given === "string") return given;
  throw new TypeError(`${name} is ${typeof given}, not a ${type}.`);
}

/** Bytes and ids as text; of an entity its id. */
function idText(given: unknown): string {
  if (typeof given === "string" || typeof given === "bigint") return String(given);
  return idText((given as { readonly id: unknown }).id);
}
