import { fork, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { StackError } from "./stackError.ts";
import type { Leftover, ProcessPlan, WardenOrder, WardenReport } from "./wardenMessages.ts";

const WARDEN = fileURLToPath(new URL("./warden.ts", import.meta.url));
/** Lines of a log that an error quotes. */
const QUOTED_LINES = 5;

/** How a process ended by itself. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that the warden runs. */
export interface Warded {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ending>;
}

/** Runs processes of which none outlives this one. */
export interface Warden {
  /** @throws {StackError} when the process cannot be started. */
  readonly start: (plan: ProcessPlan) => Promise<Warded>;
  /** Has a file or folder removed when the stack has ended, in whatever way. */
  readonly removeAtEnd: (leftover: Leftover) => void;
  /** Ends all processes, the youngest first, and removes what is to be removed. */
  readonly close: () => Promise<void>;
}

/** Starts the stack's warden. @param log file for its own complaints. */
export function startWarden(log: string): Warden {
  const output = openSync(log, "a");
  const warden = fork(WARDEN, [], {
    detached: true,
    execArgv: [],
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(output);
  const pids = new Set<number>();
  const gone = new Promise<void>((resolve) => {
    warden.once("exit", () => {
      // Should the warden itself have been killed, nobody else would end its processes.
      for (const pid of pids) kill(pid);
      resolve();
    });
  });
  const order = (message: WardenOrder) => {
    if (warden.connected) warden.send(message);
  };

  return {
    start: (plan) => startProcess(warden, order, pids, plan),
    removeAtEnd: (leftover) => {
      order({ kind: "remove", leftover });
    },
    close: async () => {
      order({ kind: "stop" });
      await gone;
    },
  };
}

function startProcess(
  warden: ChildProcess,
  order: (message: WardenOrder) => void,
  pids: Set<number>,
  plan: ProcessPlan,
): Promise<Warded> {
  return new Promise((resolve, reject) => {
    let end: (ending: Ending) => void;
    const ended = new Promise<Ending>((settle) => {
      end = settle;
    });
    let pid = 0;
    const finish = (ending: Ending) => {
      pids.delete(pid);
      warden.off("message", listen);
      end(ending);
    };
    const listen = (report: WardenReport) => {
      if (report.name !== plan.name) return;
      if (report.kind === "started") {
        ({ pid } = report);
        pids.add(pid);
        resolve({ name: plan.name, pid, log: plan.log, ended });
      } else if (report.kind === "failed") {
        warden.off("message", listen);
        reject(
          new StackError(
            `${plan.name} cannot be started: ${report.reason}.`,
            `Check that ${plan.command} is there and may be executed.`,
          ),
        );
      } else finish({ code: report.code, signal: report.signal });
    };
    warden.on("message", listen);
    warden.once("exit", (code, signal) => {
      finish({ code, signal });
      reject(new StackError(`The stack's warden ended.`, `See the logs beside ${plan.log}.`));
    });
    order({ kind: "start", plan });
  });
}

/** Throws when a process has ended that nobody ended. */
export async function unexpectedEnd(warded: Warded): Promise<never> {
  throw await failureOf(warded, describeEnding(await warded.ended), "Start the stack again.");
}

/** What is wrong with a process, with the last lines of its log. */
export async function failureOf(
  { name, log }: Pick<Warded, "name" | "log">,
  fault: string,
  nextStep: string,
): Promise<StackError> {
  const lines = (await readFile(log, "utf8").catch(() => "")).trimEnd().split("\n");
  const quote = lines.slice(-QUOTED_LINES).join("\n");
  return new StackError(`${name} ${fault}:\n${quote}\n`, `${nextStep} See ${log}.`);
}

/** How a process ended, in words. */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
