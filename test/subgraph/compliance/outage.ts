import type { Abi } from "viem";

import { usdc } from "../../fixtures/market.ts";
import type { ComplianceDesk } from "./desk.ts";

const UPGRADER_DELAY = 2 * 86_400;
const REGION = "US-TX";
/** `FaultyPolicyEngine.Fault.Revert`. */
const REVERTS = 0;
/** How long after the time to deliver nobody can refund, seconds. */
const DELIVERY_GRACE = 600;

/** How long before the end of the time to deliver its silence is reported, seconds: less than the hour that excuses the seller. */
const BEFORE_END = 1_800;

/** A lead whose delivery an engine's silence kept off, and how often that was reported; one that was won in the silence. */
interface Outage {
  readonly excused: bigint;
  readonly delays: number;
  readonly won: bigint;
}

/** The engine breaks while bids wait to be opened and a lead to be delivered, and is repaired days later. */
export async function engineOutage(m: ComplianceDesk): Promise<Outage> {
  const { viem } = m;
  const faulty = await viem.deployContract("FaultyPolicyEngine", [REVERTS]);
  const good = await viem.deployContract("PolicyEngine");
  const { address, abi } = m.engineAdmin;
  const upgradeTo = (implementation: string) => ({
    on: { address, abi: abi as Abi },
    call: "upgradeAndCall",
    args: [m.engine.address, implementation, "0x"],
  });
  const [breakIt, repair] = await m.govern(m.upgrader, UPGRADER_DELAY, [
    upgradeTo(faulty.address),
    upgradeTo(good.address),
  ]);
  const [buyer, silenced] = m.bidders;
  const sold = await m.listLead({ region: REGION });
  const sale = await m.commit(sold.leadId, buyer, usdc(150));
  const open = await m.listLead({ region: REGION });
  const bid = await m.commit(open.leadId, silenced, usdc(150));
  await m.toReveal(open.leadId);
  await m.house.write.revealBid([sold.leadId, sale.opening]);

  await m.gate.write.invalidateAll(m.desk);
  await breakIt?.();
  await m.house.write.revealBid([open.leadId, bid.opening]);
  const lead = await m.makeLead({ region: REGION });
  await m.report([await m.attest(await m.disclose(lead))]);
  const delays = await reportSilence(m, sold.leadId);
  await repair?.();

  const { deliveryEnd } = await m.house.read.auctionOf([sold.leadId]);
  await m.time.increaseTo(deliveryEnd + DELIVERY_GRACE);
  await m.house.write.refund([sold.leadId]);
  await m.house.write.refund([open.leadId]);
  return { excused: sold.leadId, delays, won: open.leadId };
}

/** Reports the engine's silence as long as that moves the end of the time to deliver. Returns how often. */
async function reportSilence(m: ComplianceDesk, leadId: bigint): Promise<number> {
  for (let reports = 1, end = 0; ; reports++) {
    await m.house.write.reportBlockedDelivery([leadId]);
    const { deliveryEnd } = await m.house.read.auctionOf([leadId]);
    if (deliveryEnd === end) return reports;
    end = deliveryEnd;
    await m.time.increaseTo(end - BEFORE_END);
  }
}
