import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, isResult } from "hardhat/utils/result";
import { z } from "zod";

import { addToTally, tally } from "./total.ts";

interface SolidityArguments {
  readonly testFiles: readonly string[];
  readonly grepExclude: string | undefined;
  readonly fast: boolean;
}

/** Calls of one handler: `discards` were not possible and were replaced by others. */
const metric = z.object({ calls: z.bigint(), reverts: z.bigint(), discards: z.bigint() });

/** What the runner reports about a campaign; other tests have no `metrics`. */
const campaign = z.object({ calls: z.bigint(), metrics: z.record(z.string(), metric) });

const runnerReport = z.object({
  suiteResults: z.array(
    z.object({ testResults: z.array(z.object({ name: z.string(), kind: z.unknown() })) }),
  ),
});

/** A campaign of so many calls reaches every handler. */
const FULL_CAMPAIGN = 10_000n;

/** Titles of campaigns: long sequences of random calls. */
const CAMPAIGNS = "^invariant";

/** Runs the Solidity tests; the fast loop leaves their campaigns out. A campaign that never reached one of its handlers fails. */
const runSolidity: TaskOverrideActionFunction = async (taskArguments, _hre, runSuper) => {
  const { fast, ...args } = taskArguments as SolidityArguments;
  const excluded = fast && args.testFiles.length === 0 ? CAMPAIGNS : undefined;
  const result: unknown = await runSuper({ ...args, grepExclude: args.grepExclude ?? excluded });
  addToTally(result);
  if (!isResult(result)) throw new Error("The test runner returned no result");
  let incomplete = 0;
  for (const distribution of callDistributionsIn(result.success ? result.value : result.error)) {
    const { name, unreached } = distribution;
    console.log(`\n${formatDistribution(distribution)}`);
    if (unreached.length === 0) continue;
    console.error(`${name} never reached ${unreached.join(", ")}.`);
    incomplete += 1;
  }
  tally.failed += incomplete;
  return incomplete === 0 ? result : errorResult(result.success ? result.value : result.error);
};

/** How often a campaign's handlers acted. */
interface CallDistribution {
  readonly name: string;
  readonly calls: bigint;
  /** Most called first. */
  readonly handlers: readonly { readonly name: string; readonly calls: bigint }[];
  /** Handlers that never acted in a campaign that is long enough for all. */
  readonly unreached: readonly string[];
}

/** The distributions of all campaigns in a Solidity test runner's result. */
function callDistributionsIn(report: unknown): CallDistribution[] {
  const tests = runnerReport.parse(report).suiteResults.flatMap(({ testResults }) => testResults);
  return tests.flatMap(({ name, kind }) => {
    const parsed = campaign.safeParse(kind);
    return parsed.success ? [distributionOf(name, parsed.data)] : [];
  });
}

function distributionOf(name: string, { calls, metrics }: z.infer<typeof campaign>) {
  const handlers = Object.entries(metrics)
    .map(([id, metric]) => ({
      name: id.slice(id.lastIndexOf(".") + 1),
      calls: metric.calls - metric.discards - metric.reverts,
    }))
    .sort((a, b) => Number(b.calls - a.calls) || a.name.localeCompare(b.name));
  const isFull = calls >= FULL_CAMPAIGN;
  const unreached = handlers.filter((handler) => isFull && handler.calls === 0n);
  return { name, calls, handlers, unreached: unreached.map((handler) => handler.name) };
}

/** The distribution as lines of text. */
function formatDistribution({ name, calls, handlers }: CallDistribution): string {
  const cells = handlers.map((handler) => `${handler.name} ${handler.calls}`);
  const width = Math.max(...cells.map(({ length }) => length)) + 2;
  const columns = Math.max(1, Math.floor(98 / width));
  const lines = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) => {
    const line = cells.slice(row * columns, (row + 1) * columns);
    return `  ${line.map((cell) => cell.padEnd(width)).join("")}`.trimEnd();
  });
  return [`${name}: ${calls} calls`, ...lines].join("\n");
}

export default runSolidity;
