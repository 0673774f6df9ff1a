import { toJson } from "../../deploy/sdk/codes/json.ts";
import type { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** What a task has to say: an object for programs (money in USDC units, times in Unix seconds), text for people. */
export interface TaskReport {
  readonly json: object;
  readonly text: string;
  /** Whether the task fails for what it reports: the exit code is then 1. */
  readonly failed?: boolean;
  /** Parts of the work that failed and stopped no other; they are in `json` too. */
  readonly failures?: readonly { readonly code: string }[];
}

export { facts, grid } from "./table.ts";

/** Prints a report: text for people, or one JSON object in the last line. */
export function printReport({ json, text }: TaskReport, asJson: boolean): void {
  console.log(asJson ? toJson(json) : text);
}

/** Prints a line of a report that comes bit by bit. */
export function printLine(line: string): void {
  console.log(line);
}

/** Prints a failure to the error stream; with `asJson` also as one JSON object in the last line of the output. */
export function printFailure({ code, says, next, issues }: LeadEngineError, asJson: boolean): void {
  console.error(next === undefined ? says : `${says}\n${next}`);
  if (asJson) console.log(toJson({ error: { code, says, next, issues } }));
}

/** Reports progress, on the error stream if the output is JSON. */
export function noteTo(asJson: boolean): (line: string) => void {
  return (line) => {
    if (asJson) console.error(line);
    else console.log(line);
  };
}
