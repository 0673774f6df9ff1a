import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { MochaOptions } from "mocha";

import { randomStream } from "../../deploy/local/leads/randomStream.ts";

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** What one mocha run runs. */
export interface Unit {
  /** In this order. */
  readonly files: readonly string[];
  /** Shuffles what each suite holds. */
  readonly seed?: string | undefined;
}

/** How all units are run. */
export interface UnitOptions {
  /** The configuration's, where JSON can carry them. */
  readonly mocha: MochaOptions;
  /** Source of a regular expression: only tests with such titles. */
  readonly grep: string | undefined;
}

/** What a worker should run. */
export type UnitOrder = Unit & UnitOptions;

/** A test or hook that failed, as mocha's reporters show it. */
export interface Failure {
  readonly title: readonly string[];
  readonly error: FailureReason;
}

/** What JSON can carry of an error. */
export interface FailureReason {
  readonly message: string;
  readonly stack?: string;
  readonly cause?: FailureReason;
  /** For a diff; neither or both. */
  readonly actual?: string;
  readonly expected?: string;
}

/** How a unit ended. */
export interface UnitReport {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** What a worker says: a line that its reporter prints, or that its unit has ended. */
export type WorkerMessage =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "ended"; readonly report: UnitReport };

/** How many processes run units, and in which environment. */
export interface CrewOptions {
  readonly jobs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts no unit after one that failed. */
  readonly bail: boolean;
  /** Prints what the reporter says: at once where one process runs, else when the unit has ended. */
  readonly print: (line: string) => void;
}

/** Runs units on a crew of processes, each taking the next unit when it has ended one. @returns the reports in the order in which they came. */
export async function runUnits(
  units: readonly Unit[],
  options: UnitOptions,
  { jobs, environment, bail, print }: CrewOptions,
): Promise<UnitReport[]> {
  const queue = [...units];
  const reports: UnitReport[] = [];
  const hire = () => fork(WORKER, [], { execArgv: [], env: { ...process.env, ...environment } });

  async function work(): Promise<void> {
    let worker: ChildProcess | undefined;
    for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
      if (worker?.connected !== true) worker = hire();
      const lines: string[] = [];
      const say = jobs === 1 ? print : (line: string) => lines.push(line);
      const report = await runUnit(worker, { ...unit, ...options }, say);
      // A file without tests of the wanted title prints nothing.
      if (lines.some((line) => line.trim() !== ""))
        lines.forEach((line) => {
          print(line);
        });
      reports.push(report);
      if (bail && report.failures.length > 0) queue.length = 0;
    }
    if (worker?.connected === true) worker.disconnect();
  }

  await Promise.all(Array.from({ length: Math.min(jobs, units.length) }, work));
  return reports;
}

/** Lets a worker run a unit. If it ends before its unit, the unit has failed. */
function runUnit(
  worker: ChildProcess,
  order: UnitOrder,
  say: (line: string) => void,
): Promise<UnitReport> {
  return new Promise((resolve) => {
    const listen = (message: WorkerMessage) => {
      if (message.kind === "line") say(message.text);
      else end(message.report);
    };
    const die = (code: number | null, signal: NodeJS.Signals | null) => {
      const message = `The process that ran the tests ended by itself (${signal ?? `code ${String(code)}`}).`;
      const title = order.files.map((file) => path.relative(process.cwd(), file));
      end({ passed: 0, failures: [{ title, error: { message } }] });
    };
    const end = (report: UnitReport) => {
      worker.off("message", listen);
      worker.off("exit", die);
      resolve(report);
    };
    worker.on("message", listen);
    worker.once("exit", die);
    worker.send(order);
  });
}

/** The same items, in an order that the seed decides. */
export function shuffled<ItemT>(items: readonly ItemT[], seed: string): ItemT[] {
  const random = randomStream(seed);
  const rest = [...items];
  return items.flatMap(() => rest.splice(random.integer(0, rest.length - 1), 1));
}
