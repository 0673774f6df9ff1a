import type { Abi } from "viem";

import { usdc } from "../../fixtures/market.ts";
import type { ComplianceDesk } from "./desk.ts";

const UPGRADER_DELAY = 2 * 86_400;
const REGION = "US-TX";
/** `FaultyPolicyEngine.Fault.Revert`. */
const REVERTS = 0;

/** The engine breaks while bids wait to be opened and a lead to be delivered, and is mended again. Returns the leads. */
export async function engineOutage(m: ComplianceDesk): Promise<[excused: bigint, barred: bigint]> {
  const { viem } = m;
  const faulty = await viem.deployContract("FaultyPolicyEngine", [REVERTS]);
  const good = await viem.deployContract("PolicyEngine");
  const { address, abi } = m.engineAdmin;
  const upgradeTo = (implementation: string) => ({
    on: { address, abi: abi as Abi },
    call: "upgradeAndCall",
    args: [m.engine.address, implementation, "0x"],
  });
  const [breakIt, mend] = await m.govern(m.upgrader, UPGRADER_DELAY, [
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
  await m.house.write.reportBlockedDelivery([sold.leadId]);
  const lead = await m.makeLead({ region: REGION });
  await m.report([await m.attest(await m.disclose(lead))]);
  await mend?.();

  const { deliveryEnd } = await m.house.read.auctionOf([sold.leadId]);
  await m.time.increaseTo(deliveryEnd);
  await m.house.write.refund([sold.leadId]);
  await m.house.write.closeUnsold([open.leadId]);
  return [sold.leadId, open.leadId];
}
