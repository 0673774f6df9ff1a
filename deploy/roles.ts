import type { RoleName } from "./sdk/codes/enums.ts";

/** Functions by the role that may call them. */
type Permissions = Readonly<Record<string, Partial<Record<RoleName, readonly string[]>>>>;

/** Who may call the restricted functions of each contract of ours behind a UUPS proxy. The governor may call the rest. */
export const PERMISSIONS = {
  VerticalRegistry: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["configureVertical", "setRegionRestriction"],
  },
  LeadNFT: { UPGRADER: ["upgradeToAndCall"], CONFIGURATOR: ["setRoyalty"] },
  CREVerifier: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["setWorkflow", "setMaxReportAge", "setDonKey"],
  },
  PersonalEscrowVault: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["unpause"],
    GUARDIAN: ["pause"],
  },
  AuctionHouse: { UPGRADER: ["upgradeToAndCall"], CONFIGURATOR: ["setFeeConfig"] },
  ReservePricer: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: [
      "setFeed",
      "setSequencerFeed",
      "setMultiplierBounds",
      "setCurve",
      "setStreamsVerifier",
    ],
  },
  VRFTieBreaker: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["setVRFConfig", "setCoordinator"],
  },
  AuctionKeeper: { UPGRADER: ["upgradeToAndCall"], CONFIGURATOR: ["setWorkflow"] },
  BountyMatcher: { UPGRADER: ["upgradeToAndCall"], CONFIGURATOR: ["setWorkflow"] },
  ComplianceGate: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["setCountry", "setLicenceDemand"],
    COMPLIANCE: ["invalidate", "invalidateAll"],
  },
  IssuancePolicy: { UPGRADER: ["upgradeToAndCall"] },
} as const satisfies Permissions;

/**
 * The same for ACE's contracts, which are behind transparent proxies; the upgrader upgrades them through their `ProxyAdmin`s. The manager
 * owns them: the governor may call the rest, through `AccessManager.execute`.
 */
export const ACE_PERMISSIONS = {
  PolicyEngine: {},
  IdentityRegistry: { COMPLIANCE: ["registerIdentity", "registerIdentities", "removeIdentity"] },
  CredentialRegistry: {
    COMPLIANCE: [
      "registerCredential",
      "registerCredentials",
      "removeCredential",
      "renewCredential",
    ],
  },
} as const satisfies Permissions;

/** A contract of ours behind a proxy. */
export type ProtocolContractName = keyof typeof PERMISSIONS;

/** A contract of ACE behind a transparent proxy. */
export type AceContractName = keyof typeof ACE_PERMISSIONS;
