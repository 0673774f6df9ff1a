/** Where the subgraph runs: a chain's id and the name by which Graph Node knows it. */
export const SUBGRAPH_NETWORKS = [
  { chainId: 31_337, network: "hardhat" },
  { chainId: 84_532, network: "base-sepolia" },
  { chainId: 8_453, network: "base" },
] as const;
