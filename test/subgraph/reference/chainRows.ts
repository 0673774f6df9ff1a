import { entityType } from "../facts/entityTypes.ts";
import type { Row } from "../facts/subgraphFacts.ts";
import { valueOf, type Value } from "../facts/value.ts";
import { AnyBut, type Claim } from "../truth/claim.ts";
import { JsonText, plain } from "../truth/jsonText.ts";

/** Entities as the chain tells them, by type and id. */
export type ChainRows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Puts together, JSON in its plain form, what the chain's sources say of each entity. */
export function chainRows(claims: readonly Claim[]): ChainRows {
  const rows = new Map<string, Map<string, Record<string, Value>>>();
  for (const { entity, id, fields } of claims) {
    const ofType = rows.get(entity) ?? new Map<string, Record<string, Value>>();
    rows.set(entity, ofType);
    const row = ofType.get(id.toLowerCase()) ?? { id: id.toLowerCase() };
    ofType.set(id.toLowerCase(), row);
    for (const field of entityType(entity).fields) {
      const said = fields[field.name];
      if (!(field.name in fields) || said instanceof AnyBut) continue;
      row[field.name] =
        said instanceof JsonText ? JSON.stringify(plain(said.content)) : valueOf(field, said);
    }
  }
  return rows;
}
