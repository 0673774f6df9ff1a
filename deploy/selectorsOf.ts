import type { ArtifactMap } from "hardhat/types/artifacts";
import { toFunctionSelector, type AbiFunction, type Hex } from "viem";

import { artifactOf } from "./artifactOf.ts";

/** Selectors of named functions, which must not be overloaded. */
export async function selectorsOf(
  contract: keyof ArtifactMap,
  names: readonly string[],
): Promise<Hex[]> {
  const abi: readonly { type: string; name?: string }[] = (await artifactOf(contract)).abi;
  return names.map((name): Hex => {
    const [found, overload] = abi.filter((item) => item.type === "function" && item.name === name);
    if (found === undefined || overload !== undefined) {
      throw new Error(`${contract} does not have exactly one function ${name}`);
    }
    return toFunctionSelector(found as AbiFunction);
  });
}
