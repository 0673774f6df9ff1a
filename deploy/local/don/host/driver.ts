import type { Hex } from "viem";

import { LimitReached, RATES, type Rate } from "./limits.ts";
import type { LocalDon } from "./localDon.ts";
import type { TriggerSubscription, Value } from "./messages.ts";
import { CronTrigger } from "./triggers/cronTrigger.ts";
import type { Event } from "./triggers/event.ts";
import { RequestRefused, type SignedRequest } from "./triggers/httpRequest.ts";
import { HttpTrigger } from "./triggers/httpTrigger.ts";
import { LogTrigger, type LogPlace, type LogSource } from "./triggers/logTrigger.ts";

type Trigger = HttpTrigger | LogTrigger | CronTrigger;

/**
 * How far a driver has come, as plain JSON: keep it, and a driver that is opened with it goes on where the last one stopped. Keys are
 * the indices of triggers.
 */
export interface DriverCursor {
  /** The first log that was not handed over yet. */
  readonly logs: Readonly<Record<string, LogPlace>>;
  /** The last scheduled time that was handed over, milliseconds since 1970. */
  readonly ticks: Readonly<Record<string, number>>;
}

/** What a driver works with. */
export interface DriverOptions {
  readonly don: Pick<LocalDon, "subscriptions" | "trigger">;
  /** The workflow that requests must name. */
  readonly workflowId: Hex;
  /** The chain whose logs start runs. */
  readonly chain: LogSource;
  /** The time, milliseconds since 1970. The driver never waits by itself. */
  readonly now: () => number;
  /** Where an earlier driver stopped; without it, logs count from `firstBlock` on and ticks from now. */
  readonly cursor?: DriverCursor | undefined;
  /** The first block whose logs count: the next one by default. */
  readonly firstBlock?: number;
  /** Keeps the cursor. Called after every run that a log or a tick started, before the next one starts. */
  readonly save: (cursor: DriverCursor) => Promise<void> | void;
  /** Gets a line for every limit that is reached and every run of a log or a tick that fails. */
  readonly log: (line: string) => void;
  /** How often requests may start runs: CRE's published rate by default. The local stack may relax it. */
  readonly httpRate?: Rate;
}

/** A run that a request started. */
export interface AcceptedRun {
  readonly executionId: Hex;
  /** What the handler returned; rejects when the run failed. CRE tells its callers nothing of it. */
  readonly result: Promise<Value>;
}

/**
 * Starts the runs of one workflow: by signed HTTP requests (`execute`), by logs of new blocks and by the clock (`poll`).
 *
 * ```ts
 * const driver = await Driver.open({ don, workflowId, chain, now: Date.now, cursor, save, log });
 * const { executionId } = await driver.execute(request); // of a caller with one of the trigger's keys, see `signRequest`
 * await driver.poll(); // as often as the caller likes
 * ```
 *
 * A log is handed over at least once: the cursor moves on when its run has ended, well or not. Two runs of the same log have the same
 * execution id, so the forwarder takes a report of one of them only. Logs beyond the rate wait for a later `poll`. Ticks that were
 * missed while nobody polled are one run, with the last scheduled time.
 */
export class Driver {
  readonly #options: DriverOptions;
  readonly #triggers: ReadonlyMap<number, Trigger>;
  #polling: Promise<void> | undefined;

  private constructor(options: DriverOptions, triggers: ReadonlyMap<number, Trigger>) {
    this.#options = options;
    this.#triggers = triggers;
  }

  /**
   * Reads the workflow's triggers.
   * @throws {LimitReached} a trigger asks for more than CRE allows.
   * @throws {Error} the workflow has a trigger that is not served here.
   */
  static async open(options: DriverOptions): Promise<Driver> {
    const triggers = new Map<number, Trigger>();
    for (const [index, subscription] of (await options.don.subscriptions()).entries()) {
      triggers.set(index, await openTrigger(subscription, index, options));
    }
    const driver = new Driver(options, triggers);
    await driver.#save();
    return driver;
  }

  /**
   * Starts the run that a signed request asks for. Of several HTTP triggers the first one gets it, as in CRE.
   * @throws {RequestRefused} it is not signed as it must be, or comes too soon after the last one.
   */
  async execute(request: SignedRequest): Promise<AcceptedRun> {
    const { don, now, log } = this.#options;
    for (const [index, trigger] of this.#triggers) {
      if (!(trigger instanceof HttpTrigger)) continue;
      try {
        const { payload, executionId } = await trigger.take(request, now());
        const result = don.trigger(index, payload, executionId);
        result.catch(() => undefined);
        return { executionId, result };
      } catch (error) {
        if (!(error instanceof LimitReached)) throw error;
        log(error.message);
        throw new RequestRefused("limit", error.message);
      }
    }
    throw new RequestRefused("invalid", "The workflow has no HTTP trigger.");
  }

  /** Starts a run for each log and each tick that is due, one after the other. Polls that overlap are one. */
  poll(): Promise<void> {
    return (this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined;
    }));
  }

  async #poll(): Promise<void> {
    for (const [index, trigger] of this.#triggers) {
      if (trigger instanceof HttpTrigger) continue;
      while (await this.#runNext(index, trigger)) await this.#save();
    }
    await this.#save();
  }

  /** Runs what is due next, and says whether anything was. */
  async #runNext(index: number, trigger: LogTrigger | CronTrigger): Promise<boolean> {
    const { don, now, log } = this.#options;
    let event: Event | undefined;
    try {
      event = await trigger.next(now());
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      log(error.message);
    }
    if (event === undefined) return false;
    try {
      await don.trigger(index, event.payload, event.executionId);
    } catch (error) {
      log(`The run of trigger ${index} failed: ${String(error)}`);
    }
    trigger.ended();
    return true;
  }

  async #save(): Promise<void> {
    const logs: Record<string, LogPlace> = {};
    const ticks: Record<string, number> = {};
    for (const [index, trigger] of this.#triggers) {
      if (trigger instanceof LogTrigger) logs[index] = trigger.place;
      if (trigger instanceof CronTrigger) ticks[index] = trigger.place;
    }
    await this.#options.save({ logs, ticks });
  }
}

async function openTrigger(
  subscription: TriggerSubscription,
  index: number,
  { workflowId, chain, now, cursor, firstBlock, log, httpRate = RATES.httpTrigger }: DriverOptions,
): Promise<Trigger> {
  const [capability = ""] = subscription.id.split(/[@:]/);
  switch (capability) {
    case "http-trigger":
      return new HttpTrigger(subscription, workflowId, httpRate);
    case "cron-trigger":
      return new CronTrigger(subscription, workflowId, cursor?.ticks[index] ?? now());
    case "evm": {
      const first = firstBlock === undefined ? undefined : { block: firstBlock, index: 0 };
      const from = cursor?.logs[index] ?? first;
      return LogTrigger.open(subscription, workflowId, chain, log, from);
    }
    default:
      throw new Error(`The trigger ${subscription.id} is not served here.`);
  }
}
