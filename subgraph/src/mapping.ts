/** All handlers, compiled once. The manifest names them after their events. */
export * from "./handlers/AccessManager";
export * from "./handlers/AuctionHouse";
export * from "./handlers/AuctionHouseBids";
export * from "./handlers/AuctionHouseEnds";
export * from "./handlers/CREVerifier";
export * from "./handlers/LeadNFT";
export * from "./handlers/PersonalEscrowVault";
export * from "./handlers/Proxy";
export * from "./handlers/ReservePricer";
export * from "./handlers/VRFTieBreaker";
export * from "./handlers/VerticalRegistry";
