/**
 * What a workflow may use in one run: the stricter of the two published figures (documentation of 26 May 2026, `limits.json` of the CLI).
 * KB are 1,000 bytes.
 */
export const LIMITS = {
  /** HTTP calls, and as many confidential ones. */
  httpCalls: 5,
  httpRequestBytes: 10_000,
  httpResponseBytes: 100_000,
  evmReads: 15,
  consensusCalls: 20,
  secrets: 5,
  reportBytes: 5_000,
  /** Of a report's transaction. */
  reportGas: 5_000_000,
  resultBytes: 100_000,
  logLines: 1_000,
  logLineBytes: 1_000,
  triggers: 10,
  /** WASM memory of a run. */
  memoryBytes: 100_000_000,
  runMilliseconds: 300_000,
} as const;

/** Name of a limit. */
export type LimitName = keyof typeof LIMITS;

const WORDS: Readonly<Record<LimitName, string>> = {
  httpCalls: "HTTP calls a run",
  httpRequestBytes: "bytes of an HTTP request",
  httpResponseBytes: "bytes of an HTTP response",
  evmReads: "EVM reads a run",
  consensusCalls: "consensus calls a run",
  secrets: "secrets a run",
  reportBytes: "bytes of a report",
  reportGas: "gas of a report",
  resultBytes: "bytes of a result",
  logLines: "log lines a run",
  logLineBytes: "bytes of a log line",
  triggers: "triggers a workflow",
  memoryBytes: "bytes of memory a run",
  runMilliseconds: "milliseconds a run",
};

/** A workflow asked for more than a published limit allows. */
export class LimitReached extends Error {
  override readonly name = "LimitReached";

  constructor(limit: LimitName, asked?: number) {
    const measured = asked === undefined ? "" : `, not ${asked}`;
    super(`CRE allows ${LIMITS[limit]} ${WORDS[limit]}${measured}`);
  }
}

/** Refuses more than a limit allows. @throws {LimitReached} */
export function within(limit: LimitName, asked: number): void {
  if (asked > LIMITS[limit]) throw new LimitReached(limit, asked);
}

/** Counts what one run uses. */
export class Meter {
  readonly #used = new Map<LimitName, number>();

  /** Counts one more. @throws {LimitReached} */
  count(limit: LimitName, more = 1): void {
    const used = (this.#used.get(limit) ?? 0) + more;
    this.#used.set(limit, used);
    within(limit, used);
  }
}
