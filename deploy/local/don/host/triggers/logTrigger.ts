import { anyPack, anyUnpack } from "@bufbuild/protobuf/wkt";
import { bytesToHex, size, type Hex, type PublicClient } from "viem";

import { evmLogOf, readLogs, topicsOf, type MinedLog } from "../evmLog.ts";
import type { LogTriggerConfig } from "../evmMessages.ts";
import { LimitReached, LIMITS, RATES, within } from "../limits.ts";
import { EVM_PB, type TriggerSubscription } from "../messages.ts";
import { executionIdOf, type Event } from "./event.ts";
import { RunRate } from "./runRate.ts";

/** A chain whose logs start runs. */
export interface LogSource {
  /** Its selector in CRE. */
  readonly selector: bigint;
  readonly client: Pick<PublicClient, "request" | "getBlock">;
}

/** A log of the chain: the number of its block, and its index in the block. */
export interface LogPlace {
  readonly block: number;
  readonly index: number;
}

/** Tags of blocks by confidence. */
const TAGS = ["safe", "latest", "finalized"] as const;

/** A workflow's log trigger: hands over the logs of new blocks that match its filter, in order and no faster than CRE does. */
export class LogTrigger {
  readonly #config: LogTriggerConfig;
  readonly #workflowId: Hex;
  readonly #source: LogSource;
  readonly #print: (line: string) => void;
  readonly #rate = new RunRate("logTrigger", RATES.logTrigger);
  /** Logs before it were handed over; the first block that was not read is its block or a later one. */
  #from: LogPlace;
  #waiting: MinedLog[] = [];

  private constructor(
    config: LogTriggerConfig,
    workflowId: Hex,
    source: LogSource,
    print: (line: string) => void,
    from: LogPlace,
  ) {
    this.#config = config;
    this.#workflowId = workflowId;
    this.#source = source;
    this.#print = print;
    this.#from = from;
  }

  /**
   * @param from the first log to hand over: the first of the next block by default.
   * @throws {LimitReached} it wants the logs of too many contracts.
   * @throws {Error} it wants the logs of no contract, of no event, or of another chain.
   */
  static async open(
    { id, payload }: TriggerSubscription,
    workflowId: Hex,
    source: LogSource,
    print: (line: string) => void,
    from?: LogPlace,
  ): Promise<LogTrigger> {
    const config = payload && anyUnpack(payload, EVM_PB.FilterLogTriggerRequestSchema);
    if (!id.includes(`:ChainSelector:${source.selector}@`) || config === undefined) {
      throw new Error(`The trigger ${id} is not served here.`);
    }
    if (config.addresses.length === 0 || (config.topics[0]?.values ?? []).length === 0) {
      throw new Error("A log trigger needs an address and an event.");
    }
    within("logTriggerAddresses", config.addresses.length);
    const start = from ?? { block: (await headOf(source, config)) + 1, index: 0 };
    return new LogTrigger(config, workflowId, source, print, start);
  }

  /** The first log that was not handed over. */
  get place(): LogPlace {
    const [next] = this.#waiting;
    return next === undefined ? this.#from : placeOf(next);
  }

  /**
   * The next log that starts a run; undefined if there is none now. It stays the next one until its run has ended. A log that is too
   * large is left out, with a line that says so.
   * @param now milliseconds.
   * @throws {LimitReached} the rate allows no more runs now.
   */
  async next(now: number): Promise<Event | undefined> {
    if (this.#waiting.length === 0) await this.#read();
    for (let [log] = this.#waiting; log !== undefined; [log] = this.#waiting) {
      const bytes = [...log.topics, log.data].reduce((sum, part) => sum + size(part), 0);
      if (bytes <= LIMITS.logTriggerBytes) return this.#eventOf(log, now);
      this.#print(new LimitReached("logTriggerBytes", { asked: bytes }).message);
      this.ended();
    }
    return undefined;
  }

  /** Says that the run of the next log has ended. */
  ended(): void {
    this.#waiting.shift();
  }

  #eventOf(log: MinedLog, now: number): Event {
    this.#rate.start(now);
    return {
      payload: anyPack(EVM_PB.LogSchema, evmLogOf(log)),
      executionId: executionIdOf(this.#workflowId, `${log.transactionHash}:${log.logIndex}`),
    };
  }

  async #read(): Promise<void> {
    const head = await headOf(this.#source, this.#config);
    const { block, index } = this.#from;
    if (head < block) return;
    const { addresses, topics } = this.#config;
    const logs = await readLogs(this.#source.client, {
      address: addresses.map((address) => bytesToHex(address)),
      topics: topicsOf(topics.map(({ values }) => values)),
      fromBlock: BigInt(block),
      toBlock: BigInt(head),
    });
    this.#waiting = logs.filter((log) => {
      const place = placeOf(log);
      return place.block > block || place.index >= index;
    });
    this.#from = { block: head + 1, index: 0 };
  }
}

function placeOf({ blockNumber, logIndex }: MinedLog): LogPlace {
  return { block: Number(blockNumber), index: Number(logIndex) };
}

/** The last block that is final enough. */
async function headOf({ client }: LogSource, { confidence }: LogTriggerConfig): Promise<number> {
  const { number } = await client.getBlock({ blockTag: TAGS[confidence] ?? "safe" });
  return Number(number);
}
