import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import Mocha from "mocha";

import { runUnits, shuffled, type Failure, type Unit } from "./crew.ts";
import { filesIn, sortTestFiles } from "./testFiles.ts";
import { addToTally, tallied } from "./total.ts";

interface MochaArguments {
  readonly testFiles: readonly string[];
  readonly bail: boolean;
  readonly grep: string | undefined;
  readonly grepExclude: string | undefined;
  readonly noCompile: boolean;
  readonly fast: boolean;
  readonly jobs: number;
  readonly seed: string | undefined;
}

/** Runs test files on several processes; ends with mocha's summary over all of them. */
const runMocha: TaskOverrideActionFunction = async (taskArguments, hre, runSuper) => {
  const args = taskArguments as MochaArguments;
  const { coverage, gasStats, gasStatsJson } = hre.globalOptions;
  if (coverage || gasStats || gasStatsJson !== undefined) {
    // They are gathered in one process.
    const { testFiles, bail, grep, grepExclude, noCompile } = args;
    const result: unknown = await runSuper({ testFiles, bail, grep, grepExclude, noCompile });
    addToTally(result);
    return result;
  }

  if (!args.noCompile) await hre.tasks.getTask("build").run();
  const { bail, jobs, seed } = args;
  const units = await unitsOf(args, hre);
  if (seed !== undefined) console.log(`The order of the tests is that of --seed ${seed}.`);
  const start = performance.now();
  const reports = await runUnits(
    units,
    { mocha: { ...hre.config.test.mocha, bail }, grep: titlePattern(args) },
    { jobs, bail, environment: environmentOf(hre), print: console.log },
  );
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const failures = reports.flatMap((report) => report.failures);
  printSummary(passed, failures, Math.round(performance.now() - start));
  return tallied(passed, failures.length, failures);
};

/** What takes longest comes first. A seed shuffles files, and what is in those of the fast loop: the others tell stories, step by step. */
async function unitsOf(
  { testFiles, fast, seed }: MochaArguments,
  hre: HardhatRuntimeEnvironment,
): Promise<Unit[]> {
  const { root, tests } = hre.config.paths;
  const isAll = testFiles.length === 0;
  const files = await filesIn(isAll ? [tests.mocha] : testFiles);
  const { onSharedStack, slow, quick } = await sortTestFiles(files, root);
  const order = (names: readonly string[]) => (seed === undefined ? names : shuffled(names, seed));
  const quickUnits = order(quick).map((file) => ({ files: [file], seed }));
  if (isAll && fast) return quickUnits;
  const shared = onSharedStack.length > 0 ? [{ files: order(onSharedStack) }] : [];
  return [...shared, ...order(slow).map((file) => ({ files: [file] })), ...quickUnits];
}

/** Source of a regular expression for titles that hold one thing and not another. */
function titlePattern({ grep, grepExclude }: MochaArguments): string | undefined {
  if (!grep && !grepExclude) return undefined;
  const exclusion = grepExclude ? `(?![\\s\\S]*(?:${grepExclude}))` : "";
  return `^(?=[\\s\\S]*(?:${grep ?? ""}))${exclusion}`;
}

/** Passes the same global options to other processes. */
function environmentOf({ globalOptions }: HardhatRuntimeEnvironment): Record<string, string> {
  const environment: Record<string, string> = { HH_TEST: "true", NODE_ENV: "test" };
  for (const [name, value] of Object.entries<string | number | boolean | undefined>({
    ...globalOptions,
  })) {
    const variable = `HARDHAT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
    if (value !== undefined) environment[variable] = String(value);
  }
  return environment;
}

/** Prints mocha's own summary of what several of its runs have found. @param duration milliseconds. */
function printSummary(passed: number, failures: readonly Failure[], duration: number): void {
  const { Base } = Mocha.reporters;
  const reporter = Object.create(Base.prototype) as Mocha.reporters.Base;
  Object.assign(reporter, {
    stats: { passes: passed, failures: failures.length, pending: 0, duration },
    failures: failures.map(({ title, error }) => ({ titlePath: () => title, err: error })),
  });
  reporter.epilogue();
}

export default runMocha;
