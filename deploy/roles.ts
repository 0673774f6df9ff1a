/** Roles of the `AccessManager`; 0 is its admin, held by the governor. */
export const ROLES = { GOVERNOR: 0n, UPGRADER: 1n, CONFIGURATOR: 2n, GUARDIAN: 3n } as const;

/** A role by name. */
export type RoleName = keyof typeof ROLES;

/** Who may call the restricted functions of each contract. What is not listed is the governor's. */
export const PERMISSIONS = {
  VerticalRegistry: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["configureVertical", "setRegionRestriction"],
  },
  LeadNFT: { UPGRADER: ["upgradeToAndCall"], CONFIGURATOR: ["setRoyalty"] },
  CREVerifier: {
    UPGRADER: ["upgradeToAndCall"],
    CONFIGURATOR: ["setWorkflow", "setMaxReportAge"],
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
} as const satisfies Record<string, Partial<Record<RoleName, readonly string[]>>>;

/** A contract of ours behind a proxy. */
export type ProtocolContractName = keyof typeof PERMISSIONS;
