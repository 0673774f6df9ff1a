import type { ParameterSet } from "./loadParameters.ts";

/** Files of parameters by the chains they are for. */
const SETS = new Map<number, ParameterSet>([
  [8_453, "base"],
  [84_532, "base-sepolia"],
]);

/** The parameters of a live chain; undefined for any other. */
export function parameterSetOf(chainId: number): ParameterSet | undefined {
  return SETS.get(chainId);
}
