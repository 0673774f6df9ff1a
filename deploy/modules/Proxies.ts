import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * Every proxy, on `GenesisImplementation`, before any implementation: those hold each other's proxies as immutables. A proxy requires a
 * first call, so it gets a read.
 */
export default buildModule("Proxies", (m) => {
  const genesis = m.contract("GenesisImplementation");
  const read = m.encodeFunctionCall(genesis, "UPGRADE_INTERFACE_VERSION", []);
  const proxyOf = (name: string) => m.contract("ERC1967Proxy", [genesis, read], { id: name });
  return {
    genesis,
    registry: proxyOf("VerticalRegistry"),
    nft: proxyOf("LeadNFT"),
    verifier: proxyOf("CREVerifier"),
    vault: proxyOf("PersonalEscrowVault"),
    house: proxyOf("AuctionHouse"),
    pricer: proxyOf("ReservePricer"),
    tieBreaker: proxyOf("VRFTieBreaker"),
    keeper: proxyOf("AuctionKeeper"),
    matcher: proxyOf("BountyMatcher"),
    gate: proxyOf("ComplianceGate"),
    issuancePolicy: proxyOf("IssuancePolicy"),
  };
});
