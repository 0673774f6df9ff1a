import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** The vault that holds the money and the house that runs the auctions. */
export default buildModule("Market", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const { nft, vault, registry, pricer, tieBreaker, gate, verifier, matcher } = proxies;
  const fees = {
    treasury: m.getParameter<string>("treasury"),
    feeBps: m.getParameter<number>("feeBps"),
    convenienceFee: m.getParameter<number>("convenienceFee"),
  };
  return {
    vault: activate(m, {
      name: "PersonalEscrowVault",
      proxy: vault,
      immutables: [m.getParameter<string>("usdc"), proxies.house, matcher, gate],
      initialize: [accessManager],
    }),
    house: activate(m, {
      name: "AuctionHouse",
      proxy: proxies.house,
      immutables: [{ nft, vault, registry, pricer, tieBreaker, gate, verifier, matcher }],
      initialize: [accessManager, fees],
      libraries: {
        AuctionListingLogic: m.library("AuctionListingLogic"),
        AuctionEndsLogic: m.library("AuctionEndsLogic"),
        AuctionTiesLogic: m.library("AuctionTiesLogic"),
        AuctionOffersLogic: m.library("AuctionOffersLogic"),
      },
    }),
  };
});
