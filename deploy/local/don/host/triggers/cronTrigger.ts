import { create } from "@bufbuild/protobuf";
import { anyPack, anyUnpack, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Cron } from "croner";
import type { Hex } from "viem";

import { LimitReached, RATES } from "../limits.ts";
import { CRON_TRIGGER_PB, type TriggerSubscription } from "../messages.ts";
import { executionIdOf, type Event } from "./event.ts";

/** Ticks of an hour at the fastest rate, and one: within them a schedule shows its shortest pause. */
const TICKS_OF_AN_HOUR = 121;

/** A workflow's cron trigger. */
export class CronTrigger {
  readonly #cron: Cron;
  readonly #workflowId: Hex;
  #last: number;
  #due: number;

  /**
   * @param last the last tick that started a run, milliseconds since 1970; the time now for a new trigger.
   * @throws {LimitReached} it wants to run more often than CRE allows.
   * @throws {Error} its schedule is none.
   */
  constructor({ payload }: TriggerSubscription, workflowId: Hex, last: number) {
    const config = payload && anyUnpack(payload, CRON_TRIGGER_PB.ConfigSchema);
    const [, zone = "UTC", pattern = ""] =
      /^(?:TZ=(\S+)\s+)?(.*)$/.exec(config?.schedule ?? "") ?? [];
    this.#cron = new Cron(pattern, { timezone: zone });
    this.#workflowId = workflowId;
    this.#last = last;
    this.#due = last;

    const ticks = this.#cron.nextRuns(TICKS_OF_AN_HOUR, new Date(last)).map(Number);
    const { cronTrigger } = RATES;
    if (ticks.some((tick, index) => tick - (ticks[index - 1] ?? 0) < cronTrigger.milliseconds)) {
      throw new LimitReached("cronTrigger", { rate: cronTrigger });
    }
  }

  /** The last scheduled time whose run has ended, milliseconds since 1970. */
  get place(): number {
    return this.#last;
  }

  /** The latest tick that is due; undefined if none is. @param now milliseconds since 1970. */
  next(now: number): Event | undefined {
    const nextSecond = new Date((Math.floor(now / 1_000) + 1) * 1_000);
    const [latest] = this.#cron.previousRuns(1, nextSecond).map(Number);
    if (latest === undefined || latest <= this.#last) return undefined;
    this.#due = latest;
    const { PayloadSchema } = CRON_TRIGGER_PB;
    const payload = create(PayloadSchema, { scheduledExecutionTime: timestampFromMs(latest) });
    return {
      payload: anyPack(PayloadSchema, payload),
      executionId: executionIdOf(this.#workflowId, new Date(latest).toISOString()),
    };
  }

  /** Says that the run of the tick has ended. */
  ended(): void {
    this.#last = this.#due;
  }
}
