import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** Rules of verticals, titles to leads, and the receiver of the DON's reports. */
export default buildModule("Leads", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  return {
    registry: activate(m, "VerticalRegistry", proxies.registry, [], [accessManager]),
    nft: activate(
      m,
      "LeadNFT",
      proxies.nft,
      [proxies.house, proxies.verifier, proxies.vault],
      [accessManager, m.getParameter<number>("royaltyBps")],
    ),
    verifier: activate(
      m,
      "CREVerifier",
      proxies.verifier,
      [m.getParameter<string>("forwarder"), proxies.house, proxies.nft, proxies.registry],
      [
        accessManager,
        {
          owner: m.getParameter<string>("workflowOwner"),
          name: m.getParameter<string>("workflowName"),
          id: m.getParameter<string>("workflowId"),
        },
        m.getParameter<number>("maxReportAge"),
      ],
    ),
  };
});
