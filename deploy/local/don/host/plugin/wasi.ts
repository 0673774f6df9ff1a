import { randomFillSync } from "node:crypto";

import type { WasmImports, WasmMemory } from "./webAssembly.ts";

/** Thrown where a program ends itself. */
export class ProgramExit extends Error {
  override readonly name = "ProgramExit";
  readonly code: number;

  constructor(code: number) {
    super(`The program ended with code ${code}.`);
    this.code = code;
  }
}

/** What a program needs of WASI. */
export interface WasiOptions {
  readonly argv: readonly string[];
  /** Asked for at every call, since a memory that grows gets a new buffer. */
  readonly memory: () => WasmMemory;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the program writes to standard output and error. */
  readonly print: (text: string) => void;
}

const SUCCESS = 0;
const BAD_FILE = 8;
const NO_SEEK = 70;
/** Bytes of a subscription and of an event of `poll_oneoff`. */
const SUBSCRIPTION = 48;
const EVENT = 32;
const CLOCK_SUBSCRIPTION = 0;
const ABSOLUTE_TIME = 1;

/**
 * The part of `wasi_snapshot_preview1` that the CRE plugin imports: arguments, clock, output, sleep and exit. No files, no environment.
 * Its random bytes only seed hash tables: the plugin offers them to no workflow.
 */
export function wasiImports({ argv, memory, now, print }: WasiOptions): WasmImports {
  const view = () => new DataView(memory().buffer);
  const bytesAt = (start: number, length: number) => new Uint8Array(memory().buffer, start, length);
  const args = argv.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const nanoseconds = () => BigInt(Math.round(now() * 1_000_000));

  return {
    args_sizes_get: (count: number, size: number) => {
      view().setUint32(count, args.length, true);
      view().setUint32(
        size,
        args.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get: (pointers: number, buffer: number) => {
      let at = buffer;
      for (const [index, arg] of args.entries()) {
        view().setUint32(pointers + 4 * index, at, true);
        bytesAt(at, arg.length).set(arg);
        at += arg.length;
      }
      return SUCCESS;
    },
    environ_sizes_get: (count: number, size: number) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get: (_clock: number, _precision: bigint, result: number) => {
      view().setBigUint64(result, nanoseconds(), true);
      return SUCCESS;
    },
    random_get: (start: number, length: number) => {
      randomFillSync(bytesAt(start, length));
      return SUCCESS;
    },
    fd_write: (_file: number, vectors: number, count: number, written: number) => {
      let total = 0;
      for (let index = 0; index < count; index++) {
        const start = view().getUint32(vectors + 8 * index, true);
        const length = view().getUint32(vectors + 8 * index + 4, true);
        print(new TextDecoder().decode(bytesAt(start, length)));
        total += length;
      }
      view().setUint32(written, total, true);
      return SUCCESS;
    },
    /** Sleeps until the first clock of the subscriptions strikes. */
    poll_oneoff: (subscriptions: number, events: number, count: number, stored: number) => {
      for (let index = 0; index < count; index++) {
        const at = subscriptions + SUBSCRIPTION * index;
        if (view().getUint8(at + 8) !== CLOCK_SUBSCRIPTION) continue;
        const timeout = view().getBigUint64(at + 24, true);
        const isAbsolute = (view().getUint16(at + 40, true) & ABSOLUTE_TIME) !== 0;
        sleep(isAbsolute ? timeout - nanoseconds() : timeout);
        bytesAt(events, EVENT).fill(0);
        view().setBigUint64(events, view().getBigUint64(at, true), true);
        view().setUint32(stored, 1, true);
        return SUCCESS;
      }
      return BAD_FILE;
    },
    fd_read: () => BAD_FILE,
    fd_close: () => SUCCESS,
    fd_fdstat_get: () => SUCCESS,
    fd_prestat_get: () => BAD_FILE,
    fd_prestat_dir_name: () => BAD_FILE,
    fd_seek: () => NO_SEEK,
    proc_exit: (code: number) => {
      throw new ProgramExit(code);
    },
  };
}

/** Blocks this thread. */
function sleep(nanoseconds: bigint): void {
  const milliseconds = Number(nanoseconds) / 1_000_000;
  if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
