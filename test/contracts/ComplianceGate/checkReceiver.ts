import { expect } from "chai";
import { encodeFunctionData } from "viem";

import { selectorsOf } from "../../../deploy/selectorsOf.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  FAULTS,
  lacks,
  LEAD_REGION,
  LEAD_VERTICAL,
  LICENCE,
  newIdentityOf,
  STATE_LICENCE,
} from "../../fixtures/compliance.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const GOVERNOR_DELAY = 3 * 86_400;
const [DECIDE = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);

/** The market, where nobody has needed the lead class yet. */
async function setUp() {
  const m = await complianceMarket();
  const [receiver] = m.bidders;
  const check = () => m.gate.read.checkReceiver([receiver.address, LEAD_VERTICAL, LEAD_REGION]);
  const denied = (reason: string) =>
    assertions.revertWithCustomErrorWithArgs(
      check(),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(receiver, reason),
    );
  return { ...m, receiver, check, denied };
}

describe("ComplianceGate.checkReceiver", () => {
  it("should let a cleared account pass, whether the class has a number or not, and number none", async () => {
    const { check, sell, seller, leadClass } = await setUp();
    await check();
    expect(await leadClass()).to.equal(0);
    await sell(seller);
    await check();
  });

  it("reverts with the rule that fails, whether the class has a number or not", async () => {
    const { denied, sell, seller, receiver, revoke } = await setUp();
    await revoke(receiver, LICENCE);
    await denied(lacks("licence", receiver, STATE_LICENCE));
    await sell(seller);
    await denied(lacks("licence", receiver, STATE_LICENCE));
  });

  it("reverts though a pass is remembered, if a rule fails now", async () => {
    const { denied, receiver, receive, revoke } = await setUp();
    await receive(receiver);
    await revoke(receiver, LICENCE);
    await denied(lacks("licence", receiver, STATE_LICENCE));
  });

  it("should not matter which account bids for the identity, nor change it", async () => {
    const m = await setUp();
    const [, first] = m.bidders;
    const { leadId } = await m.list();
    const identity = newIdentityOf(first.address);
    await m.moveAccount(m.receiver, identity);
    await m.commit(leadId, first, usdc(100));
    await m.check();
    expect(await m.gate.read.biddingAccountOf([identity])).to.equal(first.address);
  });

  it("reverts while the engine gives no answer", async () => {
    const m = await setUp();
    const { break: outage } = await m.prepareOutage(FAULTS.reverts);
    await outage();
    await assertions.revertWithCustomError(m.check(), m.gate, "ComplianceGate_Unavailable");
  });

  it("reverts where a rule fails and an engine without our policy allows everything", async () => {
    const m = await setUp();
    const { accessManager, engine, gate, governor, receiver } = m;
    const calls = [
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
    ];
    const { account } = governor;
    for (const call of calls) {
      await accessManager.write.schedule([engine.address, call, 0], { account });
    }
    await networkHelpers.time.increase(GOVERNOR_DELAY);
    for (const call of calls) {
      await accessManager.write.execute([engine.address, call], { account });
    }
    await m.check();
    await m.revoke(receiver, LICENCE);
    await assertions.revertWithCustomErrorWithArgs(m.check(), gate, "ComplianceGate_Unavailable", [
      "0x",
    ]);
    const query = [receiver.address, Activity.Receive, LEAD_VERTICAL, LEAD_REGION] as const;
    expect((await gate.read.explain(query)).some(({ outcome }) => outcome === 2)).to.equal(true);
  });
});
