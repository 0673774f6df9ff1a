import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** Standing offers, and the receiver of the DON's reports on their private criteria. */
export default buildModule("Bounties", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { matcher, house, vault, nft, registry, verifier } = m.useModule(Proxies);
  const workflow = {
    owner: m.getParameter<string>("workflowOwner"),
    name: m.getParameter<string>("workflowName"),
    id: m.getParameter<string>("workflowId"),
  };
  return {
    matcher: activate(m, {
      name: "BountyMatcher",
      proxy: matcher,
      immutables: [
        m.getParameter<string>("forwarder"),
        m.getParameter<bigint>("chainSelector"),
        { house, vault, nft, registry, verifier },
      ],
      initialize: [accessManager, workflow],
    }),
  };
});
