import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { parseEther, parseUnits } from "viem";

const FEED_DECIMALS = 8;
const BTC_USD = parseUnits("105000", FEED_DECIMALS);
const ETH_USD = parseUnits("3700", FEED_DECIMALS);
/** `VRFCoordinatorV2_5Mock`: flat fee and gas price in LINK's smallest unit, wei per LINK. */
const VRF_FEES = [parseEther("0.1"), 1_000_000_000n, 4_000_000_000_000_000n];
/** A word costs 25 LINK. */
const SUBSCRIPTION_FUNDS = parseEther("1000000");
/** Answer of a sequencer feed that says "up". */
const SEQUENCER_UP = 0n;

/**
 * What Base has and a bare chain lacks: USDC, feeds, a VRF coordinator with a funded subscription, and the real `KeystoneForwarder`
 * configured for the DON's signers.
 */
export default buildModule("LocalOracles", (m) => {
  const usdc = m.contract("TestUSDC");
  const btcFeed = m.contract("MockV3Aggregator", [FEED_DECIMALS, BTC_USD], { id: "BtcUsdFeed" });
  const ethFeed = m.contract("MockV3Aggregator", [FEED_DECIMALS, ETH_USD], { id: "EthUsdFeed" });
  const sequencerFeed = m.contract("MockV3Aggregator", [0, SEQUENCER_UP], { id: "SequencerFeed" });

  const coordinator = m.contract("VRFCoordinatorV2_5Mock", VRF_FEES);
  const subscription = m.call(coordinator, "createSubscription", []);
  const subscriptionId = m.readEventArgument(subscription, "SubscriptionCreated", "subId", {
    emitter: coordinator,
  });
  m.call(coordinator, "fundSubscription", [subscriptionId, SUBSCRIPTION_FUNDS]);

  const forwarder = m.contract("KeystoneForwarder");
  m.call(forwarder, "setConfig", [
    m.getParameter<number>("donId"),
    m.getParameter<number>("configVersion"),
    m.getParameter<number>("faultTolerance"),
    m.getParameter<string[]>("signers"),
  ]);
  return { usdc, btcFeed, ethFeed, sequencerFeed, coordinator, forwarder };
});
