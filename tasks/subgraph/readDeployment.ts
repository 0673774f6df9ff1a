import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { getAddress, isAddress } from "viem";
import { z } from "zod";

import type { ManifestTarget } from "./manifest.ts";
import { graphNetworkOf } from "./networks.ts";
import { ignitionIdOf, SOURCE_NAMES, SOURCES, type SourceAddresses } from "./sources.ts";
import { SubgraphError } from "./subgraphError.ts";

const addressesSchema = z.record(
  z.string(),
  z
    .string()
    .refine((text) => isAddress(text, { strict: false }))
    .transform((text) => getAddress(text)),
);
/** What is read of a line of Ignition's journal. */
const confirmationSchema = z.object({
  type: z.literal("TRANSACTION_CONFIRM"),
  receipt: z.object({ blockNumber: z.int().nonnegative() }),
});

/**
 * What Ignition has deployed on a chain: addresses, and the block of the first transaction.
 * @param deployments Ignition's folder of deployments.
 * @throws {SubgraphError} there is no deployment, or it is not complete.
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
    throw new SubgraphError(
      `The protocol is not deployed on ${network}: ${folder} has no complete deployment. Deploy it with "npx hardhat ignition deploy" first.`,
      { cause },
    );
  })) as [string, string];
  const found = addressesSchema.parse(JSON.parse(deployed));
  const addresses = SOURCE_NAMES.map((name) => {
    const address = found[ignitionIdOf(name)];
    if (address === undefined) {
      throw new SubgraphError(
        `The deployment on ${network} has no ${name}. Finish it: run the same "npx hardhat ignition deploy" again.`,
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

/** The block of the journal's first confirmed transaction: none of the protocol's events is earlier. */
function firstBlockIn(journal: string): number {
  const blocks = journal
    .split("\n")
    .filter((line) => line.includes("TRANSACTION_CONFIRM"))
    .map((line) => confirmationSchema.parse(JSON.parse(line)).receipt.blockNumber);
  return Math.min(...blocks);
}
