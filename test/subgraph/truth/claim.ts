import type { LogPlace } from "./history.ts";

/** That a field has any value but this one. */
export class AnyBut {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** What one source on the chain says of an entity: that it exists, and what some of its fields are. */
export interface Claim {
  /** Entity type. */
  readonly entity: string;
  readonly id: string;
  /** Values as the chain has them; times, amounts and addresses in any form that viem gives. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** For reports: a view of a contract; undefined for its logs. */
  readonly view?: string;
}

/** Which log an entity that never changes comes from. */
export function logged({ txHash, block, timestamp }: LogPlace) {
  return { txHash, block, timestamp };
}

/** When an entity was created that changes later. */
export function born({ txHash, timestamp }: LogPlace) {
  return { txHash, timestamp };
}

/** What changed an entity last, of logs in any order. */
export function updated(...logs: readonly (LogPlace | undefined)[]) {
  return { updatedAt: lastOf(...logs).timestamp };
}

/** The log that comes first. */
export function firstOf(...logs: readonly (LogPlace | undefined)[]): LogPlace {
  return sorted(logs)[0] as LogPlace;
}

/** The log that comes last. */
export function lastOf(...logs: readonly (LogPlace | undefined)[]): LogPlace {
  return sorted(logs).at(-1) as LogPlace;
}

function sorted(logs: readonly (LogPlace | undefined)[]): LogPlace[] {
  const given = logs.filter((log) => log !== undefined);
  if (given.length === 0) throw new Error("No log tells of this entity.");
  return given.sort((a, b) => Number(a.block - b.block) || a.index - b.index);
}

/** Whether a log comes before another. */
export function isBefore(a: LogPlace, b: LogPlace): boolean {
  return a.block < b.block || (a.block === b.block && a.index < b.index);
}
