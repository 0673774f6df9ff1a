/** A process that runs the units it gets, one after the other: what one has imported and deployed is there for the next. */
import { format } from "node:util";

import Mocha from "mocha";

import {
  shuffled,
  type Failure,
  type FailureReason,
  type UnitOrder,
  type UnitReport,
  type WorkerMessage,
} from "./crew.ts";

/** Mocha's own, without the summary: that comes at the end of all units. */
class UnitReporter extends Mocha.reporters.Spec {
  static latest: UnitReporter;

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    UnitReporter.latest = this;
  }

  override epilogue(): void {
    // Printed by the parent, over all units.
  }
}

// Every copy of solc and binaryen that a test loads adds a listener; Node's warning would be in what some tests read.
process.setMaxListeners(0);

Mocha.reporters.Base.consoleLog = (...line: unknown[]) => {
  tell({ kind: "line", text: format(...line) });
};

process.on("message", (order: UnitOrder) => {
  void runUnit(order)
    .catch((error: unknown) => ({ passed: 0, failures: [failureOf(order.files, error)] }))
    .then((report) => {
      tell({ kind: "ended", report });
    });
});
// It is of no use without its parent.
process.on("disconnect", () => process.exit());
// Mocha blames the test that runs.
process.on("unhandledRejection", (reason) => {
  throw reason;
});

async function runUnit({ files, mocha: options, grep, seed }: UnitOrder): Promise<UnitReport> {
  const mocha = new Mocha({ ...options, reporter: UnitReporter });
  if (grep !== undefined) mocha.grep(new RegExp(grep));
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  if (seed !== undefined) shuffle(mocha.suite, seed);
  await new Promise<number>((resolve) => mocha.run(resolve));
  const { stats, failures } = UnitReporter.latest;
  return {
    passed: stats.passes,
    failures: failures.map((test) => failureOf(test.titlePath(), test.err)),
  };
}

function shuffle(suite: Mocha.Suite, seed: string): void {
  suite.tests = shuffled(suite.tests, seed);
  suite.suites = shuffled(suite.suites, seed);
  for (const inner of suite.suites) shuffle(inner, seed);
}

function failureOf(title: readonly string[], error: unknown): Failure {
  return { title, error: reasonOf(error) };
}

function reasonOf(error: unknown): FailureReason {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack = message, cause } = error;
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  return {
    message,
    stack,
    ...(cause !== undefined && { cause: reasonOf(cause) }),
    // The reporter has turned what it can diff into strings.
    ...(typeof actual === "string" && typeof expected === "string" && { actual, expected }),
  };
}

function tell(message: WorkerMessage): void {
  process.send?.(message);
}
