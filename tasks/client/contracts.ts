import type { NetworkConnection } from "hardhat/types/network";

import { noDeployment, type Deployment } from "./deployment.ts";

type PublicClient = Awaited<ReturnType<NetworkConnection<"op">["viem"]["getPublicClient"]>>;

/** Binds the contracts that traders call; throws when there is no code where the house should be. */
export async function bindContracts(
  { viem }: NetworkConnection<"op">,
  publicClient: PublicClient,
  addresses: Deployment,
  chainId: number,
) {
  const code = await publicClient.getCode({ address: addresses.house });
  if (code === undefined) throw noDeployment(chainId);
  const [house, nft, vault, verifier, registry, pricer, tieBreaker] = await Promise.all([
    viem.getContractAt("AuctionHouse", addresses.house),
    viem.getContractAt("LeadNFT", addresses.nft),
    viem.getContractAt("PersonalEscrowVault", addresses.vault),
    viem.getContractAt("CREVerifier", addresses.verifier),
    viem.getContractAt("VerticalRegistry", addresses.registry),
    viem.getContractAt("ReservePricer", addresses.pricer),
    viem.getContractAt("VRFTieBreaker", addresses.tieBreaker),
  ]);
  const usdc = await viem.getContractAt("IUSDC", await vault.read.usdc());
  return { house, nft, vault, verifier, registry, pricer, tieBreaker, usdc };
}
