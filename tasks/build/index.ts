import { overrideTask } from "hardhat/config";

/** `hardhat build` also writes the typed documents of the subgraph's queries. */
export const buildTask = overrideTask("build")
  .setAction(() => import("./action.ts"))
  .build();
