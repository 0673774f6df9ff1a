import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import type { InstantSaleTimes, MatchCosts } from "./measureBounty.ts";

/** Blocks that an instant sale may take after the report, and how much the gas of the hundredth match may differ from the first's. */
const GOALS = { blocks: 2, difference: 0.1 } as const;

interface BenchArguments {
  readonly json: boolean;
}

/** Matches a hundred leads with a bounty on a chain in this process, sells one at once on a stack; fails when a goal is missed. */
const benchBounty: NewTaskActionFunction<BenchArguments> = async ({ json }, hre) => {
  try {
    await hre.tasks.getTask("build").run({ quiet: true, defaultBuildProfile: "production" });
    // Deployment modules read artifacts when they are imported: not before the build.
    const { measureInstantSale, measureMatches } = await import("./measureBounty.ts");
    const connection = await hre.network.create({
      network: "default",
      chainType: "op",
      override: { allowBlocksWithSameTimestamp: true },
    });
    print("Matching a hundred leads with a bounty");
    const costs = await measureMatches(connection);
    print("Selling a lead at once, with keeper run and seller run beside it");
    const measured = { ...(await measureInstantSale(hre, print)), ...costs };
    print(tableOf(measured));
    const misses = missesOf(measured);
    for (const miss of misses) console.error(miss);
    if (json) print(JSON.stringify(measured));
    return misses.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

type Measured = InstantSaleTimes & MatchCosts;

function tableOf(measured: Measured): string {
  const table = new Table({ head: ["what", "measured", "goal"], style: { head: [], border: [] } });
  table.push(
    ["seconds from submitted to decrypted", measured.submittedToDecryptedSeconds, "-"],
    ["blocks from report to delivery", measured.blocksAfterReport, GOALS.blocks],
    ["gas of a bounty's first match", measured.matchGasFirst, "-"],
    ["gas of its hundredth match", measured.matchGas100th, "the same, ± 10 %"],
  );
  return table.toString();
}

/** The goals that are missed, a line each. */
function missesOf({ blocksAfterReport, matchGasFirst, matchGas100th }: Measured): string[] {
  const misses: string[] = [];
  if (blocksAfterReport > GOALS.blocks) {
    misses.push(`An instant sale takes ${blocksAfterReport} blocks after the report.`);
  }
  if (Math.abs(matchGas100th / matchGasFirst - 1) > GOALS.difference) {
    misses.push(`The hundredth match takes ${matchGas100th} gas, the first ${matchGasFirst}.`);
  }
  return misses;
}

function print(line: string): void {
  console.log(line);
}

export default benchBounty;
