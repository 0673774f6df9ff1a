/** A signal and how long a process may take to end by it, milliseconds. The last resort is SIGKILL. */
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
  /** Whom it runs as; by default whoever runs the stack. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stop: readonly StopStep[];
}

/** A file or folder that is gone once all processes are. */
export interface Leftover {
  readonly path: string;
  /** Only while the file holds this: another stack may have taken its place. */
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
