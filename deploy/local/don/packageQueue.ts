import { EventEmitter, once } from "node:events";

import type { Hex } from "viem";

import type { PackageState } from "../../sdk/report/packageState.ts";
import { messageOf } from "../messageOf.ts";
import type {
  NewPackage,
  PackageStore,
  Reported,
  Verdict,
  WaitingPackage,
} from "./packageStore.ts";

/** Packages in one run: what the vendor gateway is asked about at once, and what a run's consensus calls report. */
export const MAX_BATCH = 12;
/** Bytes of a run's input; no limit is published, so this is the stricter one for what an HTTP call may answer. */
export const MAX_INPUT = 100_000;
/** `{"packages":[…]}` around a batch. */
const ENVELOPE = 15;
/** Largest package that fits into a run, bytes. */
export const MAX_PACKAGE = MAX_INPUT - ENVELOPE;

/** The first wait before a package is sent again, and the longest, milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [1_000, 60_000];

/** Runs that a package may be part of: at the longest wait, somewhat more than an hour and a half. */
export const MAX_ATTEMPTS = 100;

/** The code of a package whose run said nothing of it, and of one that no run brought to its end. */
const [RUN_FAILED, NOT_REPORTED] = ["RUN_FAILED", "NOT_REPORTED"];
/** What another run can still change. All other codes are final. */
const OPEN_CODES = ["ATTESTED", "RUN_FULL", "SCORING_UNAVAILABLE", "UNEXPECTED", RUN_FAILED];

/** What the queue works with. */
export interface QueueOptions {
  readonly store: PackageStore;
  /**
   * Runs the workflow with packages as they were sent.
   * @returns its code for each, in their order, when its reports are mined.
   */
  readonly run: (packages: readonly string[]) => Promise<readonly string[]>;
  /** What the verifier decided on reported packages, in its order, and the latest block's time, Unix seconds. */
  readonly verdicts: (
    reported: Reported | undefined,
  ) => Promise<{ readonly verdicts: readonly Verdict[]; readonly time: bigint }>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Gets a line for every run that fails. */
  readonly log: (line: string) => void;
}

/**
 * Stands before the workflow's HTTP trigger, which promises nothing: a package is sent again until the chain shows its mint or rejection, or
 * the workflow says that it can never be. To send one twice does no harm: a submission's nonce is good for one mint.
 */
export class PackageQueue {
  readonly #options: QueueOptions;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #working: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Keeps a package. @returns what is known of its submission. @throws {LeadEngineError} `QUEUE_FAILED` */
  add(one: NewPackage): PackageState {
    const { store } = this.#options;
    store.add(one);
    const state = store.stateOf(one.submissionHash);
    if (state === undefined) throw new Error("The queue lost a package.");
    return state;
  }

  /** What is known of a submission; undefined if nothing is. */
  stateOf(submissionHash: Hex): PackageState | undefined {
    return this.#options.store.stateOf(submissionHash);
  }

  /** The same, once its end is known or `signal` aborts. */
  async endOf(submissionHash: Hex, signal: AbortSignal): Promise<PackageState | undefined> {
    for (;;) {
      const state = this.stateOf(submissionHash);
      if (state === undefined || isEnd(state) || signal.aborted) return state;
      await once(this.#changes, "change", { signal }).catch(() => undefined);
    }
  }

  /** When something is due next, milliseconds; undefined if nothing waits. */
  nextAttempt(): number | undefined {
    return this.#options.store.nextAttempt();
  }

  /** Sends what is due, batch after batch. Calls that overlap are one. */
  work(): Promise<void> {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Waits for the run that is under way and starts no other. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working?.catch(() => undefined);
  }

  async #work(): Promise<void> {
    while (!this.#isClosed) {
      await this.#hearChain();
      const batch = this.#batch();
      if (batch.length === 0) return;
      await this.#send(batch);
    }
  }

  /** Packages for one run. Those that did not get through share smaller and smaller batches: one of them may be to blame. */
  #batch(): WaitingPackage[] {
    const due = this.#options.store.due(this.#options.now(), MAX_BATCH);
    const attempts = due[0]?.attempts ?? 0;
    const alike = due.filter((one) => one.attempts === attempts);
    let bytes = ENVELOPE;
    return alike.slice(0, Math.max(1, MAX_BATCH >> attempts)).filter(({ text }, index) => {
      bytes += Buffer.byteLength(text) + 1;
      return index === 0 || bytes <= MAX_INPUT;
    });
  }

  async #send(batch: readonly WaitingPackage[]): Promise<void> {
    const { store, run, now, log } = this.#options;
    store.begin(batch.map(({ id }) => id));
    let codes: readonly string[] = [];
    try {
      codes = await run(batch.map(({ text }) => text));
    } catch (error) {
      log(`A run failed: ${messageOf(error)}`);
    }
    await this.#hearChain();
    for (const [index, { id, attempts }] of batch.entries()) {
      const { [index]: code = RUN_FAILED } = codes;
      const wait = Math.min(FIRST_WAIT * 2 ** attempts, LONGEST_WAIT);
      if (!OPEN_CODES.includes(code)) store.refuse(id, code);
      else if (attempts + 1 >= MAX_ATTEMPTS) store.refuse(id, NOT_REPORTED);
      else store.postpone(id, code, now() + wait);
    }
    this.#changes.emit("change");
  }

  /** Reads what became of reported packages. */
  async #hearChain(): Promise<void> {
    const { store, verdicts: verdictsOn } = this.#options;
    if (store.nextAttempt() === undefined) return;
    const { verdicts, time } = await verdictsOn(store.reported());
    store.settle(verdicts);
    store.expire(time);
    this.#changes.emit("change");
  }
}

function isEnd({ state }: PackageState): boolean {
  return state === "minted" || state === "rejected";
}
