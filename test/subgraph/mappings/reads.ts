import ts from "typescript";

import type { MappingFunction, MappingFunctions } from "./functions.ts";

/** What a name stands for: a path into the event, such as `params.terms.baseReserve` or `params.points[]`. */
type Names = ReadonlyMap<string, string>;

/** Every path into the event that a handler uses, itself or in the functions that it hands a part of the event to. */
export function readsOf(handler: MappingFunction, functions: MappingFunctions): Set<string> {
  const reads = new Set<string>();
  const [event] = parametersOf(handler);
  if (event !== undefined) follow(handler, new Map([[event, ""]]), functions, reads);
  return reads;
}

function follow(
  { body }: MappingFunction,
  given: Names,
  functions: MappingFunctions,
  reads: Set<string>,
): void {
  const names = new Map(given);
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      const path = pathOf(node.initializer, names);
      if (path !== undefined) {
        names.set(node.name.text, path);
        return;
      }
    }
    if (ts.isCallExpression(node)) followCall(node, names, functions, reads);
    const path = pathOf(node, names);
    if (path === undefined) ts.forEachChild(node, visit);
    else reads.add(path);
  };
  visit(body);
}

/** Goes into a function of the mappings that is handed parts of the event. */
function followCall(
  { expression, arguments: given }: ts.CallExpression,
  names: Names,
  functions: MappingFunctions,
  reads: Set<string>,
): void {
  const callee = ts.isIdentifier(expression) ? functions.get(expression.text) : undefined;
  if (callee === undefined) return;
  const parameters = parametersOf(callee);
  const parts = given.flatMap((argument, index) => {
    const path = pathOf(argument, names);
    const parameter = parameters[index];
    return path === undefined || parameter === undefined ? [] : [[parameter, path] as const];
  });
  if (parts.length > 0) follow(callee, new Map(parts), functions, reads);
}

/** The path that an expression stands for; undefined when it is no part of the event. */
function pathOf(node: ts.Node, names: Names): string | undefined {
  if (ts.isIdentifier(node)) return names.get(node.text);
  if (ts.isNonNullExpression(node)) return pathOf(node.expression, names);
  if (ts.isPropertyAccessExpression(node)) {
    const base = pathOf(node.expression, names);
    return base === undefined ? undefined : [base, node.name.text].filter(Boolean).join(".");
  }
  if (ts.isElementAccessExpression(node)) {
    const base = pathOf(node.expression, names);
    return base === undefined ? undefined : `${base}[]`;
  }
  return undefined;
}

function parametersOf({ parameters }: MappingFunction): string[] {
  return parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ""));
}
