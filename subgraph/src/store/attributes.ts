import {
  BigDecimal,
  BigInt,
  Bytes,
  ethereum,
  json,
  JSONValue,
  JSONValueKind,
} from "@graphprotocol/graph-ts";

import { AttributeDefinition, Lead, LeadAttribute } from "../../generated/schema";
import { bigEndian } from "../ids";
import { utf8Of } from "../text";
import { stampLog } from "./stamp";
import { definitionId } from "./vertical";

/** Most attributes of a lead that are kept one by one. No vertical asks for nearly as many. */
const MAX_ATTRIBUTES = 64;
/** Most digits before, and after, the point of a number that is kept as one. */
const MAX_DIGITS = 18;

/**
 * Keeps a lead's public attributes: as text, and every member as an attribute that bidders can filter by. The DON has checked them. What is
 * not a flat JSON object stays text only, and what is not text stays bytes.
 */
export function setAttributes(lead: Lead, attributes: Bytes, event: ethereum.Event): void {
  const text = utf8Of(attributes);
  if (text === null) {
    lead.attributesBytes = attributes;
    return;
  }
  // Not by its setter, which reads empty text as none.
  lead.setString("attributesText", text);
  const parsed = json.try_fromBytes(attributes);
  if (parsed.isError || parsed.value.kind != JSONValueKind.OBJECT) return;
  const members = parsed.value.toObject().entries;
  for (let i = 0; i < members.length && i < MAX_ATTRIBUTES; i++) {
    const value = members[i].value;
    if (value.kind == JSONValueKind.OBJECT || value.kind == JSONValueKind.ARRAY) continue;
    const attribute = new LeadAttribute(lead.id.concat(bigEndian(BigInt.fromI32(i), 4)));
    attribute.lead = lead.id;
    attribute.name = members[i].key;
    const definition = AttributeDefinition.load(definitionId(lead.vertical, members[i].key));
    if (definition != null) attribute.definition = definition.id;
    setValue(attribute, value, definition);
    stampLog(attribute, event);
    attribute.save();
  }
}

function setValue(
  attribute: LeadAttribute,
  value: JSONValue,
  definition: AttributeDefinition | null,
): void {
  if (value.kind == JSONValueKind.NUMBER) {
    // A number's payload is its decimal text.
    setNumber(attribute, changetype<string>(value.data as u32), definition);
  } else if (value.kind == JSONValueKind.BOOL) {
    attribute.kind = "Flag";
    attribute.text = value.toBool() ? "true" : "false";
    attribute.flag = value.toBool();
  } else {
    attribute.text = value.kind == JSONValueKind.STRING ? value.toString() : "null";
    const isOption = definition != null && definition.options.includes(attribute.text);
    attribute.kind = isOption ? "Option" : "Unknown";
  }
}

/** A number that is the lower edge of a band is that band; any other stands for itself. */
function setNumber(
  attribute: LeadAttribute,
  text: string,
  definition: AttributeDefinition | null,
): void {
  attribute.text = text;
  attribute.kind = "Number";
  if (!isPlain(text)) return;
  const number = BigDecimal.fromString(text);
  if (definition == null || !setBand(attribute, number, definition)) attribute.number = number;
}

/** Turns a number into the band whose lower edge it is; returns whether there is one. */
function setBand(
  attribute: LeadAttribute,
  number: BigDecimal,
  definition: AttributeDefinition,
): boolean {
  const edges = definition.edges;
  for (let i = 0; i < edges.length; i++) {
    if (number != edgeOf(edges[i])) continue;
    attribute.kind = "Band";
    attribute.unit = definition.unit;
    attribute.lower = number;
    if (i + 1 < edges.length) attribute.upper = edgeOf(edges[i + 1]);
    return true;
  }
  return false;
}

function edgeOf(edge: i32): BigDecimal {
  return BigDecimal.fromString(edge.toString());
}

/** Whether a JSON number has no exponent, and no more digits than Graph Node can hold: `1e99999` would stop it. */
function isPlain(text: string): boolean {
  const parts = (text.startsWith("-") ? text.slice(1) : text).split(".");
  for (let i = 0; i < parts.length; i++) if (!isDigits(parts[i])) return false;
  return parts.length < 3;
}

function isDigits(text: string): boolean {
  if (text.length == 0 || text.length > MAX_DIGITS) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
