import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { isPiiField } from "./pii.ts";
import {
  bandOf,
  fieldValueSchema,
  type FieldValue,
  type PublicField,
  type PublicFields,
} from "./publicField.ts";

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

/** `keccak256` of canonical attributes, which the report carries and the chain compares. */
export function attributesDigest(canonical: Uint8Array): `0x${string}` {
  return `0x${bytesToHex(keccak_256(canonical))}`;
}
