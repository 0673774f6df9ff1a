import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { checkStart } from "../../deploy/local/stack/checkStart.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { graphNodeAt } from "../../deploy/local/stack/remoteGraphNode.ts";
import { stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { failWith } from "../cli/action.ts";
import { noteTo } from "../cli/output.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { readLeadFile } from "../lead/leadFile.ts";
import { wallTime } from "../../deploy/sdk/actions/chainTime.ts";
import { openVenue, type OpenVenue } from "./openVenue.ts";
import { SCENARIOS } from "./scenarios.ts";
import { untilStopped } from "./untilStopped.ts";

const MAX_LEADS = 500;

interface MarketDayArguments {
  readonly leads: number;
  readonly seed: string;
  readonly lead: string | undefined;
  readonly graphNode: string | undefined;
  readonly chainOnly: boolean;
  readonly serve: boolean;
  readonly json: boolean;
}

/** Validates the arguments, compiles what is not yet compiled, runs the day, prints it; fails when a promise was not kept. */
const marketDay: NewTaskActionFunction<MarketDayArguments> = async (args, hre) => {
  try {
    requireSense(args);
    const filed = args.lead === undefined ? undefined : await readLeadFile(args.lead, wallTime());
    const graphNode = args.graphNode === undefined ? undefined : graphNodeAt(args.graphNode);
    const stackFile = args.serve ? stackFilePath() : undefined;
    if (!args.chainOnly) await checkStart({ graphNode, stackFile });
    await hre.tasks.getTask("build").run({ quiet: true });
    // It imports the typed queries, which the build writes.
    const { runAndPrint } = await import("./run.ts");
    const opened = await openVenue(hre, { ...args, graphNode, stackFile, progress: print });
    try {
      return await within(opened, async () => {
        const isKept = await runAndPrint(opened, {
          ...args,
          ownLead: filed?.lead,
          progress: print,
        });
        if (opened.stack !== undefined && args.serve) await serve(opened.stack, noteTo(args.json));
        return isKept ? successfulResult() : errorResult();
      });
    } finally {
      await opened.stack?.close();
    }
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, args.json);
  }
};

/** Refuses arguments that are out of bounds, or that do not go together. */
function requireSense({ leads, chainOnly, graphNode, serve }: MarketDayArguments): void {
  if (!Number.isInteger(leads) || leads < SCENARIOS.length || leads > MAX_LEADS) {
    throw new LeadEngineError(
      "OUT_OF_BOUNDS",
      "--leads is out of bounds.",
      `Give a whole number from ${SCENARIOS.length} to ${MAX_LEADS}.`,
    );
  }
  if (chainOnly && graphNode !== undefined) {
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--graph-node has no use with --chain-only.",
      "Leave out one of the two.",
    );
  }
  if (chainOnly && serve)
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--serve needs the stack.",
      "Leave out --chain-only.",
    );
}

/** Does something while the stack lasts: when a part of it ends, so does this. */
function within<Result>({ stack }: OpenVenue, act: () => Promise<Result>): Promise<Result> {
  return stack === undefined ? act() : Promise.race([act(), stack.failure]);
}

/** Keeps a stack up until it is told to stop. */
async function serve({ urls }: Stack, note: (line: string) => void): Promise<void> {
  const stopped = untilStopped();
  note("\nThe stack stays up until ctrl-C, or `npx hardhat stack stop` in another terminal:");
  for (const [name, url] of Object.entries(urls)) note(`${name.padEnd(8)} ${String(url)}`);
  await stopped;
}

function print(line: string): void {
  console.log(line);
}

export default marketDay;
