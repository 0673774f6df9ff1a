import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** Rules of verticals, titles to leads, and the receiver of the DON's reports. */
export default buildModule("Leads", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const workflow = {
    owner: m.getParameter<string>("workflowOwner"),
    name: m.getParameter<string>("workflowName"),
    id: m.getParameter<string>("workflowId"),
  };
  const donKey = {
    x: m.getParameter<bigint>("donKeyX"),
    y: m.getParameter<bigint>("donKeyY"),
  };
  return {
    registry: activate(m, {
      name: "VerticalRegistry",
      proxy: proxies.registry,
      immutables: [proxies.gate],
      initialize: [accessManager],
    }),
    nft: activate(m, {
      name: "LeadNFT",
      proxy: proxies.nft,
      immutables: [proxies.house, proxies.verifier, proxies.vault, proxies.gate],
      initialize: [accessManager, m.getParameter<number>("royaltyBps")],
    }),
    verifier: activate(m, {
      name: "CREVerifier",
      proxy: proxies.verifier,
      immutables: [
        m.getParameter<string>("forwarder"),
        proxies.house,
        proxies.nft,
        proxies.registry,
        proxies.gate,
        proxies.matcher,
        m.getParameter<bigint>("chainSelector"),
      ],
      initialize: [accessManager, workflow, m.getParameter<number>("maxReportAge"), donKey],
    }),
  };
});
