import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
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

/** Megabytes of JavaScript heap of a thread: its workflow lives in WASM memory, not there. */
const HEAP_MB = 64;

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
  return { plugin, bytecode: await runThread({ plugin, source }, { milliseconds }) };
}

/** The plugin that the installed SDK deploys. Its package exports scripts only, beside which it lies. */
function pluginFile(): string {
  const { resolve } = createRequire(import.meta.resolve("@chainlink/cre-sdk"));
  const script = resolve("@chainlink/cre-sdk-javy-plugin/scripts/shared");
  return join(dirname(script), "../dist/javy-chainlink-sdk.plugin.wasm");
}

/** A node that runs every job in a thread of its own, and ends it when its time is over. */
export function workerNode(
  workflow: CompiledWorkflow,
  { milliseconds }: ThreadLimits = { milliseconds: LIMITS.runMilliseconds },
): DonNode {
  return {
    run: ({ signal, ...job }, calls) =>
      runThread({ ...workflow, ...job }, { milliseconds, signal, calls }),
  };
}

interface ThreadOptions extends ThreadLimits {
  readonly signal?: AbortSignal;
  readonly calls?: HostCalls;
}

function runThread(
  workerData: ThreadTask,
  { milliseconds, signal, calls }: ThreadOptions,
): Promise<Uint8Array> {
  const worker = new Worker(new URL("plugin/nodeThread.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  return new Promise<Uint8Array>((resolve, reject) => {
    const fail = (why: string) => {
      reject(new Error(why));
    };
    const timer = setTimeout(() => {
      fail(`The workflow was ended after ${milliseconds} ms (limit runMilliseconds).`);
    }, milliseconds);
    signal?.addEventListener("abort", () => {
      fail("The workflow was ended: the DON has its result.");
    });
    worker.on("message", (message: FromThread) => {
      if ("done" in message) resolve(message.done);
      else if ("failed" in message) fail(message.failed);
      else if (calls !== undefined) {
        serve(worker, calls, message).catch((error: unknown) => {
          fail(`The workflow was ended: ${String(error)}`);
        });
      }
    });
    worker.on("error", (error) => {
      fail(`The workflow's thread failed: ${error.message}`);
    });
    worker.on("exit", () => {
      clearTimeout(timer);
      fail("The workflow's thread ended without an answer.");
    });
  }).finally(() => worker.terminate());
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
