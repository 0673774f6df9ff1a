import { randomBytes } from "node:crypto";
import path from "node:path";

import type { NetworkConnection } from "hardhat/types/network";
import { bytesToHex } from "viem";

import { buildSubgraph as buildOurs } from "../../../tasks/subgraph/buildSubgraph.ts";
import { CHAIN_NETWORK } from "./chain.ts";
import type { DataDir } from "./dataDir.ts";
import type { StackOptions } from "./options.ts";
import { stackAddresses } from "./stackAddresses.ts";

/** Deploys the protocol with a DON of fresh keys, and builds the subgraph for its addresses. */
export async function deployOn(
  connection: NetworkConnection<"op">,
  { buildSubgraph = buildOurs }: StackOptions,
  { subgraph: outDir, journal }: DataDir,
) {
  // Deployment modules read artifacts when they are imported: not before the build.
  const { deployWithDon } = await import("../deployWithDon.ts");
  const id = path.basename(journal);
  const protocol = await deployWithDon(connection, bytesToHex(randomBytes(32)), id);
  const client = await connection.viem.getPublicClient();
  const addresses = stackAddresses(protocol);
  await buildSubgraph({ network: CHAIN_NETWORK, addresses, startBlock: 0, outDir });
  return { protocol, addresses, chainId: await client.getChainId() };
}
