/** Bytes of a page of WASM memory. */
const PAGE = 65_536;
/** Bytes before the first section: magic number and version. */
const HEADER = 8;
const MEMORY_SECTION = 5;
/** Flag of a memory that declares its maximum. */
const HAS_MAXIMUM = 1;

/**
 * A WASM module whose own memory grows no further than `bytes`: an allocation beyond fails inside the module. The plugin declares no
 * maximum, and it exports its memory instead of importing it, so the limit has to be written into the module.
 * @throws {RangeError} the module has not exactly one memory, or starts with more than `bytes`.
 */
export function withMemoryMaximum(wasm: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const pages = Math.floor(bytes / PAGE);
  for (let at = HEADER; at < wasm.length;) {
    const [size, start] = readVarUint(wasm, at + 1);
    const end = start + size;
    if (wasm[at] === MEMORY_SECTION) {
      const section = memorySection(wasm.subarray(start, end), pages);
      return Uint8Array.from([...wasm.subarray(0, at), ...section, ...wasm.subarray(end)]);
    }
    at = end;
  }
  throw new RangeError("The module has no memory of its own.");
}

function memorySection(body: Uint8Array, pages: number): number[] {
  const [memories, flagAt] = readVarUint(body, 0);
  if (memories !== 1) throw new RangeError(`The module has ${memories} memories.`);
  const [minimum] = readVarUint(body, flagAt + 1);
  if (minimum > pages) throw new RangeError(`The module starts with ${minimum * PAGE} bytes.`);
  const limits = [1, HAS_MAXIMUM, ...varUint(minimum), ...varUint(pages)];
  return [MEMORY_SECTION, ...varUint(limits.length), ...limits];
}

/** An unsigned LEB128 number, and where the next one starts. */
function readVarUint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at + 1];
  }
}

function varUint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varUint(value >>> 7)];
}
