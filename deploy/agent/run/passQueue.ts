import { setTimeout as delay } from "node:timers/promises";

import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type IQueueBackend,
  type Queue,
  type Worker,
} from "bullmq";
import { keccak256, stringToHex, type Address } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { MarketKey } from "../store/market.ts";
import { QUEUE_SCHEMA } from "../store/migrations.ts";
import { KEEP_ALIVE } from "../store/postgres.ts";

/** How long a pass belongs to a worker that gives no sign of life, milliseconds. Then another does it. */
const LEASE = 15_000;
/** How long the queue may take to answer, milliseconds. */
const PATIENCE = 15_000;
/** How long a worker waits for a queue that is away before it looks again, milliseconds. */
const RETRY = 1_000;
/** How often to look whether all passes have ended, milliseconds. */
const LOOK = 100;
/** How often a pass may lose its worker: any number of times. */
const ALWAYS = 1_000_000;
/** The one kind of job. It holds nothing: what a pass needs is in the store and on the chain. */
const PASS = "pass";

/** Whose passes they are, and where the queue is. */
export interface PassQueueOptions {
  /** With the password: `postgresql://` of a database that was migrated, `redis://` or `rediss://`. */
  readonly url: string;
  readonly market: MarketKey;
  readonly account: Address;
  /** How long a worker that was killed holds up the queue, milliseconds; 15,000 if absent. */
  readonly lease?: number | undefined;
}

/** An account's passes, one at a time over all its workers: they share the account's nonces. */
export interface PassQueue {
  /** Asks for a pass that begins after now. Who asks before it begins asks for the same one. */
  readonly ask: () => Promise<void>;
  /** Resolves when no pass is asked for and none runs. */
  readonly idle: () => Promise<void>;
  /** How many workers take passes. */
  readonly workers: () => Promise<number>;
  /** Takes passes in turn with the other workers, until the queue is closed. What a pass fails with is for the caller to tell. */
  readonly work: (pass: () => Promise<void>) => void;
  /** Ends once a pass that has begun here has ended. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the queue of an account. It holds nothing that could be lost: whoever asks next has all done that is due. After a crash, or when
 * its worker was too slow, a pass runs twice, even at the same time: nonces that were noted and the chain's state make that harmless.
 * @throws {LeadEngineError} `QUEUE_FAILED`: it does not answer.
 */
export async function openPassQueue(options: PassQueueOptions): Promise<PassQueue> {
  const name = nameOf(options);
  const { queue, worker } = backendOf(options.url, name, options.lease ?? LEASE);
  const workers: Worker[] = [];
  // Who asks hears of it; connections come back by themselves.
  queue.on("error", () => undefined);
  try {
    await explained(() => queue.setGlobalConcurrency(1));
  } catch (error) {
    await queue.disconnect();
    throw error;
  }
  return {
    ask: async () => {
      await explained(() =>
        queue.add(PASS, {}, { deduplication: { id: PASS, keepLastIfActive: true } }),
      );
    },
    idle: async () => {
      while ((await explained(() => queue.getJobCountByTypes("active", "waiting"))) > 0) {
        await delay(LOOK);
      }
    },
    workers: () => explained(() => queue.getWorkersCount()),
    work: (pass) => {
      const added = worker(pass);
      added.on("error", () => undefined);
      workers.push(added);
    },
    close: async () => {
      for (const one of workers) await one.close();
      await queue.close();
    },
  };
}

/** Of 59 characters: PostgreSQL shows no more than 63 of a connection's name, by which workers are counted. */
function nameOf({ market: { chainId, house, genesis }, account }: PassQueueOptions): string {
  const market = keccak256(stringToHex([chainId, house, genesis].join().toLowerCase()));
  return `${market.slice(2, 18)}-${account.toLowerCase()}`;
}

/** BullMQ's queue and workers on what an address names. */
function backendOf(url: string, name: string, lease: number) {
  const jobs = { removeOnComplete: true, removeOnFail: true };
  const working = {
    ...{ lockDuration: lease, stalledInterval: lease, maxStalledCount: ALWAYS },
    runRetryDelay: RETRY,
  };
  const make = <BackendT extends IQueueBackend, ConnectionT>(
    { Queue: QueueOn, Worker: WorkerOn }: ReturnType<typeof withBackend<BackendT, ConnectionT>>,
    connection: ConnectionT,
    asking = connection,
  ) => ({
    queue: new QueueOn(name, { connection: asking, defaultJobOptions: jobs }) as unknown as Queue,
    worker: (pass: () => Promise<void>) =>
      new WorkerOn(name, pass, { connection, ...working }) as unknown as Worker,
  });
  switch (/^(redis|postgres)\w*:\/\//.exec(url)?.[1]) {
    case "redis":
      // Who asks hears at once that it is away.
      return make(
        withBackend(createRedisBackend),
        { url, keepAlive: KEEP_ALIVE },
        { url, keepAlive: KEEP_ALIVE, enableOfflineQueue: false, maxRetriesPerRequest: 0 },
      );
    case "postgres":
      return make(withBackend(createPostgresBackend), {
        connectionString: url,
        schema: QUEUE_SCHEMA,
        connectionTimeoutMillis: PATIENCE,
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEP_ALIVE,
      });
    default:
      throw queueFailed("its address is neither Redis' nor PostgreSQL's");
  }
}

/** Says that the queue failed by a code alone: an address is for nobody's log. */
async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work(),
      delay(PATIENCE, undefined, { signal: late.signal }).then(() => {
        throw Object.assign(new Error(), { code: "no answer" });
      }),
    ]);
  } catch (cause) {
    const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
    const why = name === "ReplyError" ? "it refuses" : "no connection";
    throw queueFailed(typeof code === "string" ? code : why, cause);
  } finally {
    late.abort();
  }
}

function queueFailed(why: string, cause?: unknown): LeadEngineError {
  return new LeadEngineError(
    "QUEUE_FAILED",
    `The agents' queue cannot be used: ${why}.`,
    "Check that it runs, and the configuration variable with its address.",
    { cause },
  );
}
