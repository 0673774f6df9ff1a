import { getContract, type Address, type Client, type GetContractReturnType } from "viem";

import type { Deployment } from "./deployments.ts";
import {
  accessManagerAbi,
  auctionHouseAbi,
  auctionKeeperAbi,
  bountyMatcherAbi,
  complianceGateAbi,
  creVerifierAbi,
  credentialRegistryAbi,
  identityRegistryAbi,
  issuancePolicyAbi,
  leadNFTAbi,
  personalEscrowVaultAbi,
  policyEngineAbi,
  proxyAdminAbi,
  reservePricerAbi,
  verticalRegistryAbi,
  vrfTieBreakerAbi,
} from "./generated/abis.ts";

/** A contract as viem binds it to a client that reads its chain. */
type Bound<AbiT extends readonly unknown[]> = GetContractReturnType<AbiT, Client>;

/** The contracts that parties and operators call. */
export interface Contracts {
  readonly manager: Bound<typeof accessManagerAbi>;
  readonly house: Bound<typeof auctionHouseAbi>;
  readonly nft: Bound<typeof leadNFTAbi>;
  readonly vault: Bound<typeof personalEscrowVaultAbi>;
  readonly verifier: Bound<typeof creVerifierAbi>;
  readonly registry: Bound<typeof verticalRegistryAbi>;
  readonly pricer: Bound<typeof reservePricerAbi>;
  readonly tieBreaker: Bound<typeof vrfTieBreakerAbi>;
  readonly keeper: Bound<typeof auctionKeeperAbi>;
  readonly matcher: Bound<typeof bountyMatcherAbi>;
  readonly gate: Bound<typeof complianceGateAbi>;
  readonly identities: Bound<typeof identityRegistryAbi>;
  readonly credentials: Bound<typeof credentialRegistryAbi>;
  readonly issuancePolicy: Bound<typeof issuancePolicyAbi>;
  readonly policyEngine: Bound<typeof policyEngineAbi>;
  readonly policyEngineAdmin: Bound<typeof proxyAdminAbi>;
  readonly identitiesAdmin: Bound<typeof proxyAdminAbi>;
  readonly credentialsAdmin: Bound<typeof proxyAdminAbi>;
}

/** Binds the contracts of a deployment to a client that reads its chain. */
export function bindContracts(client: Client, deployment: Deployment): Contracts {
  const adminAt = (address: Address) => getContract({ abi: proxyAdminAbi, address, client });
  return {
    manager: getContract({ abi: accessManagerAbi, address: deployment.manager, client }),
    house: getContract({ abi: auctionHouseAbi, address: deployment.house, client }),
    nft: getContract({ abi: leadNFTAbi, address: deployment.nft, client }),
    vault: getContract({ abi: personalEscrowVaultAbi, address: deployment.vault, client }),
    verifier: getContract({ abi: creVerifierAbi, address: deployment.verifier, client }),
    registry: getContract({ abi: verticalRegistryAbi, address: deployment.registry, client }),
    pricer: getContract({ abi: reservePricerAbi, address: deployment.pricer, client }),
    tieBreaker: getContract({ abi: vrfTieBreakerAbi, address: deployment.tieBreaker, client }),
    keeper: getContract({ abi: auctionKeeperAbi, address: deployment.keeper, client }),
    matcher: getContract({ abi: bountyMatcherAbi, address: deployment.matcher, client }),
    gate: getContract({ abi: complianceGateAbi, address: deployment.gate, client }),
    identities: getContract({
      abi: identityRegistryAbi,
      address: deployment.identityRegistry,
      client,
    }),
    credentials: getContract({
      abi: credentialRegistryAbi,
      address: deployment.credentialRegistry,
      client,
    }),
    issuancePolicy: getContract({
      abi: issuancePolicyAbi,
      address: deployment.issuancePolicy,
      client,
    }),
    policyEngine: getContract({ abi: policyEngineAbi, address: deployment.policyEngine, client }),
    policyEngineAdmin: adminAt(deployment.policyEngineAdmin),
    identitiesAdmin: adminAt(deployment.identityRegistryAdmin),
    credentialsAdmin: adminAt(deployment.credentialRegistryAdmin),
  };
}
