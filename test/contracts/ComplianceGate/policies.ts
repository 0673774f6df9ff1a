import { expect } from "chai";
import { encodeFunctionData, type Hex } from "viem";

import { selectorsOf } from "../../../deploy/selectorsOf.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  LEAD_REGION,
  LEAD_VERTICAL,
  Verdict,
} from "../../fixtures/compliance.ts";

const { assertions } = viem;
const GOVERNOR_DELAY = 3 * 86_400;
const [DECIDE = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);

/** The market, and what its governor can do to the engine. */
async function governedMarket() {
  const m = await complianceMarket();
  const { accessManager, engine, governor } = m;
  const { account } = governor;

  /** Makes calls to the engine, when their delay has passed. */
  async function govern(...calls: readonly Hex[]): Promise<void> {
    for (const call of calls) {
      await accessManager.write.schedule([engine.address, call, 0], { account });
    }
    await networkHelpers.time.increase(GOVERNOR_DELAY);
    for (const call of calls) {
      await accessManager.write.execute([engine.address, call], { account });
    }
  }
  return { ...m, govern };
}

describe("ComplianceGate, as the engine's policies have it", () => {
  it("should deny with the words of a further policy that comes before ours", async () => {
    const m = await governedMarket();
    const { engine, gate, issuancePolicy, govern } = m;
    const [bidder] = m.bidders;
    await m.sell(m.seller);
    await govern(
      encodeFunctionData({
        abi: engine.abi,
        functionName: "addPolicyAt",
        args: [gate.address, DECIDE, issuancePolicy.address, [], 0n],
      }),
    );
    const reason = `issuance: ${bidder.address.toLowerCase()} lacks the compliance role`;
    const query = [bidder.address, Activity.Receive, LEAD_VERTICAL, LEAD_REGION] as const;
    expect(await gate.read.statusOf(query)).to.deep.include({ verdict: Verdict.Denied, reason });
    await assertions.revertWithCustomErrorWithArgs(
      m.receive(bidder),
      gate,
      "ComplianceGate_Denied",
      m.denialOf(bidder, reason),
    );
  });

  it("should take an engine for silent that allows without asking our policy", async () => {
    const m = await governedMarket();
    const { engine, gate, govern } = m;
    await govern(
      encodeFunctionData({
        abi: engine.abi,
        functionName: "removePolicy",
        args: [gate.address, DECIDE, gate.address],
      }),
      encodeFunctionData({
        abi: engine.abi,
        functionName: "setTargetDefaultPolicyAllow",
        args: [gate.address, true],
      }),
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.receive(m.bidders[0]),
      gate,
      "ComplianceGate_Unavailable",
      ["0x"],
    );
  });
});
