import { readFile } from "node:fs/promises";
import path from "node:path";

import { getAddress, type Address } from "viem";
import { z } from "zod";

import {
  readStackFile,
  stackFilePath,
  type StackFile,
} from "../../deploy/local/stack/stackFile.ts";
import { LOCAL_CHAIN } from "../protocol/chainTime.ts";
import { TaskError } from "./taskError.ts";

/** Addresses of the contracts that the tasks call. */
export interface Deployment {
  readonly house: Address;
  readonly nft: Address;
  readonly vault: Address;
  readonly verifier: Address;
  readonly registry: Address;
  readonly pricer: Address;
  readonly tieBreaker: Address;
}

/** Ids of the proxies in Ignition's journal. */
const FUTURES = {
  house: "Market#AuctionHouse",
  nft: "Leads#LeadNFT",
  vault: "Market#PersonalEscrowVault",
  verifier: "Leads#CREVerifier",
  registry: "Leads#VerticalRegistry",
  pricer: "Oracles#ReservePricer",
  tieBreaker: "Oracles#VRFTieBreaker",
} as const satisfies Record<keyof Deployment, string>;

/** The stack that runs on this machine, undefined when none does. See `stackFilePath`. */
export async function runningStack(): Promise<StackFile | undefined> {
  try {
    return await readStackFile(stackFilePath());
  } catch (error) {
    throw new TaskError(
      (error as Error).message,
      "The file is written by `npx hardhat stack` while it runs.",
      { cause: error },
    );
  }
}

/** The addresses of a chain's deployment: the running stack's, or those that Ignition has recorded. */
export async function deploymentOn(
  chainId: number,
  stack: StackFile | undefined,
  ignitionFolder: string,
): Promise<Deployment> {
  if (stack?.chainId === chainId) return stack.addresses;
  const file = path.join(
    ignitionFolder,
    "deployments",
    `chain-${chainId}`,
    "deployed_addresses.json",
  );
  const recorded = await readAddresses(file);
  if (recorded === undefined) throw noDeployment(chainId);
  const addressOf = (name: keyof Deployment): Address => {
    const address = recorded[FUTURES[name]];
    if (address === undefined) throw noDeployment(chainId);
    return getAddress(address);
  };
  return {
    house: addressOf("house"),
    nft: addressOf("nft"),
    vault: addressOf("vault"),
    verifier: addressOf("verifier"),
    registry: addressOf("registry"),
    pricer: addressOf("pricer"),
    tieBreaker: addressOf("tieBreaker"),
  };
}

/** The chain is there and the protocol is not. */
export function noDeployment(chainId: number): TaskError {
  return new TaskError(
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
