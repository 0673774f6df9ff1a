import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** The vault that holds the money and the house that runs the auctions. */
export default buildModule("Market", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const { nft, vault, registry, pricer, tieBreaker, verifier } = proxies;
  return {
    vault: activate(
      m,
      "PersonalEscrowVault",
      vault,
      [m.getParameter<string>("usdc"), proxies.house],
      [accessManager],
    ),
    house: activate(
      m,
      "AuctionHouse",
      proxies.house,
      [{ nft, vault, registry, pricer, tieBreaker, verifier }],
      [
        accessManager,
        {
          treasury: m.getParameter<string>("treasury"),
          feeBps: m.getParameter<number>("feeBps"),
          convenienceFee: m.getParameter<number>("convenienceFee"),
        },
      ],
      { AuctionOpening: m.library("AuctionOpening") },
    ),
  };
});
