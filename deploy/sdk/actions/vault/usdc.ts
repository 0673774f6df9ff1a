import { getContract } from "viem";

import type { Client } from "../../client.ts";
import { iusdcAbi } from "../../generated/abis.ts";

/** The token that the vault keeps, as viem binds it. */
export type Usdc = Awaited<ReturnType<typeof usdcOf>>;

/** The token that the vault keeps. */
export async function usdcOf({ contracts, publicClient: client }: Client) {
  return getContract({ abi: iusdcAbi, address: await contracts.vault.read.usdc(), client });
}
