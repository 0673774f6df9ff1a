import { readFile } from "node:fs/promises";

import type { ArtifactManager } from "hardhat/types/artifacts";

import { replaceFile } from "../../deploy/replaceFile.ts";
import { SDK_CONTRACTS } from "./generateAbis.ts";

/** What the text of an argument's `@param` says about its unit. */
const UNITS: readonly (readonly [text: RegExp, unit: string])[] = [
  [/USDC units/, "usdc"],
  [/Unix seconds/, "time"],
  [/basis points/, "bps"],
  [/^phase that/, "phase"],
  [/^the first rule/, "bountyRule"],
  [/^id of the vertical/, "vertical"],
  [/left-aligned ASCII/, "region"],
  [/^the policy's reason/, "reason"],
  [/^revert data/, "revert"],
];

/** The NatSpec of a contract as solc writes it into its metadata; errors by their signatures. */
interface Natspec {
  readonly userdoc: { readonly errors?: Documented<{ notice?: string }> };
  readonly devdoc: { readonly errors?: Documented<{ details?: string; params?: Texts }> };
}

type Documented<Doc> = Readonly<Record<string, readonly Doc[]>>;
type Texts = Readonly<Record<string, string>>;

/**
 * Writes what the errors of a deployment's contracts say, by their names: the `@notice` of ours, the name and the documentation of others.
 * An error without documentation has no entry.
 */
export async function generateErrors(artifacts: ArtifactManager, file: string): Promise<void> {
  const texts: Record<string, { says: string; units: Texts | undefined }> = {};
  const natspecOf = natspecReader(artifacts);
  for (const contract of SDK_CONTRACTS) {
    const { userdoc, devdoc } = await natspecOf(contract);
    for (const signature of Object.keys({ ...userdoc.errors, ...devdoc.errors })) {
      const [{ notice } = {}] = userdoc.errors?.[signature] ?? [];
      const [{ details, params = {} } = {}] = devdoc.errors?.[signature] ?? [];
      const says = notice ?? details;
      const name = signature.slice(0, signature.indexOf("("));
      if (says === undefined) continue;
      texts[name] = { says: isOurs(name) ? says : `${name}: ${says}`, units: unitsOf(params) };
    }
  }
  await replaceFile(
    file,
    `import type { ErrorText } from "../errors/foreignErrors.ts";

/** What the contracts' errors say, from their NatSpec. */
export const errorTexts: Readonly<Record<string, ErrorText>> = {
${Object.entries(texts)
  .map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`)
  .join("\n")}
};
`,
  );
}

/** Errors of this project are named `Contract_Reason`. */
function isOurs(name: string): boolean {
  return name.includes("_");
}

/** Undefined where no argument has a unit. */
function unitsOf(params: Texts): Texts | undefined {
  const units = Object.entries(params).flatMap(([name, text]) =>
    UNITS.filter(([pattern]) => pattern.test(text)).map(([, unit]) => [name, unit] as const),
  );
  return units.length === 0 ? undefined : Object.fromEntries(units);
}

/** Reads contracts' NatSpec from solc's output, each output once. */
function natspecReader(artifacts: ArtifactManager): (contract: string) => Promise<Natspec> {
  const outputs = new Map<string, Promise<CompilerOutput>>();
  return async (contract) => {
    const { buildInfoId = "", inputSourceName = "" } = await artifacts.readArtifact(contract);
    const output = outputs.get(buildInfoId) ?? readOutput(artifacts, buildInfoId);
    outputs.set(buildInfoId, output);
    const metadata = (await output).contracts[inputSourceName]?.[contract]?.metadata;
    if (!metadata) return { userdoc: {}, devdoc: {} };
    return (JSON.parse(metadata) as { output: Natspec }).output;
  };
}

interface CompilerOutput {
  readonly contracts: Readonly<Record<string, Readonly<Record<string, { metadata?: string }>>>>;
}

async function readOutput(artifacts: ArtifactManager, id: string): Promise<CompilerOutput> {
  const file = await artifacts.getBuildInfoOutputPath(id);
  if (file === undefined) throw new Error(`Build info ${id} has no output: build with --force.`);
  return (JSON.parse(await readFile(file, "utf8")) as { output: CompilerOutput }).output;
}
