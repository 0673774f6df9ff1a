import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { buildOnce } from "../build/buildOnce.ts";
import { soakChart } from "../../deploy/charts/soakChart.ts";
import { answeringStack, stackFacts, stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import { noteTo } from "../cli/output.ts";
import { writePlot } from "../cli/plot.ts";
import { writeUserFile } from "../cli/userFile.ts";
import { folderSizes } from "./folderSizes.ts";
import { progressLine } from "./progressLine.ts";
import type { SoakOptions, SoakResult } from "./runSoak.ts";

/** Bounds of `--leads`: the fewest have every end of a sale among them. */
const [LEAST, MOST] = [40, 100_000];

interface SoakArguments {
  readonly leads: number;
  readonly seed: string;
  readonly plot: string | undefined;
  readonly report: string | undefined;
  readonly json: boolean;
}

/** A soak, and what it has put into the files of a stack of its own, bytes by name. */
type Soak = SoakResult & {
  readonly files?: Readonly<Record<"before" | "after", Readonly<Record<string, number>>>>;
};

/** Soaks the running stack, or one of its own, and prints how it went; fails when a promise was not kept. */
const soak: NewTaskActionFunction<SoakArguments> = async (args, hre) => {
  const { leads, plot, report, json } = args;
  try {
    if (!Number.isInteger(leads) || leads < LEAST || leads > MOST) {
      throw new LeadEngineError(
        "OUT_OF_BOUNDS",
        "--leads is out of bounds.",
        `Give a whole number from ${LEAST} to ${MOST}.`,
      );
    }
    await buildOnce(hre);
    const note = noteTo(json);
    const result = await soakSomewhere(hre, args, note);
    const { moments, faults } = result;
    const facts = factsOf(result);
    for (const [name, value] of Object.entries(facts)) note(`${name}: ${String(value)}`);
    for (const fault of faults) console.error(fault);
    if (plot !== undefined) {
      const title = `${facts.leads} leads, ${facts.leadsPerMinute} a minute`;
      await writePlot(plot, soakChart(moments, title));
    }
    if (report !== undefined) {
      await writeUserFile(report, `${JSON.stringify(result, undefined, 2)}\n`, "--report");
    }
    if (json) console.log(JSON.stringify(facts));
    return faults.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

/** What the last line says. */
function factsOf(result: SoakResult) {
  const { leads, bids, seconds, leadsPerMinute, gasPerLead } = result;
  const { lockedAfter, conserved, subgraphAgrees, rssStartMb, rssEndMb } = result;
  const { wonByAgents, crmAgrees } = result;
  return {
    ...{ leads, bids, seconds, leadsPerMinute, gasPerLead },
    ...{ lockedAfter, conserved, subgraphAgrees, rssStartMb, rssEndMb },
    ...{ wonByAgents, crmAgrees },
  };
}

/** On the running stack a soak that was killed can go on; a stack of its own ends with it. */
async function soakSomewhere(
  hre: HardhatRuntimeEnvironment,
  { leads, seed }: SoakArguments,
  note: (line: string) => void,
): Promise<Soak> {
  // Deployment modules read artifacts when they are imported: not before the build.
  const { runSoak } = await import("./runSoak.ts");
  const { journalInFile, noJournal } = await import("./journal.ts");
  const progress: SoakOptions["progress"] = (moment, says) => {
    note(says ?? progressLine(moment, leads));
  };
  const running = await answeringStack(stackFilePath());
  if (running !== undefined) {
    note(`Soaking the stack of process ${running.pid}`);
    return runSoak(running, { leads, seed, progress, journal: journalInFile });
  }
  const { openStack } = await import("../../deploy/local/stack/openStack.ts");
  const stack = await openStack(hre, { progress: note });
  try {
    const options = { leads, seed, progress, journal: noJournal };
    const before = await folderSizes(stack.dataDir);
    const result = await Promise.race([runSoak(stackFacts(stack), options), stack.failure]);
    return { ...result, files: { before, after: await folderSizes(stack.dataDir) } };
  } finally {
    await stack.close();
  }
}

export default soak;
