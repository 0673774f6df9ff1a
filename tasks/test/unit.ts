import type { MochaOptions } from "mocha";

/** What one mocha run runs. */
export interface Unit {
  /** In this order. */
  readonly files: readonly string[];
  /** Shuffles what each suite holds. */
  readonly seed?: string | undefined;
}

/** How all units are run. */
export interface UnitOptions {
  /** The configuration's, as far as they go through JSON. */
  readonly mocha: MochaOptions;
  /** Source of a regular expression: only tests with such titles. */
  readonly grep: string | undefined;
}

/** What a worker is told to run. */
export type UnitOrder = Unit & UnitOptions;

/** A test or hook that failed, as mocha's reporters show it. */
export interface Failure {
  readonly title: readonly string[];
  readonly error: FailureReason;
}

/** What of an error goes through JSON. */
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
