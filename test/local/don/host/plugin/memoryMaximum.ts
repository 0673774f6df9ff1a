import { expect } from "chai";

import { withMemoryMaximum } from "../../../../../deploy/local/don/host/plugin/memoryMaximum.ts";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** A custom section, a memory of two pages without a maximum, an export of it as `m`. */
const MODULE = Uint8Array.from([
  ...HEADER,
  ...[0, 2, 1, 0x78],
  ...[5, 3, 1, 0, 2],
  ...[7, 5, 1, 1, 0x6d, 2, 0],
]);

interface Memory {
  readonly grow: (pages: number) => number;
}

async function memoryOf(module: Uint8Array): Promise<Memory> {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: {
      instantiate: (bytes: Uint8Array) => Promise<{ instance: { exports: { m: Memory } } }>;
    };
  };
  return (await WebAssembly.instantiate(module)).instance.exports.m;
}

describe("withMemoryMaximum", () => {
  it("should let the memory grow to the maximum and no further", async () => {
    const memory = await memoryOf(withMemoryMaximum(MODULE, 200 * 65_536));
    expect(memory.grow(198)).to.equal(2);
    expect(() => memory.grow(1)).to.throw(RangeError);
  });

  it("should round down to whole pages", async () => {
    const memory = await memoryOf(withMemoryMaximum(MODULE, 3 * 65_536 - 1));
    expect(() => memory.grow(1)).to.throw(RangeError);
  });

  it("should refuse a module that starts with more", () => {
    expect(() => withMemoryMaximum(MODULE, 65_536)).to.throw("starts with 131072 bytes");
  });

  it("should refuse a module without memory", () => {
    expect(() => withMemoryMaximum(Uint8Array.from(HEADER), 65_536)).to.throw("no memory");
  });
});
