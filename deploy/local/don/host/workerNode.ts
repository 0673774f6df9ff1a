import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";

import { messageOf } from "../../messageOf.ts";
import { LIMITS } from "./limits.ts";
import { withMemoryMaximum } from "./plugin/memoryMaximum.ts";
import type { DonNode, HostCalls } from "./node.ts";
import type { FromThread, ThreadTask, ToThread } from "./plugin/nodeThread.ts";
import { promiseIntegration, wasm, type WasmModule } from "./plugin/webAssembly.ts";

/** A workflow's bundle as nodes run it. */
export interface CompiledWorkflow {
  readonly plugin: WasmModule;
  readonly bytecode: Uint8Array;
}

/** What a thread may take. */
export interface ThreadLimits {
  /** Of wall-clock time. */
  readonly milliseconds: number;
}

// V8 13.6 miscounts the code that it frees in a process with WASM on many threads, which ends the process once in many runs: nothing is freed.
// https://github.com/nodejs/node/issues/64500
setFlagsFromString("--no-wasm-code-gc");

/** Megabytes of JavaScript heap of a thread: its workflow lives in WASM memory, not there. */
const HEAP_MB = 64;
/** How long a thread waits for its next job. */
const IDLE_MILLISECONDS = 5_000;

/**
 * Compiles a bundle that the SDK's `compile-to-js` made, with the plugin that the SDK deploys, in a thread of its own.
 * @throws {Error} it does not compile, takes longer than `milliseconds`, or this Node cannot run it.
 */
export async function compileWorkflow(
  source: string,
  { milliseconds }: ThreadLimits = { milliseconds: 60_000 },
): Promise<CompiledWorkflow> {
  promiseIntegration();
  const limited = withMemoryMaximum(await readFile(pluginFile()), LIMITS.memoryBytes);
  const plugin = await wasm.compile(limited);
  const thread = startThread();
  try {
    return { plugin, bytecode: await workOn(thread, { plugin, source }, { milliseconds }) };
  } finally {
    await thread.terminate();
  }
}

/** The plugin that the installed SDK deploys. Its package exports scripts only, beside which it lies. */
function pluginFile(): string {
  const { resolve } = createRequire(import.meta.resolve("@chainlink/cre-sdk"));
  const script = resolve("@chainlink/cre-sdk-javy-plugin/scripts/shared");
  return join(dirname(script), "../dist/javy-chainlink-sdk.plugin.wasm");
}

/**
 * A node that runs every job in a plugin of its own. A thread that came to the end of a job waits a moment for the next one, since starting
 * it costs as much as starting the workflow; one whose job failed, or whose time was over, is ended.
 */
export function workerNode(
  workflow: CompiledWorkflow,
  { milliseconds }: ThreadLimits = { milliseconds: LIMITS.runMilliseconds },
): DonNode {
  const idle = new Map<Worker, NodeJS.Timeout>();
  const forget = (worker: Worker): void => {
    clearTimeout(idle.get(worker));
    idle.delete(worker);
  };
  const take = (): Worker => {
    const [waiting] = idle.keys();
    const worker = waiting ?? startThread();
    if (waiting === undefined)
      worker.on("exit", () => {
        forget(worker);
      });
    forget(worker);
    worker.ref();
    return worker;
  };
  const keep = (worker: Worker): void => {
    const end = () => {
      forget(worker);
      void worker.terminate();
    };
    worker.unref();
    idle.set(worker, setTimeout(end, IDLE_MILLISECONDS).unref());
  };
  return {
    run: async ({ signal, ...job }, calls) => {
      const worker = take();
      try {
        const task = { ...workflow, ...job };
        const result = await workOn(worker, task, { milliseconds, signal, calls });
        keep(worker);
        return result;
      } catch (error) {
        void worker.terminate();
        throw error;
      }
    },
  };
}

interface WorkOptions extends ThreadLimits {
  readonly signal?: AbortSignal;
  readonly calls?: HostCalls;
}

function startThread(): Worker {
  const worker = new Worker(new URL("plugin/nodeThread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // One that fails after its job is over must not end the process.
  return worker.on("error", () => undefined);
}

/** Has a thread do a task. @throws {Error} it failed, or its time is over: the thread is of no more use. */
async function workOn(
  worker: Worker,
  task: ThreadTask,
  { milliseconds, signal, calls }: WorkOptions,
): Promise<Uint8Array> {
  const over: (() => void)[] = [];
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      const fail = (why: string) => {
        reject(new Error(why));
      };
      const listen = (message: FromThread) => {
        if ("done" in message) resolve(message.done);
        else if ("failed" in message) fail(message.failed);
        else if (calls !== undefined) {
          serve(worker, calls, message).catch((error: unknown) => {
            fail(`The workflow was ended: ${String(error)}`);
          });
        }
      };
      const onError = (error: Error) => {
        fail(`The workflow's thread failed: ${error.message}`);
      };
      const onExit = () => {
        fail("The workflow's thread ended without an answer.");
      };
      const timer = setTimeout(() => {
        fail(`The workflow was ended after ${milliseconds} ms (limit runMilliseconds).`);
      }, milliseconds);
      signal?.addEventListener("abort", () => {
        fail("The workflow was ended: the DON has its result.");
      });
      worker.on("message", listen).on("error", onError).on("exit", onExit);
      over.push(() => {
        clearTimeout(timer);
        worker.off("message", listen).off("error", onError).off("exit", onExit);
      });
      worker.postMessage(task);
    });
  } finally {
    for (const undo of over) undo();
  }
}

/** Answers a call of the workflow. */
async function serve(
  worker: Worker,
  calls: HostCalls,
  { call, argument, id }: Extract<FromThread, { call: unknown }>,
): Promise<void> {
  const answerTo = calls[call] as (argument: Uint8Array | string) => unknown;
  if (id === undefined) {
    answerTo(argument);
    return;
  }
  const reply = (message: ToThread) => {
    worker.postMessage(message);
  };
  try {
    reply({ id, answer: (await answerTo(argument)) as Uint8Array });
  } catch (error) {
    reply({ id, error: messageOf(error) });
  }
}
