import Table from "cli-table3";

import type { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** What a task has to say: an object for programs (money in USDC units, times in Unix seconds), text for people. */
export interface TaskReport {
  readonly json: object;
  readonly text: string;
  /** Whether the task fails for what it reports: the exit code is then 1. */
  readonly failed?: boolean;
}

const PLAIN = { head: [], border: [] };

/** A table of names and values. */
export function facts(rows: readonly (readonly [name: string, value: string | number])[]): string {
  const table = new Table({ style: PLAIN, wordWrap: true, colWidths: [null, 90] });
  table.push(...rows.map(([name, value]) => [name, value]));
  return table.toString();
}

/** A table with a line of titles. */
export function grid(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const table = new Table({ head: [...head], style: PLAIN });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Prints a report: text for people, or one JSON object in the last line. */
export function printReport({ json, text }: TaskReport, asJson: boolean): void {
  console.log(asJson ? toJson(json) : text);
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

/** JSON in one line; a bigint is a number where that is exact, else a string. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "bigint") return item;
    const number = Number(item);
    return Number.isSafeInteger(number) ? number : String(item);
  });
}
