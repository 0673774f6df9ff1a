import path from "node:path";

import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

import { generateQueries } from "../subgraph/api/generateQueries.ts";

/** Builds the contracts, then the typed queries. */
const build: TaskOverrideActionFunction = async (args, hre, runSuper) => {
  const result: unknown = await runSuper(args);
  const { root } = hre.config.paths;
  await generateQueries({
    subgraph: path.join(root, "subgraph"),
    types: path.join(root, "types/subgraph"),
  });
  return result;
};

export default build;
