import ts from "typescript";
import type { Abi, AbiEvent, AbiParameter } from "viem";

import { handlerOf } from "../../../subgraph/build/manifest.ts";
import { eventsOf, type SourceName } from "../../../subgraph/build/sources.ts";
import type { MappingFunctions } from "./functions.ts";
import { readsOf } from "./reads.ts";

/** What of a contract's events the mappings do not index: events without a handler, inputs that none of its functions uses. */
export function gapsOf(contract: SourceName, abi: Abi, functions: MappingFunctions): string[] {
  return eventsOf(abi).flatMap((event) => {
    const handler = functions.get(handlerOf(contract, event.name));
    if (handler === undefined) return [`${contract}.${event.name}: no handler`];
    const [parameter] = handler.parameters;
    const takes = parameter?.type?.getText();
    if (takes !== event.name)
      return [`${contract}.${event.name}: its handler takes ${takes ?? ""}`];
    if (!isExported(handler)) return [`${contract}.${event.name}: its handler is not exported`];
    const reads = [...readsOf(handler, functions)];
    return leavesOf(event)
      .filter((leaf) => !reads.some((read) => isWithin(read, leaf)))
      .map((leaf) => `${contract}.${event.name}: ${leaf} is not used`);
  });
}

/** Paths of an event's values: a struct's by its members, an array's by its elements. */
function leavesOf({ inputs }: AbiEvent): string[] {
  return inputs.flatMap((input) => leavesIn(input, `params.${input.name ?? ""}`));
}

function leavesIn(parameter: AbiParameter, path: string): string[] {
  const whole = parameter.type.endsWith("]") ? `${path}[]` : path;
  if (!("components" in parameter)) return [whole];
  return parameter.components.flatMap((member) =>
    leavesIn(member, `${whole}.${member.name ?? ""}`),
  );
}

/** Whether a use of `read` uses `leaf`: itself, or something of it, such as its text. */
function isWithin(read: string, leaf: string): boolean {
  return read === leaf || read.startsWith(`${leaf}.`) || read.startsWith(`${leaf}[]`);
}

function isExported(node: ts.FunctionDeclaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
}
