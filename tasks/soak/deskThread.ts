import { threadCpuUsage } from "node:process";
import { parentPort } from "node:worker_threads";

import { DESK, type Chore } from "./desk.ts";

/** A piece of work for a thread: inputs of one kind. */
export interface ToDesk {
  readonly id: number;
  readonly chore: Chore;
  readonly inputs: readonly unknown[];
}

/** Its outputs in their order and what they cost, or why there are none. */
export type FromDesk = { readonly id: number } & (
  | {
      readonly outputs: readonly unknown[];
      /** Of this thread's processor time. */
      readonly milliseconds: number;
    }
  | { readonly error: string }
);

const MICROSECONDS = 1_000;

const port = parentPort;
if (port === null) throw new Error("deskThread.ts runs in a worker thread only.");

async function answer({ id, chore, inputs }: ToDesk): Promise<FromDesk> {
  try {
    const work = DESK[chore] as (input: unknown) => unknown;
    const before = threadCpuUsage();
    const outputs: unknown[] = [];
    for (const input of inputs) outputs.push(await work(input));
    const { user, system } = threadCpuUsage(before);
    return { id, outputs, milliseconds: (user + system) / MICROSECONDS };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// One after the other: else each would count the others' time.
let last = Promise.resolve();
port.on("message", (work: ToDesk) => {
  last = last.then(async () => {
    port.postMessage(await answer(work));
  });
});
