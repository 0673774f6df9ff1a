import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Abi } from "viem";

/** Contracts whose errors a trader's call can end in. */
export const ERROR_SOURCES = [
  "AuctionHouse",
  "CREVerifier",
  "LeadNFT",
  "PersonalEscrowVault",
  "ReservePricer",
  "VRFTieBreaker",
  "VerticalRegistry",
  "DeliveryProof",
  "TestUSDC",
  "KeystoneForwarder",
  "AccessManager",
  "ComplianceGate",
  "IssuancePolicy",
  "PolicyEngine",
  "IdentityRegistry",
  "CredentialRegistry",
] as const;

/** All errors that those contracts declare. */
export async function errorAbi({ artifacts }: HardhatRuntimeEnvironment): Promise<Abi> {
  const read = await Promise.all(ERROR_SOURCES.map((name) => artifacts.readArtifact(name)));
  return read.flatMap(({ abi }) => (abi as Abi).filter(({ type }) => type === "error"));
}
