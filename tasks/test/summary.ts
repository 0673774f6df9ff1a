import Mocha from "mocha";

import type { Failure } from "./unit.ts";

/** Prints mocha's own summary of what several of its runs have found. @param duration milliseconds. */
export function printSummary(passed: number, failures: readonly Failure[], duration: number): void {
  const { Base } = Mocha.reporters;
  const reporter = Object.create(Base.prototype) as Mocha.reporters.Base;
  Object.assign(reporter, {
    stats: { passes: passed, failures: failures.length, pending: 0, duration },
    failures: failures.map(({ title, error }) => ({ titlePath: () => title, err: error })),
  });
  reporter.epilogue();
}
