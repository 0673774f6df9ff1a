import { readFile } from "node:fs/promises";
import path from "node:path";

import { getAddress } from "viem";
import { z } from "zod";

import {
  readStackFile,
  stackFilePath,
  type StackFile,
} from "../../deploy/local/stack/stackFile.ts";
import { firstBlockIn } from "../../deploy/firstBlock.ts";
import { LOCAL_CHAIN } from "../../deploy/sdk/actions/chainTime.ts";
import { CONTRACT_NAMES, CONTRACTS, type Deployment } from "../../deploy/sdk/deployments.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** The stack that runs on this machine, undefined when none does. See `stackFilePath`. */
export async function runningStack(): Promise<StackFile | undefined> {
  try {
    return await readStackFile(stackFilePath());
  } catch (error) {
    throw new LeadEngineError(
      "INVALID_STACK_FILE",
      (error as Error).message,
      "The file is written by `npx hardhat stack` while it runs.",
      { cause: error },
    );
  }
}

/** Where a chain has the protocol, and from which block on. */
export interface FoundDeployment {
  readonly deployment: Deployment;
  /** Block of its first transaction. */
  readonly firstBlock: bigint;
}

/** A chain's deployment: the running stack's, or the one that Ignition has recorded. */
export async function deploymentOn(
  chainId: number,
  stack: StackFile | undefined,
  ignitionFolder: string,
): Promise<FoundDeployment> {
  if (stack?.chainId === chainId) return { deployment: stack.addresses, firstBlock: 0n };
  const folder = path.join(ignitionFolder, "deployments", `chain-${chainId}`);
  const recorded = await readAddresses(path.join(folder, "deployed_addresses.json"));
  if (recorded === undefined) throw noDeployment(chainId);
  const addresses = CONTRACT_NAMES.map((name) => {
    const address = recorded[CONTRACTS[name].ignitionId];
    if (address === undefined) throw noDeployment(chainId);
    return [name, getAddress(address)];
  });
  const journal = await readFile(path.join(folder, "journal.jsonl"), "utf8");
  return {
    deployment: Object.fromEntries(addresses) as Deployment,
    firstBlock: BigInt(firstBlockIn(journal)),
  };
}

/** The chain is there and the protocol is not. */
export function noDeployment(chainId: number): LeadEngineError {
  return new LeadEngineError(
    "NO_DEPLOYMENT",
    `No deployment on chain ${chainId}.`,
    chainId === LOCAL_CHAIN
      ? "Start one with `npx hardhat stack` in another terminal."
      : "Deploy it as the README says, or name the network of a deployment with --network.",
  );
}

async function readAddresses(file: string): Promise<Record<string, string> | undefined> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
