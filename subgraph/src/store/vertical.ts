import {
  BigInt,
  Bytes,
  dataSource,
  ethereum,
  json,
  JSONValue,
  TypedMap,
} from "@graphprotocol/graph-ts";

import { AttributeDefinition, Vertical } from "../../generated/schema";
import { stampUpdated } from "./stamp";

/** A vertical, to be changed and saved; without rules where it is new. */
export function openVertical(id: Bytes, event: ethereum.Event): Vertical {
  let vertical = Vertical.load(id);
  if (vertical == null) vertical = newVertical(id, event);
  stampUpdated(vertical, event);
  return vertical;
}

/** A vertical that an event names. Saves it if no event has configured it, so that references to it resolve. */
export function meetVertical(id: Bytes, event: ethereum.Event): Vertical {
  let vertical = Vertical.load(id);
  if (vertical == null) {
    vertical = newVertical(id, event);
    vertical.save();
  }
  return vertical;
}

/** Puts a vertical under its parent; zero is none. */
export function setParent(vertical: Vertical, parent: Bytes, event: ethereum.Event): void {
  const isRoot = parent == new Bytes(parent.length);
  vertical.parent = isRoot ? null : parent;
  vertical.root = isRoot ? vertical.id : meetVertical(parent, event).root;
}

/** Keeps the public questions of a vertical. The manifest has them under its slug, as a JSON object by names, as in `verticals.json`. */
export function defineAttributes(vertical: Bytes, slug: string, event: ethereum.Event): void {
  const known = dataSource.context().get(slug);
  if (known == null) return;
  const definitions = json.fromString(known.toString()).toObject().entries;
  for (let i = 0; i < definitions.length; i++) {
    const name = definitions[i].key;
    const field = definitions[i].value.toObject();
    const definition = new AttributeDefinition(definitionId(vertical, name));
    definition.vertical = vertical;
    definition.name = name;
    definition.title = field.get("title")!.toString();
    definition.kind = kindOf(field.get("type")!.toString());
    const unit = field.get("unit");
    if (unit) definition.unit = unit.toString();
    definition.edges = edgesOf(field);
    definition.options = optionsOf(field);
    stampUpdated(definition, event);
    definition.save();
  }
}

/** Id of a vertical's public question. */
export function definitionId(vertical: Bytes, name: string): Bytes {
  return vertical.concat(Bytes.fromUTF8(name));
}

/** Word of `AttributeKind` for a type of `verticals.json`. */
function kindOf(type: string): string {
  if (type == "band") return "Band";
  return type == "boolean" ? "Flag" : "Option";
}

function edgesOf(field: TypedMap<string, JSONValue>): i32[] {
  const edges: i32[] = [];
  const listed = field.get("edges");
  if (!listed) return edges;
  const values = listed.toArray();
  for (let i = 0; i < values.length; i++) edges.push(values[i].toI64() as i32);
  return edges;
}

function optionsOf(field: TypedMap<string, JSONValue>): string[] {
  const options: string[] = [];
  const listed = field.get("options");
  if (!listed) return options;
  const values = listed.toArray();
  for (let i = 0; i < values.length; i++) options.push(values[i].toString());
  return options;
}

function newVertical(id: Bytes, event: ethereum.Event): Vertical {
  const zero = BigInt.zero();
  const vertical = new Vertical(id);
  vertical.slug = id.toHexString();
  vertical.root = id;
  vertical.configured = false;
  vertical.active = false;
  vertical.commitWindow = zero;
  vertical.revealWindow = zero;
  vertical.deliveryWindow = zero;
  vertical.consentRequired = false;
  vertical.consentMaxAge = zero;
  vertical.duplicateWindow = zero;
  vertical.licenceRequired = false;
  vertical.bidBondBps = 0;
  vertical.bidBondMin = zero;
  vertical.bidBondMax = zero;
  vertical.deliveryBondBps = 0;
  vertical.minReserve = zero;
  stampUpdated(vertical, event);
  return vertical;
}
