import { readFileSync } from "node:fs";

import ts from "typescript";

import { mappingFiles } from "../../../subgraph/build/buildSubgraph.ts";

/** A function of the mappings. */
export type MappingFunction = ts.FunctionDeclaration & { readonly body: ts.Block };

/** The mappings' functions by name; handlers are among them. */
export type MappingFunctions = ReadonlyMap<string, MappingFunction>;

/** All functions of the mappings as they are on disk. */
export function readMappings(): MappingFunctions {
  return functionsOf(mappingFiles().map((file) => readFileSync(file, "utf8")));
}

/** All functions that the texts declare. AssemblyScript's syntax is TypeScript's. */
export function functionsOf(texts: readonly string[]): MappingFunctions {
  const functions = new Map<string, MappingFunction>();
  for (const text of texts) {
    const { statements } = ts.createSourceFile("mapping.ts", text, ts.ScriptTarget.Latest, true);
    for (const statement of statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name && statement.body) {
        functions.set(statement.name.text, statement as MappingFunction);
      }
    }
  }
  return functions;
}
