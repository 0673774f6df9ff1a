import type { Caller } from "./node.ts";

/**
 * What a workflow may use in one run: the stricter of the two published figures (documentation of 26 May 2026, `limits.json` of the CLI).
 * KB are 1,000 bytes.
 */
export const LIMITS = {
  /** HTTP calls, and as many confidential ones. */
  httpCalls: 5,
  confidentialHttpCalls: 5,
  httpRequestBytes: 10_000,
  httpResponseBytes: 100_000,
  evmReads: 15,
  /** From the first block of a query for logs to its last, both counted. */
  logQueryBlocks: 100,
  consensusCalls: 20,
  secrets: 5,
  reportBytes: 5_000,
  /** Of a report's transaction. */
  reportGas: 5_000_000,
  resultBytes: 100_000,
  logLines: 1_000,
  logLineBytes: 1_000,
  triggers: 10,
  /** Contracts whose logs a trigger takes. */
  logTriggerAddresses: 5,
  /** Topics and data of a log that starts a run. */
  logTriggerBytes: 5_000,
  /** WASM memory of a run. */
  memoryBytes: 100_000_000,
  runMilliseconds: 300_000,
} as const;

/** Name of a limit. */
export type LimitName = keyof typeof LIMITS;

const WORDS: Readonly<Record<LimitName, string>> = {
  httpCalls: "HTTP calls a run",
  confidentialHttpCalls: "confidential HTTP calls a run",
  httpRequestBytes: "bytes of an HTTP request",
  httpResponseBytes: "bytes of an HTTP response",
  evmReads: "EVM reads a run",
  logQueryBlocks: "blocks of a query for logs",
  consensusCalls: "consensus calls a run",
  secrets: "secrets a run",
  reportBytes: "bytes of a report",
  reportGas: "gas of a report",
  resultBytes: "bytes of a result",
  logLines: "log lines a run",
  logLineBytes: "bytes of a log line",
  triggers: "triggers a workflow",
  logTriggerAddresses: "addresses of a log trigger",
  logTriggerBytes: "bytes of a log that starts a run",
  memoryBytes: "bytes of memory a run",
  runMilliseconds: "milliseconds a run",
};

/** Runs that a trigger may start in a time. */
export interface Rate {
  readonly runs: number;
  readonly milliseconds: number;
}

/** How often triggers may start runs. */
export const RATES = {
  httpTrigger: { runs: 1, milliseconds: 60_000 },
  logTrigger: { runs: 10, milliseconds: 6_000 },
  cronTrigger: { runs: 1, milliseconds: 30_000 },
} as const satisfies Readonly<Record<string, Rate>>;

/** Name of a rate. */
export type RateName = keyof typeof RATES;

/** A workflow asked for more than a published limit allows. */
export class LimitReached extends Error {
  override readonly name = "LimitReached";
  readonly limit: LimitName | RateName;

  /** @param figures how much it asked for, where that was measured; the rate that it was to keep. */
  constructor(limit: LimitName, figures?: { readonly asked: number });
  constructor(limit: RateName, figures: { readonly rate: Rate });
  constructor(
    limit: LimitName | RateName,
    { asked, rate }: { readonly asked?: number; readonly rate?: Rate } = {},
  ) {
    const measured = asked === undefined ? "" : `, not ${asked}`;
    const allowed =
      rate === undefined
        ? `${LIMITS[limit as LimitName]} ${WORDS[limit as LimitName]}`
        : `a trigger of this kind ${rate.runs} runs in ${rate.milliseconds} ms`;
    super(`CRE allows ${allowed}${measured} (limit ${limit})`);
    this.limit = limit;
  }
}

/** Refuses more than a limit allows. @throws {LimitReached} */
export function within(limit: LimitName, asked: number): void {
  if (asked > LIMITS[limit]) throw new LimitReached(limit, { asked });
}

/** Counts what one run uses. */
export class Meter {
  readonly #used = new Map<LimitName, number>();

  /** Counts one more. @throws {LimitReached} */
  count(limit: LimitName): void {
    const used = (this.#used.get(limit) ?? 0) + 1;
    this.#used.set(limit, used);
    within(limit, used);
  }
}

/** Prints each limit the first time that it is reached. Other errors are none of its business. */
export class LimitLog {
  readonly #print: (line: string, node: Caller) => void;
  readonly #printed = new Set<string>();

  constructor(print: (line: string, node: Caller) => void) {
    this.#print = print;
  }

  /** Takes note of an error, and of whose it is. */
  note(error: unknown, node: Caller): void {
    if (!(error instanceof LimitReached) || this.#printed.has(error.limit)) return;
    this.#printed.add(error.limit);
    this.#print(error.message, node);
  }
}
