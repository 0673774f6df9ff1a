import { readFile } from "node:fs/promises";

import type { ArtifactManager } from "hardhat/types/artifacts";
import type { Hex } from "viem";
import { z } from "zod";

import type { Blank, BuiltCode } from "./compareCode.ts";
import { sourceMapOf, type Source } from "./sourceMap.ts";

const PLACEHOLDER = /__\$[0-9a-f]{34}\$__/g;
const NO_ADDRESS = "00".repeat(20);
/** `PUSH20 0`: a library's code, in which its address is filled in. */
const LIBRARY_HEAD = `0x73${NO_ADDRESS}`;

const references = z.array(z.object({ start: z.number(), length: z.number() }));
const artifactSchema = z.object({
  contractName: z.string(),
  inputSourceName: z.string(),
  buildInfoId: z.string(),
  deployedBytecode: z.string(),
  deployedLinkReferences: z.record(z.string(), z.record(z.string(), references)),
  immutableReferences: z.record(z.string(), references),
});

/** What the compiler was given. */
const inputSchema = z.object({
  input: z.object({ sources: z.record(z.string(), z.object({ content: z.string() })) }),
});

/** What it said. */
const outputSchema = z.object({
  output: z.object({
    sources: z.record(z.string(), z.object({ id: z.number(), ast: z.unknown() })),
    contracts: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({ evm: z.object({ deployedBytecode: z.object({ sourceMap: z.string() }) }) }),
      ),
    ),
  }),
});

/** One run of the compiler. */
interface BuildInfo {
  readonly sources: readonly Source[];
  readonly sourceMaps: z.infer<typeof outputSchema>["output"]["contracts"];
  /** Names of variables by the ids that references to immutables use. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads built code from artifacts; each run of the compiler is read once. */
export function codeReader(artifacts: ArtifactManager): (name: string) => Promise<BuiltCode> {
  const infos = new Map<string, Promise<BuildInfo>>();
  return async (name) => {
    const artifact = artifactSchema.parse(await artifacts.readArtifact(name));
    const { buildInfoId: id, contractName, inputSourceName } = artifact;
    const reading = infos.get(id) ?? readBuildInfo(artifacts, id);
    infos.set(id, reading);
    const info = await reading;
    const code = artifact.deployedBytecode.replaceAll(PLACEHOLDER, NO_ADDRESS) as Hex;
    const sourceMap =
      info.sourceMaps[inputSourceName]?.[contractName]?.evm.deployedBytecode.sourceMap ?? "";
    return {
      code,
      isLibrary: code.startsWith(LIBRARY_HEAD),
      libraries: Object.values(artifact.deployedLinkReferences).flatMap((byName) =>
        Object.entries(byName).map(([library, places]) => blankOf(library, places)),
      ),
      immutables: Object.entries(artifact.immutableReferences).map(([variable, places]) =>
        blankOf(info.variables.get(variable) ?? variable, places),
      ),
      placeOf: sourceMapOf(code, sourceMap, info.sources),
    };
  };
}

function blankOf(name: string, places: z.infer<typeof references>): Blank {
  return { name, starts: places.map(({ start }) => start), length: places[0]?.length ?? 0 };
}

async function readBuildInfo(artifacts: ArtifactManager, id: string): Promise<BuildInfo> {
  const [input, output] = await Promise.all([
    artifacts.getBuildInfoPath(id).then(readJson),
    artifacts.getBuildInfoOutputPath(id).then(readJson),
  ]);
  const { sources: texts } = inputSchema.parse(input).input;
  const { sources, contracts } = outputSchema.parse(output).output;
  const variables = new Map<string, string>();
  for (const { ast } of Object.values(sources)) collectImmutables(ast, variables);
  return {
    sources: Object.entries(sources).map(([name, { id: place, ast }]) => ({
      ...{ id: place, name, ast },
      text: texts[name]?.content ?? "",
    })),
    sourceMaps: contracts,
    variables,
  };
}

async function readJson(file: string | undefined): Promise<unknown> {
  if (file === undefined) throw new Error("The build has no build info.");
  return JSON.parse(await readFile(file, "utf8"));
}

/** Adds the names of all immutables below a node of the compiler's syntax tree: they are declared in contracts. */
function collectImmutables(node: unknown, found: Map<string, string>): void {
  const { nodes } = nodeSchema.parse(node);
  for (const child of nodes ?? []) {
    const { id, name, mutability } = nodeSchema.parse(child);
    if (mutability === "immutable" && name !== undefined) found.set(String(id), name);
    collectImmutables(child, found);
  }
}

const nodeSchema = z.object({
  id: z.number(),
  name: z.string().optional(),
  mutability: z.string().optional(),
  nodes: z.array(z.unknown()).optional(),
});
