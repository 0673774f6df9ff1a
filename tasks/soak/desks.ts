import { Worker } from "node:worker_threads";

import type { Chore, ChoreInput, ChoreOutput } from "./desk.ts";
import type { FromDesk, ToDesk } from "./deskThread.ts";

/** Inputs that a thread gets at once: few, so that all threads are busy to the end. */
const PORTION = 8;

/** Threads that compute what parties compute on machines of their own. */
export interface Desks extends AsyncDisposable {
  /** Has inputs of one kind worked off by all threads. @returns outputs in the order of the inputs. */
  readonly run: <ChoreT extends Chore>(
    chore: ChoreT,
    inputs: readonly ChoreInput<ChoreT>[],
  ) => Promise<ChoreOutput<ChoreT>[]>;
  /** What was done until now, by kind. */
  readonly costs: () => Readonly<Record<string, ChoreCost>>;
}

/** What a kind of work has cost. */
export interface ChoreCost {
  readonly count: number;
  /** Processor time of all threads. */
  readonly milliseconds: number;
}

/** Somebody who waits for outputs. */
interface Asker {
  readonly answer: (done: FromDesk) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, and those who wait for it. */
interface Desk {
  readonly thread: Worker;
  readonly waiting: Map<number, Asker>;
}

/** Starts threads. @param count how many. */
export function openDesks(count: number): Desks {
  const desks = Array.from({ length: count }, openDesk);
  const costs = new Map<Chore, ChoreCost>();
  const charge = (chore: Chore, count: number, milliseconds: number) => {
    const cost = costs.get(chore) ?? { count: 0, milliseconds: 0 };
    costs.set(chore, {
      count: cost.count + count,
      milliseconds: cost.milliseconds + milliseconds,
    });
  };
  let lastId = 0;
  const ask = (chore: Chore, inputs: readonly unknown[]): Promise<readonly unknown[]> => {
    const [desk] = [...desks].sort((a, b) => a.waiting.size - b.waiting.size);
    if (desk === undefined) throw new Error("There is no thread.");
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const answer = (done: FromDesk) => {
        if ("error" in done) {
          reject(new Error(done.error));
          return;
        }
        charge(chore, inputs.length, done.milliseconds);
        resolve(done.outputs);
      };
      desk.waiting.set(id, { answer, reject });
      desk.thread.postMessage({ id, chore, inputs } satisfies ToDesk);
    });
  };
  return {
    run: async <ChoreT extends Chore>(chore: ChoreT, inputs: readonly ChoreInput<ChoreT>[]) => {
      const portions: Promise<readonly unknown[]>[] = [];
      for (let start = 0; start < inputs.length; start += PORTION) {
        portions.push(ask(chore, inputs.slice(start, start + PORTION)));
      }
      return (await Promise.all(portions)).flat() as ChoreOutput<ChoreT>[];
    },
    costs: () => Object.fromEntries(costs),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(desks.map(({ thread }) => thread.terminate()));
    },
  };
}

function openDesk(): Desk {
  const thread = new Worker(new URL("deskThread.ts", import.meta.url));
  const waiting: Desk["waiting"] = new Map();
  thread.on("message", (done: FromDesk) => {
    const asker = waiting.get(done.id);
    waiting.delete(done.id);
    asker?.answer(done);
  });
  thread.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  return { thread, waiting };
}
