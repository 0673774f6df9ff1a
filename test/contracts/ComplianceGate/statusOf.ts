import { expect } from "chai";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import {
  complianceMarket,
  FAULTS,
  lacks,
  LEAD_REGION,
  LEAD_VERTICAL,
  LICENCE,
  newIdentityOf,
  STATE_LICENCE,
  type ComplianceMarket,
  Verdict,
  waitsFor,
} from "../../fixtures/compliance.ts";
import { by } from "../../fixtures/auctionHouse.ts";
import { usdc } from "../../fixtures/market.ts";

const statusOf = ({ gate, bidders }: ComplianceMarket) =>
  gate.read.statusOf([bidders[0].address, Activity.Receive, LEAD_VERTICAL, LEAD_REGION]);

describe("ComplianceGate.statusOf", () => {
  it("should say clear before a pass is remembered, and after", async () => {
    const m = await complianceMarket();
    const clear = { remembered: false, verdict: Verdict.Clear, reason: "" };
    expect(await statusOf(m)).to.deep.equal(clear);
    await m.receive(m.bidders[0]);
    expect(await statusOf(m)).to.deep.equal({ ...clear, remembered: true });
  });

  it("should say why an account is denied", async () => {
    const m = await complianceMarket();
    const [bidder] = m.bidders;
    await m.receive(bidder);
    await m.revoke(bidder, LICENCE);
    expect(await statusOf(m)).to.deep.equal({
      remembered: false,
      verdict: Verdict.Denied,
      reason: lacks("licence", bidder, STATE_LICENCE),
    });
  });

  it("should say who bids for the account's identity while that has money locked", async () => {
    const m = await complianceMarket();
    const [bidder, first] = m.bidders;
    const { leadId } = await m.list();
    await m.moveAccount(bidder, newIdentityOf(first.address));
    const clear = { remembered: false, verdict: Verdict.Clear, reason: "" };
    expect(await statusOf(m)).to.deep.equal(clear);
    await m.commit(leadId, first, usdc(100));
    expect(await statusOf(m)).to.deep.equal({
      remembered: false,
      verdict: Verdict.Denied,
      reason: waitsFor(bidder, first),
    });
    const sale = [bidder.address, Activity.Sell, LEAD_VERTICAL, LEAD_REGION] as const;
    expect((await m.gate.read.statusOf(sale)).verdict).to.equal(Verdict.Clear);
    await m.house.write.withdrawBid([leadId], by(first));
    expect(await statusOf(m)).to.deep.equal(clear);
  });

  it("should say that the engine does not answer", async () => {
    const m = await complianceMarket();
    const { break: outage } = await m.prepareOutage(FAULTS.reverts);
    await m.receive(m.bidders[0]);
    await outage();
    expect(await statusOf(m)).to.deep.equal({
      remembered: true,
      verdict: Verdict.Unavailable,
      reason: "",
    });
  });
});
