import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { buildOnce } from "../build/buildOnce.ts";
import type { MarketDayArguments } from "./day/run.ts";

/** Compiles what is not yet compiled, then runs the day. */
const marketDay: NewTaskActionFunction<MarketDayArguments> = async (args, hre) => {
  await buildOnce(hre);
  // It imports what the build writes.
  const { run } = await import("./day/run.ts");
  return run(args, hre);
};

export default marketDay;
