import { SubgraphError } from "./subgraphError.ts";

/** Where the subgraph runs: a chain's id and the name by which Graph Node knows it. */
const NETWORKS = new Map([
  [31_337, "hardhat"],
  [84_532, "base-sepolia"],
  [8_453, "base"],
]);

/**
 * The name by which Graph Node knows a chain.
 * @throws {SubgraphError} the protocol is not meant for this chain.
 */
export function graphNetworkOf(chainId: number): string {
  const network = NETWORKS.get(chainId);
  if (network === undefined) {
    const known = [...NETWORKS].map(([id, name]) => `${name} (${id})`).join(", ");
    throw new SubgraphError(
      `The subgraph does not run on chain ${chainId}, only on ${known}. Choose another --network.`,
    );
  }
  return network;
}
