import type { Trader } from "../../sdk/client.ts";
import { hasCode, LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import type { AgentEvent, EventSink } from "../events.ts";
import type { Hook } from "../operatorConfig.ts";
import { RequestFailed, type Requester } from "./guardedRequest.ts";
import { FORMATS, hooksFor, requestTo } from "./hooks.ts";
import { recordOf, type CrmRecord } from "./leadRecord.ts";
import type { Delivery, Outbox } from "./outbox.ts";
import { rateLimiter } from "./rateLimit.ts";
import { nextAttemptAt, retryAfterOf } from "./retrySchedule.ts";

/** Most deliveries that are made side by side. */
const AT_ONCE = 50;
/** The receiver wants no more events. */
const GONE = 410;
/** Refusals that another attempt does not change. */
const FINAL = ["LEAD_ERASED"];

/** What events are delivered with. */
export interface CrmOptions {
  readonly outbox: Outbox;
  readonly hooks: readonly Hook[];
  /** Whose events they are: it decrypts the leads. */
  readonly trader: Trader;
  /** The leaf verticals. */
  readonly verticals: readonly Vertical[];
  readonly requester: Requester;
  /** The value of a configuration variable. */
  readonly secretOf: (name: string) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** How an attempt ended. retry: it is made again later; put off: the receiver takes no more at the moment; dead: it is given up. */
export interface Attempt {
  readonly id: string;
  readonly hook: string;
  readonly outcome: "sent" | "retry" | "put off" | "dead";
  /** Why it failed, a code; null where it did not. */
  readonly failure: string | null;
}

/** Takes events and delivers them to hooks, at least once each. */
export interface Crm extends EventSink {
  /** Makes the attempts that are due, side by side; what fails is in the result. @throws {LeadEngineError} `STORE_FAILED`. */
  readonly sendDue: () => Promise<Attempt[]>;
  /** Starts `sendDue`, once more where it is under way. `tell` gets what it did. */
  readonly start: (tell: (attempts: readonly Attempt[]) => void) => void;
  /** Ends when nothing is under way. */
  readonly idle: () => Promise<void>;
}

/** Opens the way from an agent's events to the operator's hooks. */
export function openCrm(options: CrmOptions): Crm {
  const {
    outbox,
    hooks,
    trader,
    verticals,
    requester,
    secretOf,
    now,
    random = Math.random,
  } = options;
  const byName = new Map(hooks.map((hook) => [hook.name, hook]));
  const limiters = new Map(
    hooks.map(({ name, format }) => [name, rateLimiter(FORMATS[format].rate)]),
  );
  const owner = {
    chainId: trader.chainId,
    house: trader.contracts.house.address,
    account: trader.address,
  };
  const names = [...byName.keys()];
  let running: Promise<void> | undefined;
  let isAsked = false;

  async function sendDue(): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    for (;;) {
      const taken = await outbox.take(owner, { hooks: names, now: now(), limit: AT_ONCE });
      const records = new Map<string, Promise<CrmRecord>>();
      const recordFor = (event: AgentEvent) => {
        const known = records.get(event.id) ?? recordOf(trader, event, verticals);
        records.set(event.id, known);
        return known;
      };
      attempts.push(...(await Promise.all(taken.map((one) => attempt(one, recordFor)))));
      if (taken.length < AT_ONCE) return attempts;
    }
  }

  async function attempt(
    delivery: Delivery,
    recordFor: (event: AgentEvent) => Promise<CrmRecord>,
  ): Promise<Attempt> {
    const { event, hook: name } = delivery;
    const ended = (outcome: Attempt["outcome"], failure: string | null = null): Attempt => ({
      id: event.id,
      hook: name,
      outcome,
      failure,
    });
    const failed = async (failure: string, dueAt: number | undefined) => {
      await outbox.settle(delivery, { failure, dueAt });
      return ended(dueAt === undefined ? "dead" : "retry", failure);
    };
    const putOffTo = limiters.get(name)?.(now());
    if (putOffTo !== undefined) {
      await outbox.settle(delivery, { putOffTo });
      return ended("put off");
    }
    try {
      const { status, retryAfter, taken } = await post(name, await recordFor(event));
      if (taken) {
        await outbox.settle(delivery, { sentAt: now() });
        return ended("sent");
      }
      const failure = `HTTP_${status}`;
      if (status === GONE) {
        await outbox.disable(name, failure);
        return await failed(failure, undefined);
      }
      return await failed(failure, again(delivery, retryAfter));
    } catch (error) {
      const failure = codeOf(error);
      return failed(failure, FINAL.includes(failure) ? undefined : again(delivery));
    }
  }

  async function post(name: string, record: CrmRecord) {
    const hook = byName.get(name);
    if (hook === undefined) throw new Error("Only deliveries to known hooks are taken.");
    const secret = await secretOf(hook.secret);
    const { status, headers } = await requester.send(
      requestTo(hook, record, { secret, now: now() }),
    );
    const retryAfter = retryAfterOf(headers["retry-after"], now());
    return { status, retryAfter, taken: FORMATS[hook.format].taken(status) };
  }

  function again({ attempts }: Delivery, retryAfter?: number): number | undefined {
    return nextAttemptAt(attempts, { now: now(), retryAfter, random: random() });
  }

  return {
    emit: async (event) => {
      await outbox.add(event, await hooksFor(outbox, hooks, event.kind), now());
    },
    sendDue,
    start: (tell) => {
      isAsked = true;
      running ??= (async () => {
        while (isAsked) {
          isAsked = false;
          tell(await sendDue());
        }
      })()
        .catch((error: unknown) => {
          // The pass beside it says so; what was taken is due again after its lease.
          if (!hasCode(error, "STORE_FAILED")) throw error;
        })
        .finally(() => {
          running = undefined;
        });
    },
    idle: async () => {
      await running;
    },
  };
}

/** What an error is called in the outbox: never its message, which might hold what was to be sent. */
function codeOf(error: unknown): string {
  if (error instanceof RequestFailed || error instanceof LeadEngineError) return error.code;
  return "UNEXPECTED";
}
