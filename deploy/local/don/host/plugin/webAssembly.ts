/** A compiled module; it can be handed to threads. */
export interface WasmModule {
  readonly __isWasmModule?: never;
}

/** A module's memory. Its buffer is another one after every growth. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** Functions that a module imports from one name space. */
export type WasmImports = Record<string, (...args: never[]) => unknown>;

interface WasmConstructors {
  readonly compile: (bytes: Uint8Array) => Promise<WasmModule>;
  readonly Module: { readonly imports: (of: WasmModule) => { module: string; name: string }[] };
  readonly Instance: new (
    of: WasmModule,
    imports: Record<string, WasmImports>,
  ) => { readonly exports: object };
  /** Makes an import that suspends the module until its promise settles. */
  readonly Suspending?: new (imported: (...args: never[]) => Promise<unknown>) => () => unknown;
  /** Makes an export that can be suspended. */
  readonly promising?: <A extends unknown[]>(
    exported: (...args: A) => void,
  ) => (...args: A) => Promise<void>;
}

/** WebAssembly as Node has it: TypeScript declares it for browsers only. */
export const wasm = (globalThis as unknown as { readonly WebAssembly: WasmConstructors })
  .WebAssembly;

/** WebAssembly's JavaScript Promise Integration. @throws {Error} this Node has none; the message says what to do. */
export function promiseIntegration({
  Suspending,
  promising,
}: Pick<WasmConstructors, "Suspending" | "promising"> = wasm) {
  if (Suspending !== undefined && promising !== undefined) return { Suspending, promising };
  throw new Error(
    `Node ${process.version} cannot suspend WebAssembly. Run the local DON with the Node that \`npm run setup\` installs (24.21.0).`,
  );
}
