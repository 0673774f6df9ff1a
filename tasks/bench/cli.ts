import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { buildOnce } from "../build/buildOnce.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import { grid } from "../cli/output.ts";
import { measureCommands } from "./measureCommands.ts";

/** How many times the start of Hardhat itself a reading task may take. */
const GOAL = 1.5;

interface BenchArguments {
  readonly runs: number;
  readonly json: boolean;
}

/** Runs commands on a chain in this process; fails when a reading task is slow beside `hardhat --version`. */
const benchCli: NewTaskActionFunction<BenchArguments> = async ({ runs, json }, hre) => {
  try {
    if (runs < 1 || runs > 100) {
      throw new LeadEngineError(
        "OUT_OF_BOUNDS",
        "--runs is out of bounds.",
        "Give a whole number from 1 to 100.",
      );
    }
    await buildOnce(hre);
    const { version, readTask, writeTask } = await measureCommands(hre, runs);
    const ratio = Number((readTask / version).toFixed(2));
    console.log(
      grid(
        ["what", "seconds", "goal"],
        [
          ["hardhat --version", version, "-"],
          ["a task that reads", readTask, `at most ${GOAL} times as long; ${ratio} times`],
          ["a task that writes", writeTask, "-"],
        ],
      ),
    );
    const isMissed = ratio > GOAL;
    if (isMissed) console.error(`A reading task takes ${ratio} times as long as --version.`);
    if (json) console.log(JSON.stringify({ version, readTask, ratio, writeTask }));
    return isMissed ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

export default benchCli;
