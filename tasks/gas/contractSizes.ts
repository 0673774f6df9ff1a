import { size } from "viem";
import type { ArtifactManager } from "hardhat/types/artifacts";

/** EIP-170, in bytes. */
const MAX_CODE_SIZE = 24_576;
/** Room to leave for changes, in bytes. */
const SPARE = 500;

/** Largest size of our contracts' code, in bytes. */
export const SIZE_LIMIT = MAX_CODE_SIZE - SPARE;

/** Deployed size of each of our contracts and linked libraries, in bytes, the largest first. Leaves out mocks and what has no code. */
export async function contractSizes(
  artifacts: ArtifactManager,
): Promise<readonly (readonly [name: string, bytes: number])[]> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].filter(
    (name) => name.startsWith("contracts/") && !name.startsWith("contracts/mocks/"),
  );
  const sizes = await Promise.all(
    names.map(async (name) => {
      const { contractName, deployedBytecode } = await artifacts.readArtifact(name);
      // A link is a placeholder that is as long as the address.
      return [contractName, size(`0x${deployedBytecode.slice(2)}`)] as const;
    }),
  );
  return sizes.filter(([, bytes]) => bytes > 100).sort(([, a], [, b]) => b - a);
}
