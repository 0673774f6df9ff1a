import { hexToBytes, type Hex } from "viem";
import { z } from "zod";

/** A source file as the compiler numbers it. */
export interface Source {
  readonly id: number;
  /** Such as `project/contracts/LeadNFT.sol`. */
  readonly name: string;
  readonly text: string;
  /** The compiler's syntax tree. */
  readonly ast: unknown;
}

const OURS = "project/";
const NEW_LINE = 10;
const [PUSH1, PUSH32] = [0x60, 0x7f];

/**
 * Finds the source of a byte of code by the compiler's source map: file, line, function.
 * @see https://docs.soliditylang.org/en/latest/internals/source_mappings.html
 */
export function sourceMapOf(
  code: Hex,
  sourceMap: string,
  sources: readonly Source[],
): (offset: number) => string | undefined {
  return (offset) => {
    const { start, file } = entryAt(sourceMap, instructionAt(hexToBytes(code), offset));
    const source = sources.find(({ id }) => id === file);
    if (source === undefined) return undefined;
    const before = new TextEncoder().encode(source.text).subarray(0, start);
    const line = before.filter((byte) => byte === NEW_LINE).length + 1;
    const inside = functionAt(source.ast, start);
    const name = source.name.startsWith(OURS) ? source.name.slice(OURS.length) : source.name;
    return `${name}:${line}${inside === undefined ? "" : `, in ${inside}`}`;
  };
}

/** Which instruction a byte belongs to: those of a push are its data's too. */
function instructionAt(code: Uint8Array, offset: number): number {
  let instruction = -1;
  for (let place = 0; place <= offset; instruction++) {
    const operation = code[place] ?? 0;
    const data = operation >= PUSH1 && operation <= PUSH32 ? operation - PUSH1 + 1 : 0;
    place += 1 + data;
  }
  return instruction;
}

/** An entry `start:length:file:…` of a source map, in which an empty field repeats the one before. */
function entryAt(sourceMap: string, instruction: number): { start: number; file: number } {
  let [start, file] = [0, -1];
  for (const entry of sourceMap.split(";").slice(0, instruction + 1)) {
    const [newStart = "", , newFile = ""] = entry.split(":");
    if (newStart !== "") start = Number(newStart);
    if (newFile !== "") file = Number(newFile);
  }
  return { start, file };
}

const nodeSchema = z.object({
  nodeType: z.string(),
  src: z.string(),
  name: z.string().optional(),
  nodes: z.array(z.unknown()).optional(),
});

/** The function around a place in a source file. */
function functionAt(node: unknown, place: number): string | undefined {
  const { nodeType, src, name, nodes } = nodeSchema.parse(node);
  const [start = 0, length = 0] = src.split(":").map(Number);
  if (place < start || place >= start + length) return undefined;
  if (nodeType === "FunctionDefinition") return name === "" ? "constructor" : name;
  for (const child of nodes ?? []) {
    const found = functionAt(child, place);
    if (found !== undefined) return found;
  }
  return undefined;
}
