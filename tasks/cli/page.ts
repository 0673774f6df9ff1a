import { isHex, type Hex } from "viem";

import { MAX_PAGE } from "../../deploy/sdk/actions/schemas.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** What a task takes that shows a list page by page; see `LIMIT` and `CURSOR`. */
export interface PageArguments {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Which page an action shall return. */
export function parsePage({ limit, cursor }: PageArguments): {
  readonly limit: number;
  readonly cursor: Hex | undefined;
} {
  requireWhole("--limit", limit, 1, MAX_PAGE);
  if (cursor === undefined || isHex(cursor)) return { limit, cursor };
  throw new LeadEngineError(
    "INVALID_CURSOR",
    "--cursor is not a cursor.",
    "Copy it from the end of the previous page.",
  );
}

/** A table, and how to see what comes after it. */
export function withMore(table: string, cursor: Hex | null): string {
  return cursor === null ? table : `${table}\nMore: --cursor ${cursor}`;
}

/** Refuses an option that is no whole number within bounds. */
export function requireWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new LeadEngineError(
    "OUT_OF_BOUNDS",
    `${option} is out of bounds.`,
    `Give a whole number from ${min} to ${max}.`,
  );
}
