import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** The contract that keepers call; it has no rights that they lack. */
export default buildModule("Keeper", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { keeper, house, vault, nft } = m.useModule(Proxies);
  const workflow = {
    owner: m.getParameter<string>("workflowOwner"),
    name: m.getParameter<string>("workflowName"),
    id: m.getParameter<string>("workflowId"),
  };
  return {
    keeper: activate(m, {
      name: "AuctionKeeper",
      proxy: keeper,
      immutables: [
        m.getParameter<string>("forwarder"),
        m.getParameter<bigint>("chainSelector"),
        house,
        vault,
        nft,
      ],
      initialize: [accessManager, workflow],
    }),
  };
});
