import type { AbiEvent, AbiParameter } from "viem";

/** An event as a manifest names it: canonical types, each indexed one marked. */
export function eventSignature({ name, inputs }: AbiEvent): string {
  const types = inputs.map(
    (input) => `${input.indexed === true ? "indexed " : ""}${typeOf(input)}`,
  );
  return `${name}(${types.join(",")})`;
}

/** Canonical type: a tuple by its components, with its array suffix. */
function typeOf(parameter: AbiParameter): string {
  if (!("components" in parameter)) return parameter.type;
  const components = parameter.components.map(typeOf).join(",");
  return `(${components})${parameter.type.slice("tuple".length)}`;
}
