import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { ArtifactManager } from "hardhat/types/artifacts";

import { replaceFile } from "../../deploy/replaceFile.ts";
import { CONTRACTS } from "../../deploy/sdk/deployments.ts";

/** Contracts that a deployment works with and does not deploy itself, and the library whose errors a delivery can end in. */
const FOREIGN = ["IUSDC", "TestUSDC", "KeystoneForwarder", "DeliveryProof"];

/** Contracts whose interfaces the SDK has, by name. */
export const SDK_CONTRACTS: readonly string[] = [
  ...new Set([...Object.values(CONTRACTS).map(({ artifact }) => artifact), ...FOREIGN]),
].sort();

/** Writes the interfaces of a deployment's contracts as typed constants, such as `auctionHouseAbi`. */
export async function generateAbis(artifacts: ArtifactManager, file: string): Promise<void> {
  const constants = await Promise.all(
    SDK_CONTRACTS.map(async (name) => {
      const { abi } = await artifacts.readArtifact(name);
      return `/** Interface of \`${name}\`. */\nexport const ${constantOf(name)} = ${JSON.stringify(abi)} as const;\n`;
    }),
  );
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, constants.join("\n"));
}

/** `AuctionHouse` is `auctionHouseAbi`, `CREVerifier` is `creVerifierAbi`. */
function constantOf(name: string): string {
  const [initials = ""] = /^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/.exec(name) ?? [];
  return `${initials.toLowerCase()}${name.slice(initials.length)}Abi`;
}
