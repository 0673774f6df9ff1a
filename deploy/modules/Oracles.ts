import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import { activate } from "../activate.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/** `IReservePricer.FeedConfig` from the parameters that start with `asset`. Prices are USD with 8 decimals, times seconds. */
function feedConfig(m: IgnitionModuleBuilder, asset: "btc" | "eth") {
  return {
    aggregator: m.getParameter<string>(`${asset}UsdFeed`),
    heartbeat: m.getParameter<number>(`${asset}Heartbeat`),
    margin: m.getParameter<number>("heartbeatMargin"),
    referencePrice: m.getParameter<bigint>(`${asset}ReferencePrice`),
    minPrice: m.getParameter<bigint>(`${asset}MinPrice`),
    maxPrice: m.getParameter<bigint>(`${asset}MaxPrice`),
    streamId: m.getParameter<string>(`${asset}StreamId`),
  };
}

/** The contracts that ask Chainlink: for prices of reserves, for random words of ties. */
export default buildModule("Oracles", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const pricerConfig = {
    sequencerFeed: m.getParameter<string>("sequencerFeed"),
    gracePeriod: m.getParameter<number>("gracePeriod"),
    minMultiplierBps: m.getParameter<number>("minMultiplierBps"),
    maxMultiplierBps: m.getParameter<number>("maxMultiplierBps"),
    streamsVerifier: m.getParameter<string>("streamsVerifier"),
    btc: feedConfig(m, "btc"),
    eth: feedConfig(m, "eth"),
  };
  const vrfConfig = {
    keyHash: m.getParameter<string>("vrfKeyHash"),
    subscriptionId: m.getParameter<bigint>("vrfSubscriptionId"),
    callbackGasLimit: m.getParameter<number>("vrfCallbackGasLimit"),
    requestConfirmations: m.getParameter<number>("vrfRequestConfirmations"),
    nativePayment: m.getParameter<boolean>("vrfNativePayment"),
  };
  return {
    pricer: activate(m, {
      name: "ReservePricer",
      proxy: proxies.pricer,
      initialize: [accessManager, pricerConfig, m.getParameter("defaultCurve")],
    }),
    tieBreaker: activate(m, {
      name: "VRFTieBreaker",
      proxy: proxies.tieBreaker,
      immutables: [proxies.house],
      initialize: [accessManager, m.getParameter<string>("vrfCoordinator"), vrfConfig],
    }),
  };
});
