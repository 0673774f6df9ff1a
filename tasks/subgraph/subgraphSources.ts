import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Kind, parse, type ObjectTypeDefinitionNode } from "graphql";

/** The folder with schema and mappings. */
export const SUBGRAPH_SOURCES = fileURLToPath(new URL("../../subgraph/", import.meta.url));

/** What of that folder graph-cli compiles. */
export const COMPILED_SOURCES = ["schema.graphql", "src"] as const;

/** The schema's text. */
export function readSchema(): string {
  return readFileSync(join(SUBGRAPH_SOURCES, "schema.graphql"), "utf8");
}

/** The types of a schema that mappings write: entities, not aggregations. */
export function entitiesOf(schema: string): string[] {
  return parse(schema)
    .definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(isEntity)
    .map(({ name }) => name.value);
}

/** Paths of the mappings' files, absolute, in a fixed order. */
export function mappingFiles(): string[] {
  const folder = join(SUBGRAPH_SOURCES, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => join(folder, file));
}

/** A hash that changes with the schema, a mapping, or anything in `others`. */
export function sourcesHash(others: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(others)).update(readSchema());
  for (const file of mappingFiles())
    hash.update(file.slice(SUBGRAPH_SOURCES.length)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}

function isEntity({ directives = [] }: ObjectTypeDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === "entity");
}
