import { readFile } from "node:fs/promises";
import path from "node:path";

import {
  assertStorageUpgradeSafe,
  getContractVersion,
  getStorageLayout,
  isCurrentValidationData,
  withValidationDefaults,
  type StorageLayout,
  type ValidationDataCurrent,
} from "@openzeppelin/upgrades-core";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { CONTRACTS } from "../sdk/deployments.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import type { UpgradableName } from "../proxies.ts";

/** Where the compiler's numbers of types stand in their ids: another build has others. */
const NUMBERED = /(struct|enum|contract|userDefinedValueType)\(([^()]*)\)\d+/g;
/** Committed layouts, a file per contract. */
const COMMITTED = new URL("../layouts/", import.meta.url);

/** Where the storage layout of a contract is committed. */
export function layoutFile(name: UpgradableName): URL {
  return new URL(`${CONTRACTS[name].artifact}.json`, COMMITTED);
}

/** The committed storage layout of a contract: what its proxy's storage holds. */
export async function committedLayout(name: UpgradableName): Promise<StorageLayout> {
  return JSON.parse(await readFile(layoutFile(name), "utf8")) as StorageLayout;
}

/** Storage layouts of a build, without what changes from build to build. */
export async function layoutsOf(
  hre: HardhatRuntimeEnvironment,
): Promise<(name: UpgradableName) => Promise<StorageLayout>> {
  // The upgrades plugin writes it with each build.
  const file = path.join(hre.config.paths.cache, "validations.json");
  const data = JSON.parse(await readFile(file, "utf8")) as ValidationDataCurrent;
  if (!isCurrentValidationData(data)) throw new Error(`${file} is of another version.`);
  return async (name) => {
    const artifact = await hre.artifacts.readArtifact(CONTRACTS[name].artifact);
    const { inputSourceName, contractName } = artifact;
    const id = `${inputSourceName}:${contractName}`;
    // The newest build comes first.
    const run = data.log.find((candidate) => candidate[id] !== undefined);
    if (run === undefined) throw new Error(`The build has no storage layout of ${contractName}.`);
    return stable(getStorageLayout(data, getContractVersion(run, id)));
  };
}

/**
 * Checks that code with one storage layout can take over the storage of another.
 * @throws {LeadEngineError} it cannot; says what has moved.
 */
export function requireCompatible(
  name: UpgradableName,
  before: StorageLayout,
  after: StorageLayout,
): void {
  try {
    assertStorageUpgradeSafe(before, after, withValidationDefaults({}));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new LeadEngineError(
      "UNSAFE_LAYOUT",
      `${CONTRACTS[name].artifact} cannot take over the storage of the one before.\n${why}`,
      "Leave what is stored where it is, and add new variables at the end of a namespace.",
      { cause },
    );
  }
}

/** A layout whose types are numbered by their place in it, without places in sources. */
function stable(layout: StorageLayout): StorageLayout {
  const numbers = new Map<string, number>();
  const renumber = (text: string): string =>
    text.replaceAll(NUMBERED, (type, kind: string, name: string) => {
      const number = numbers.get(type) ?? numbers.size + 1;
      numbers.set(type, number);
      return `${kind}(${name})${number}`;
    });
  const { solcVersion: _solcVersion, types, ...rest } = layout;
  const items = JSON.parse(
    renumber(JSON.stringify(rest, (key, value: unknown) => (key === "astId" ? undefined : value))),
    (key, value: unknown) => (key === "src" ? "" : value),
  ) as StorageLayout;
  const renamed = Object.entries(types)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([id, type]) => [renumber(id), JSON.parse(renumber(JSON.stringify(type))) as unknown]);
  return { ...items, types: Object.fromEntries(renamed) as StorageLayout["types"] };
}
