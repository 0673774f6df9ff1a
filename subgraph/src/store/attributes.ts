import {
  BigDecimal,
  BigInt,
  Bytes,
  ethereum,
  json,
  JSONValue,
  JSONValueKind,
} from "@graphprotocol/graph-ts";

import { LeadAttribute } from "../../generated/schema";
import { bigEndian } from "../ids";
import { Fresh } from "./fresh";
import { stampFresh } from "./stamp";

/**
 * Makes every member of a lead's public attributes one that bidders can filter by. The DON has checked them; what is no JSON object, or
 * is nested, only stays in the submission's text.
 */
export function writeAttributes(lead: Bytes, attributes: Bytes, event: ethereum.Event): void {
  const parsed = json.try_fromBytes(attributes);
  if (parsed.isError || parsed.value.kind != JSONValueKind.OBJECT) return;
  const members = parsed.value.toObject().entries;
  for (let i = 0; i < members.length; i++) {
    const value = members[i].value;
    if (value.kind == JSONValueKind.OBJECT || value.kind == JSONValueKind.ARRAY) continue;
    const attribute = new LeadAttribute(lead.concat(bigEndian(BigInt.fromI32(i), 4)));
    const fields = new Fresh(attribute).bytes("lead", lead).text("name", members[i].key);
    fillValue(fields, value);
    stampFresh(fields, event);
    attribute.save();
  }
}

function fillValue(fields: Fresh, value: JSONValue): void {
  if (value.kind == JSONValueKind.NUMBER) {
    // A number's payload is its decimal text.
    const text = changetype<string>(value.data as u32);
    fields.text("text", text).decimal("number", BigDecimal.fromString(text));
  } else if (value.kind == JSONValueKind.BOOL) {
    fields.text("text", value.toBool() ? "true" : "false").flag("flag", value.toBool());
  } else {
    fields.text("text", value.kind == JSONValueKind.STRING ? value.toString() : "null");
  }
}
