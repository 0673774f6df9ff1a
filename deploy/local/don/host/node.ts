/** Who acts: one node by its index, or all of them together. */
export type Caller = number | "DON";

/** One run of a workflow on one node. */
export interface Job {
  /** An `ExecuteRequest`. */
  readonly request: Uint8Array;
  /** The DON's time, milliseconds since 1970: what a workflow sees while the DON acts. */
  readonly time: number;
  /** Seed of `Math.random` while the DON acts: the same on all nodes. */
  readonly seed: bigint;
  /** Aborted when the DON has its result: who is not done by then is stopped. */
  readonly signal: AbortSignal;
}

/** What a run asks of its host, in the SDK's protobuf messages. Errors become the text that the workflow sees. */
export interface HostCalls {
  /** Takes a `CapabilityRequest`; its answer is awaited later. */
  readonly callCapability: (request: Uint8Array) => void;
  /** `AwaitCapabilitiesRequest` to `AwaitCapabilitiesResponse`. */
  readonly awaitCapabilities: (request: Uint8Array) => Promise<Uint8Array>;
  /** Takes a `GetSecretsRequest`. */
  readonly getSecrets: (request: Uint8Array) => void;
  /** `AwaitSecretsRequest` to `AwaitSecretsResponse`. */
  readonly awaitSecrets: (request: Uint8Array) => Promise<Uint8Array>;
  /** A line of the workflow's log. */
  readonly log: (message: string) => void;
}

/** A node of the DON. */
export interface DonNode {
  /**
   * Runs the workflow once.
   * @returns its `ExecutionResult`.
   * @throws {Error} it ended without one.
   */
  readonly run: (job: Job, calls: HostCalls) => Promise<Uint8Array>;
}
