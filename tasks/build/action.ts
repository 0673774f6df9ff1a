import path from "node:path";

import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

import { generateQueries } from "../../subgraph/build/generateQueries.ts";
import { generateAbis } from "./generateAbis.ts";
import { generateErrors } from "./generateErrors.ts";

const GENERATED = "deploy/sdk/generated";

/** Builds the contracts, then what the SDK takes from them and from the subgraph: interfaces, errors' texts, typed queries. */
const build: TaskOverrideActionFunction = async (args, hre, runSuper) => {
  const result: unknown = await runSuper(args);
  const { root } = hre.config.paths;
  await generateQueries({
    subgraph: path.join(root, "subgraph"),
    types: path.join(root, GENERATED),
  });
  await generateAbis(hre.artifacts, path.join(root, GENERATED, "abis.ts"));
  await generateErrors(hre.artifacts, path.join(root, GENERATED, "errors.ts"));
  return result;
};

export default build;
