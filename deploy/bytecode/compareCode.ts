import { getAddress, hexToBytes, hexToNumber, slice, toHex, type Address, type Hex } from "viem";

/** Something that is filled into code when it is deployed. */
export interface Blank {
  readonly name: string;
  /** Places in the code, in bytes. */
  readonly starts: readonly number[];
  /** In bytes. */
  readonly length: number;
}

/** A contract's code as it was built. */
export interface BuiltCode {
  /** Zeros where something is filled in. */
  readonly code: Hex;
  readonly libraries: readonly Blank[];
  readonly immutables: readonly Blank[];
  /** A library starts with its own address. */
  readonly isLibrary: boolean;
  /** The source of a byte of the code, such as `contracts/LeadNFT.sol:87, in mint`; undefined where the compiler names none. */
  readonly placeOf: (offset: number) => string | undefined;
}

/** How deployed code compares with built code. */
interface Comparison {
  /** `other metadata`: the same instructions from sources that are not the same, if only in a comment or a path. */
  readonly state: "same" | "other metadata" | "different";
  /** The first byte that differs, and what it is part of. */
  readonly offset?: number;
  readonly where?: string;
  /** What was filled in, by name: 32 bytes each. */
  readonly immutables: Readonly<Record<string, Hex>>;
  readonly libraries: Readonly<Record<string, Address>>;
}

/** `PUSH20`, with which a library starts, and its own address. */
const LIBRARY_HEAD = 21;
/** The length of the metadata at the end of the code, in bytes. */
const METADATA_LENGTH = 2;
/** The name that UUPS implementations give their own address. */
const SELF = "__self";

/**
 * Compares the code at `address` with what was built. Immutables and libraries are read from it; each has to be the same wherever it is
 * used. What they should be is for the caller to judge, but for an implementation's own address.
 */
export function compareCode(built: BuiltCode, deployed: Hex, address: Address): Comparison {
  const expected = hexToBytes(built.code);
  const actual = hexToBytes(deployed);
  const immutables = Object.fromEntries(
    built.immutables.map((blank) => [blank.name, wordAt(actual, blank)]),
  );
  const libraries = Object.fromEntries(
    built.libraries.map((blank) => [blank.name, addressOf(wordAt(actual, blank))]),
  );
  const filled = { immutables, libraries };

  const self = hexToBytes(address);
  for (const blank of [...built.immutables, ...built.libraries]) {
    const value =
      blank.name === SELF
        ? new Uint8Array([...new Uint8Array(blank.length - self.length), ...self])
        : valueAt(actual, blank.starts[0] ?? 0, blank.length);
    for (const start of blank.starts) expected.set(value, start);
  }
  if (built.isLibrary) expected.set(self, 1);

  const metadata = metadataStart(expected);
  const offset = firstDifference(expected, actual);
  if (offset === undefined) return { state: "same", ...filled };
  const sameLength = expected.length === actual.length;
  if (sameLength && offset >= metadata) {
    return { state: "other metadata", offset, where: "metadata", ...filled };
  }
  return {
    state: "different",
    offset,
    where: sameLength
      ? partAt(built, offset)
      : `${partAt(built, offset)}; ${actual.length} bytes instead of ${expected.length}`,
    ...filled,
  };
}

/** What a byte is part of. */
function partAt(built: BuiltCode, offset: number): string {
  const blank = [...built.immutables, ...built.libraries].find(({ starts, length }) =>
    starts.some((start) => start <= offset && offset < start + length),
  );
  if (blank !== undefined) return blank.name === SELF ? "its own address" : blank.name;
  if (built.isLibrary && offset < LIBRARY_HEAD) return "its own address";
  return built.placeOf(offset) ?? "code that the compiler has added";
}

function valueAt(code: Uint8Array, start: number, length: number): Uint8Array {
  const value = new Uint8Array(length);
  value.set(code.subarray(start, start + length));
  return value;
}

function wordAt(code: Uint8Array, { starts: [start = 0], length }: Blank): Hex {
  return toHex(valueAt(code, start, length));
}

/** The address in the last 20 bytes of a word. */
export function addressOf(word: Hex): Address {
  return getAddress(slice(word, -20));
}

/** Where the metadata starts that the compiler appends to code. */
function metadataStart(code: Uint8Array): number {
  const end = code.length - METADATA_LENGTH;
  const length = hexToNumber(toHex(code.subarray(end)));
  return length <= end ? end - length : code.length;
}

function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return index;
  return undefined;
}
