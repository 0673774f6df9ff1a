import { isDeepStrictEqual } from "node:util";

import { ENTITY_TYPES, entityType } from "./facts/entityTypes.ts";
import { groupBy } from "./facts/groupBy.ts";
import { isCompared } from "./facts/key.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";
import { valueOf, type Value } from "./facts/value.ts";
import { AnyBut, type Claim } from "./truth/claim.ts";
import { JsonText, plain } from "./truth/jsonText.ts";

/** Something that the subgraph says otherwise than the chain. */
export interface Difference {
  readonly entity: string;
  readonly id: string;
  readonly field: string;
  readonly chain: string;
  readonly subgraph: string;
}

/**
 * Compares what a subgraph holds with what the chain says: the same entities, and in each every field.
 * @throws when there is a field of the schema that the chain's side says nothing about: nobody would notice that it is wrong. When the
 * chain's side tells of one that the schema does not have.
 */
export function differencesOf(facts: Facts, claims: readonly Claim[]): Difference[] {
  for (const claim of claims) assertKnown(claim);
  const byType = groupBy(claims, ({ entity }) => entity);
  return [...ENTITY_TYPES.keys()].flatMap((name) => {
    const rows = facts.get(name) ?? new Map<string, Row>();
    const byId = groupBy(byType.get(name) ?? [], ({ id }) => id.toLowerCase());
    return [
      ...unknownOf(name, rows, byId),
      ...[...byId].flatMap(([id, own]) => {
        const row = rows.get(id);
        return row ? rowDifferences(name, id, row, own) : [missing(name, id)];
      }),
    ];
  });
}

function assertKnown({ entity, fields }: Claim): void {
  const known = new Set(entityType(entity).fields.map(({ name }) => name));
  const unknown = Object.keys(fields).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`The schema has no ${entity}.${unknown.join()}.`);
}

function unknownOf(
  entity: string,
  rows: ReadonlyMap<string, Row>,
  claimed: ReadonlyMap<string, readonly Claim[]>,
): Difference[] {
  const unknown = [...rows.keys()].filter((id) => !claimed.has(id));
  return unknown.map((id) => ({
    ...{ entity, id, field: "(entity)" },
    ...{ chain: "none", subgraph: "exists" },
  }));
}

function missing(entity: string, id: string): Difference {
  return { entity, id, field: "(entity)", chain: "exists", subgraph: "none" };
}

function rowDifferences(
  entity: string,
  id: string,
  row: Row,
  claims: readonly Claim[],
): Difference[] {
  const type = entityType(entity);
  return type.fields.flatMap((field) => {
    if (field.name === "id" || !isCompared(type, field.name)) return [];
    const said = claims.filter(({ fields }) => field.name in fields);
    if (said.length === 0) throw new Error(`Nobody compares ${entity}.${field.name}.`);
    return said.flatMap(({ fields, view = "logs" }) => {
      const expected = fields[field.name];
      const actual = row[field.name] ?? null;
      if (agrees(expected, actual, (value) => valueOf(field, value))) return [];
      return [
        {
          ...{ entity, id, field: field.name },
          chain: `${textOf(expected)} (${view})`,
          subgraph: textOf(actual),
        },
      ];
    });
  });
}

function agrees(expected: unknown, actual: Value, canonical: (value: unknown) => Value): boolean {
  if (expected instanceof AnyBut) return !isDeepStrictEqual(canonical(expected.value), actual);
  if (expected instanceof JsonText) {
    return isDeepStrictEqual(plain(expected.content), plain(JSON.parse(String(actual))));
  }
  return isDeepStrictEqual(canonical(expected), actual);
}

function textOf(value: unknown): string {
  if (value instanceof AnyBut) return `anything but ${textOf(value.value)}`;
  if (value instanceof JsonText) return textOf(plain(value.content));
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    typeof part === "bigint" ? part.toString() : part,
  );
}
