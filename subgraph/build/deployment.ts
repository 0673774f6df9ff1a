import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getAddress, isAddress } from "viem";
import { z } from "zod";

import type { Graft, ManifestTarget } from "./manifest.ts";
import { ignitionIdOf, SOURCE_NAMES, SOURCES, type SourceAddresses } from "./sources.ts";
import { firstBlockIn } from "../../deploy/firstBlock.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Where the subgraph runs: a chain's id and the name by which Graph Node knows it. */
const NETWORKS = new Map([
  [31_337, "hardhat"],
  [84_532, "base-sepolia"],
  [8_453, "base"],
]);

const addressesSchema = z.record(
  z.string(),
  z
    .string()
    .refine((text) => isAddress(text, { strict: false }))
    .transform((text) => getAddress(text)),
);

/** IPFS hash of a deployment, and a block. */
const GRAFT = /^(Qm[1-9A-HJ-NP-Za-km-z]{44})@([1-9][0-9]{0,14})$/;

/**
 * Builds the subgraph for the deployment on the network that `--network` names.
 * @param graft an older deployment's id and the last block to take over from it, such as `Qm…@1234`; undefined for none.
 * @returns its folder.
 */
export async function prepareSubgraph(
  hre: HardhatRuntimeEnvironment,
  folder: string | undefined,
  graft: string | undefined,
): Promise<{ readonly folder: string; readonly network: string }> {
  const base = graftOf(graft);
  const { cache, ignition } = hre.config.paths;
  const target = await readDeployment(join(ignition, "deployments"), await chainIdOf(hre));
  const outDir = folder ?? join(cache, "subgraph", target.network);
  await hre.tasks.getTask("build").run({ quiet: true });
  // It reads artifacts: not before the build.
  const { buildSubgraph } = await import("./buildSubgraph.ts");
  await buildSubgraph({ ...target, graft: base, outDir });
  return { folder: outDir, network: target.network };
}

/**
 * What Ignition has deployed on a chain: addresses, and the block of the first transaction.
 * @param deployments Ignition's folder of deployments.
 * @throws {LeadEngineError} there is no deployment, or it is not complete.
 */
export async function readDeployment(
  deployments: string,
  chainId: number,
): Promise<ManifestTarget> {
  const network = graphNetworkOf(chainId);
  const folder = join(deployments, `chain-${chainId}`);
  const [deployed, journal] = (await Promise.all(
    ["deployed_addresses.json", "journal.jsonl"].map((file) =>
      readFile(join(folder, file), "utf8"),
    ),
  ).catch((cause: unknown) => {
    throw new LeadEngineError(
      "NO_DEPLOYMENT",
      `The protocol is not deployed on ${network}: ${folder} has no complete deployment.`,
      "Deploy it with `npx hardhat protocol deploy` first.",
      { cause },
    );
  })) as [string, string];
  const found = addressesSchema.parse(JSON.parse(deployed));
  const addresses = SOURCE_NAMES.map((name) => {
    const address = found[ignitionIdOf(name)];
    if (address === undefined) {
      throw new LeadEngineError(
        "NO_DEPLOYMENT",
        `The deployment on ${network} has no ${name}.`,
        "Finish it: run the same `npx hardhat protocol deploy` again.",
      );
    }
    return [SOURCES[name], address] as const;
  });
  return {
    network,
    addresses: Object.fromEntries(addresses) as SourceAddresses,
    startBlock: firstBlockIn(journal),
  };
}

/**
 * The name by which Graph Node knows a chain.
 * @throws {LeadEngineError} the protocol is not meant for this chain.
 */
function graphNetworkOf(chainId: number): string {
  const network = NETWORKS.get(chainId);
  if (network === undefined) {
    const known = [...NETWORKS].map(([id, name]) => `${name} (${id})`).join(", ");
    throw new LeadEngineError(
      "UNKNOWN_CHAIN",
      `The subgraph does not run on chain ${chainId}, only on ${known}.`,
      "Choose another --network.",
    );
  }
  return network;
}

/** Id of the chain that `--network` names. Asks the chain only if the configuration does not say. */
async function chainIdOf({
  config,
  globalOptions,
  network,
}: HardhatRuntimeEnvironment): Promise<number> {
  const chosen = config.networks[globalOptions.network];
  if (chosen?.chainId !== undefined) return chosen.chainId;
  const { provider } = await network.getOrCreate();
  return Number(await provider.request({ method: "eth_chainId" }));
}

/**
 * The graft that an option names.
 * @param text a deployment's id and a block, such as `Qm…@1234`; undefined for none.
 * @throws {LeadEngineError} it has another form.
 */
function graftOf(text: string | undefined): Graft | undefined {
  if (text === undefined) return undefined;
  const [, base, block] = GRAFT.exec(text) ?? [];
  if (base === undefined || block === undefined) {
    throw new LeadEngineError(
      "INVALID_GRAFT",
      `${text} is not a graft.`,
      "Give the older deployment's id and the last block to take over, such as Qm…@1234.",
    );
  }
  return { base, block: Number(block) };
}
