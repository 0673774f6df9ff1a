import { fork, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

const WARDEN = fileURLToPath(new URL("./wardenProcess.ts", import.meta.url));
/** Lines of a log that an error quotes. */
const QUOTED_LINES = 5;

/** A signal and how long a process may take to end after it, milliseconds. The last resort is SIGKILL. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly patience: number;
}

/** A process for the warden to run. */
export interface ProcessPlan {
  /** For messages; one process of a name at a time. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File that gets its output. */
  readonly log: string;
  /** Its user; by default the stack's. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stop: readonly StopStep[];
}

/** A file or folder to remove once all processes have ended. */
export interface Leftover {
  readonly path: string;
  /** Only if the file still holds this: another stack may have replaced it. */
  readonly text?: string;
}

/** What the stack tells its warden. */
export type WardenOrder =
  | { readonly kind: "start"; readonly plan: ProcessPlan }
  | { readonly kind: "remove"; readonly leftover: Leftover }
  | { readonly kind: "stop" };

/** What the warden tells the stack. */
export type WardenReport =
  | { readonly kind: "started"; readonly name: string; readonly pid: number }
  | { readonly kind: "failed"; readonly name: string; readonly reason: string }
  | {
      readonly kind: "ended";
      readonly name: string;
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
    };

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

/** Runs processes, none of which outlives this one. */
export interface Warden {
  /** @throws {LeadEngineError} when the process cannot be started. */
  readonly start: (plan: ProcessPlan) => Promise<Warded>;
  /** Marks a file or folder for removal when the stack has ended, however it ends. */
  readonly removeAtEnd: (leftover: Leftover) => void;
  /** Ends all processes, the youngest first, and removes what is marked. */
  readonly close: () => Promise<void>;
}

/** Starts the stack's warden. @param log file for its own errors. */
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
      // If the warden itself was killed, nobody else ends its processes.
      for (const pid of pids) kill(pid);
      resolve();
    });
  });
  const order = (message: WardenOrder) => {
    // A warden that has just ended gets no message; `exit` reports its end.
    if (warden.connected) warden.send(message, () => undefined);
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
          new LeadEngineError(
            "STACK_FAILED",
            `${plan.name} cannot be started: ${report.reason}.`,
            `Check that ${plan.command} is there and may be executed.`,
          ),
        );
      } else finish({ code: report.code, signal: report.signal });
    };
    warden.on("message", listen);
    warden.once("exit", (code, signal) => {
      finish({ code, signal });
      reject(
        new LeadEngineError(
          "STACK_FAILED",
          `The stack's warden ended.`,
          `See the logs beside ${plan.log}.`,
        ),
      );
    });
    order({ kind: "start", plan });
  });
}

/** Throws if a process has ended by itself. */
export async function unexpectedEnd(warded: Warded): Promise<never> {
  throw await failureOf(warded, describeEnding(await warded.ended), "Start the stack again.");
}

/** What is wrong with a process, with the last lines of its log. */
export async function failureOf(
  { name, log }: Pick<Warded, "name" | "log">,
  fault: string,
  nextStep: string,
): Promise<LeadEngineError> {
  const lines = (await readFile(log, "utf8").catch(() => "")).trimEnd().split("\n");
  const quote = lines.slice(-QUOTED_LINES).join("\n");
  return new LeadEngineError(
    "STACK_FAILED",
    `${name} ${fault}:\n${quote}\n`,
    `${nextStep} See ${log}.`,
  );
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
