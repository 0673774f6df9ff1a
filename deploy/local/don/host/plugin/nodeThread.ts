import { randomBytes } from "node:crypto";
import { parentPort } from "node:worker_threads";

import { messageOf } from "../../../messageOf.ts";
import type { HostCalls, Job } from "../node.ts";
import { compileBundle, runBundle } from "./plugin.ts";
import type { WasmModule } from "./webAssembly.ts";

/** What a thread is given: a bundle to compile, or to run once. One after the other. */
export type ThreadTask = { readonly plugin: WasmModule } & (
  { readonly source: string } | ({ readonly bytecode: Uint8Array } & Omit<Job, "signal">)
);

/** What a thread says: a call of the workflow (`id` where it awaits an answer), or its end. */
export type FromThread =
  | { readonly call: keyof HostCalls; readonly argument: Uint8Array | string; readonly id?: number }
  | { readonly done: Uint8Array }
  | { readonly failed: string };

/** The answer to a call. */
export type ToThread = { readonly id: number } & (
  { readonly answer: Uint8Array } | { readonly error: string }
);

const DON_MODE = 1;
const port = parentPort;
if (port === null) throw new Error("nodeThread.ts runs in a worker thread only.");

const say = (message: FromThread) => {
  port.postMessage(message);
};
/** Those who await an answer, by id. */
const waiting = new Map<
  number,
  { resolve: (answer: Uint8Array) => void; reject: (error: Error) => void }
>();

port.on("message", (message: ThreadTask | ToThread) => {
  if ("plugin" in message) {
    void work(message);
    return;
  }
  const caller = waiting.get(message.id);
  waiting.delete(message.id);
  if ("answer" in message) caller?.resolve(message.answer);
  else caller?.reject(new Error(message.error));
});

const tell = (call: keyof HostCalls) => (argument: Uint8Array | string) => {
  say({ call, argument });
};
let lastId = 0;
const ask = (call: keyof HostCalls) => (argument: Uint8Array) =>
  new Promise<Uint8Array>((resolve, reject) => {
    const id = ++lastId;
    waiting.set(id, { resolve, reject });
    say({ call, argument, id });
  });

function run({ plugin, bytecode, request, time, seed }: Extract<ThreadTask, Omit<Job, "signal">>) {
  let mode = DON_MODE;
  return runBundle(plugin, bytecode, request, {
    callCapability: tell("callCapability"),
    awaitCapabilities: ask("awaitCapabilities"),
    getSecrets: tell("getSecrets"),
    awaitSecrets: ask("awaitSecrets"),
    log: tell("log"),
    switchModes: (next) => {
      mode = next;
    },
    randomSeed: (of) => (of === DON_MODE ? seed : randomBytes(8).readBigInt64LE()),
    now: () => (mode === DON_MODE ? time : Date.now()),
  });
}

async function work(task: ThreadTask): Promise<void> {
  try {
    say({ done: "source" in task ? compileBundle(task.plugin, task.source) : await run(task) });
  } catch (error) {
    say({ failed: messageOf(error) });
  }
}
