import { messageOf } from "../../../messageOf.ts";
import type { HostCalls } from "../node.ts";
import { ProgramExit, wasiImports } from "./wasi.ts";
import {
  promiseIntegration,
  wasm,
  type WasmImports,
  type WasmMemory,
  type WasmModule,
} from "./webAssembly.ts";

/** What a run asks of its node. */
export interface NodeCalls extends HostCalls {
  /** Says whether the DON (1) or the node alone (2) acts from now on. */
  readonly switchModes: (mode: number) => void;
  /** Seed of `Math.random` in a mode. */
  readonly randomSeed: (mode: number) => bigint;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What the plugin exports. */
interface PluginExports {
  readonly memory: WasmMemory;
  readonly "initialize-runtime": () => void;
  readonly cabi_realloc: (old: number, oldSize: number, align: number, size: number) => number;
  readonly "compile-src": (source: number, length: number) => number;
  readonly invoke: (
    bytecode: number,
    length: number,
    hasName: number,
    name: number,
    nameLength: number,
  ) => void;
}

/** QuickJS bytecode of a bundle, made by the plugin. @throws {Error} the bundle does not compile. */
export function compileBundle(plugin: WasmModule, source: string): Uint8Array {
  const { exports } = instantiate(plugin, [], {}, Date.now, () => undefined);
  const bytes = new TextEncoder().encode(source);
  const result = exports["compile-src"](place(exports, bytes), bytes.length);
  const view = new DataView(exports.memory.buffer);
  const [failed, start, length] = [0, 4, 8].map((at) => view.getUint32(result + at, true)) as [
    number,
    number,
    number,
  ];
  const output = new Uint8Array(exports.memory.buffer, start, length).slice();
  if (failed === 0) return output;
  throw new Error(`The bundle does not compile: ${new TextDecoder().decode(output)}`);
}

/**
 * Runs a bundle once, in an instance of its own.
 * @param request an `ExecuteRequest`.
 * @returns the `ExecutionResult` that the workflow sent.
 * @throws {Error} the workflow ended without an answer.
 */
export async function runBundle(
  plugin: WasmModule,
  bytecode: Uint8Array,
  request: Uint8Array,
  calls: NodeCalls,
): Promise<Uint8Array> {
  const printed: string[] = [];
  let answer: Uint8Array | undefined;
  const argv = ["workflow", Buffer.from(request).toString("base64")];
  const instance = instantiate(
    plugin,
    argv,
    envImports(
      calls,
      () => instance.exports.memory,
      (bytes) => (answer = bytes),
    ),
    calls.now,
    (text) => printed.push(text),
  );
  const { exports } = instance;
  const invoke = promiseIntegration().promising(exports.invoke);
  try {
    await invoke(place(exports, bytecode), bytecode.length, 0, 0, 0);
  } catch (error) {
    if (!(error instanceof ProgramExit)) {
      throw new Error(lastWords(printed, error), { cause: error });
    }
  }
  if (answer === undefined) throw new Error(lastWords(printed, "it sent no answer"));
  return answer;
}

function lastWords(printed: readonly string[], error: unknown): string {
  return `The workflow failed: ${[...printed, String(error)].join("").trim()}`;
}

function instantiate(
  plugin: WasmModule,
  argv: readonly string[],
  env: WasmImports,
  now: () => number,
  print: (text: string) => void,
): { exports: PluginExports } {
  const wasi = wasiImports({ argv, memory: () => instance.exports.memory, now, print });
  const unused = () => {
    throw new Error("Not available while a bundle is compiled.");
  };
  const names = wasm.Module.imports(plugin).filter(({ module }) => module === "env");
  const none = Object.fromEntries(names.map(({ name }) => [name, unused]));
  const instance = new wasm.Instance(plugin, {
    env: { ...none, ...env },
    wasi_snapshot_preview1: wasi,
  }) as { exports: PluginExports };
  instance.exports["initialize-runtime"]();
  return instance;
}

/** Copies bytes into the plugin's memory. */
function place({ cabi_realloc, memory }: PluginExports, bytes: Uint8Array): number {
  const start = cabi_realloc(0, 0, 1, bytes.length);
  new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
  return start;
}

function envImports(
  calls: NodeCalls,
  memory: () => WasmMemory,
  onAnswer: (answer: Uint8Array) => void,
): WasmImports {
  const read = (start: number, length: number) =>
    new Uint8Array(memory().buffer, start, length).slice();
  /** Puts an answer, or the text of an error, where the workflow reads it. Errors are minus their length. */
  const write = (start: number, room: number, bytes: Uint8Array, isError = false) => {
    if (bytes.length > room && !isError) {
      return write(start, room, new TextEncoder().encode("the answer is too long"), true);
    }
    const fitting = bytes.subarray(0, room);
    new Uint8Array(memory().buffer, start, fitting.length).set(fitting);
    return BigInt(isError ? -fitting.length : fitting.length);
  };
  const fail = (start: number, room: number, error: unknown) =>
    write(start, room, new TextEncoder().encode(textOf(error)), true);
  const { Suspending } = promiseIntegration();
  const awaiting = (answerTo: (request: Uint8Array) => Promise<Uint8Array>) =>
    new Suspending(async (request: number, length: number, start: number, room: number) => {
      try {
        return write(start, room, await answerTo(read(request, length)));
      } catch (error) {
        return fail(start, room, error);
      }
    });

  return {
    version_v2_typescript: () => undefined,
    switch_modes: calls.switchModes,
    random_seed: calls.randomSeed,
    now: (result: number) => {
      const nanoseconds = BigInt(Math.round(calls.now())) * 1_000_000n;
      new DataView(memory().buffer).setBigUint64(result, nanoseconds, true);
      return 0;
    },
    log: (start: number, length: number) => {
      calls.log(new TextDecoder().decode(read(start, length)));
    },
    call_capability: (start: number, length: number) => {
      calls.callCapability(read(start, length));
      return 0n;
    },
    await_capabilities: awaiting(calls.awaitCapabilities),
    get_secrets: (request: number, length: number, start: number, room: number) => {
      try {
        calls.getSecrets(read(request, length));
        return 0n;
      } catch (error) {
        return fail(start, room, error);
      }
    },
    await_secrets: awaiting(calls.awaitSecrets),
    send_response: (start: number, length: number) => {
      onAnswer(read(start, length));
      return 0;
    },
  };
}

function textOf(error: unknown): string {
  return messageOf(error) || "the call failed";
}
