import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import { bountyMarket, Rule } from "../../fixtures/bounties.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const NEW_ONLY = { newConsumersOnly: true } as const;

/** A lead that the first bidder has bought by a sealed bid, and its bounty for new consumers. */
async function sold() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  const [buyer, other] = m.bidders;
  await m.runBids(lead.leadId, [[buyer, usdc(120)]]);
  await m.deliver(lead.leadId, buyer);
  const ruleOf = (bountyId: bigint) =>
    m.matcher.read.ruleAgainst([bountyId, lead.profile, lead.facts]);
  const record = () => m.matcher.write.recordPurchase([lead.leadId, lead.facts]);
  return { ...m, ...lead, buyer, other, record, ruleOf };
}

describe("BountyMatcher.recordPurchase", () => {
  it("should make the consumer known to all bounties of the buyer, for anyone who says so", async () => {
    const m = await sold();
    const bountyId = await m.post(m.buyer, NEW_ONLY);
    expect(await m.ruleOf(bountyId)).to.equal(Rule.None);
    await assertions.emitWithArgs(m.record(), m.matcher, "PurchaseRecorded", [
      m.buyer.address,
      m.leadId,
      m.facts.dedupTags,
    ]);
    expect(await m.ruleOf(bountyId)).to.equal(Rule.Bought);
    expect(await m.ruleOf(await m.post(m.buyer, NEW_ONLY))).to.equal(Rule.Bought);
  });

  it("should leave bounties that take all consumers, and other accounts", async () => {
    const m = await sold();
    await m.record();
    expect(await m.ruleOf(await m.post(m.buyer))).to.equal(Rule.None);
    expect(await m.ruleOf(await m.post(m.other, NEW_ONLY))).to.equal(Rule.None);
  });

  it("should know the consumer by its phone alone, or by its e-mail", async () => {
    const m = await sold();
    await m.record();
    const bountyId = await m.post(m.buyer, NEW_ONLY);
    const [phone, email] = m.facts.dedupTags;
    const strange = `0x${"5e".repeat(32)}` as const;
    for (const [dedupTags, rule] of [
      [[phone, strange], Rule.Bought],
      [[strange, email], Rule.Bought],
      [[email, phone], Rule.Bought],
      [[strange, strange], Rule.None],
    ] as const) {
      const facts = { ...m.facts, dedupTags };
      const found = await m.matcher.read.ruleAgainst([bountyId, m.profile, facts]);
      expect(found).to.equal(rule);
    }
  });

  it("should be recorded as often as anyone likes", async () => {
    const m = await sold();
    await m.record();
    await m.record();
    expect(await m.ruleOf(await m.post(m.buyer, NEW_ONLY))).to.equal(Rule.Bought);
  });

  it("reverts for other facts than the attested ones: nobody is kept from consumers it has not bought", async () => {
    const m = await sold();
    const { facts } = await m.listWithFacts();
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.recordPurchase([m.leadId, facts]),
      m.matcher,
      "BountyMatcher_WrongFacts",
      [m.leadId],
    );
  });

  it("reverts before the lead is sold", async () => {
    const m = await bountyMarket();
    const { leadId, facts } = await m.listWithFacts();
    const [buyer] = m.bidders;
    const expectNotSold = () =>
      assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.recordPurchase([leadId, facts]),
        m.matcher,
        "BountyMatcher_NotSold",
        [leadId],
      );
    await expectNotSold();
    await m.runBids(leadId, [[buyer, usdc(120)]]);
    expect((await m.auctionOf(leadId)).phase).to.equal(Phase.Delivery);
    await expectNotSold();
  });
});

describe("A bounty for new consumers", () => {
  it("should know what it has bought itself, without a record", async () => {
    const m = await bountyMarket();
    const { leadId, facts, profile, poster } = await m.matched(NEW_ONLY);
    await m.toRevealEnd(leadId);
    await m.deliver(leadId, poster);
    const bountyId = await m.post(poster, NEW_ONLY);
    expect(await m.matcher.read.ruleAgainst([bountyId, profile, facts])).to.equal(Rule.Bought);
  });

  it("should forget a consumer whose lead went to somebody else", async () => {
    const m = await bountyMarket();
    const { leadId, facts, profile, poster } = await m.matched(NEW_ONLY);
    const bountyId = await m.post(poster, NEW_ONLY);
    const rule = () => m.matcher.read.ruleAgainst([bountyId, profile, facts]);
    expect(await rule()).to.equal(Rule.Bought);
    const { opening } = await m.commit(leadId, m.bidders[1], usdc(200));
    await m.toReveal(leadId);
    await m.house.write.revealBid([leadId, opening]);
    expect(await rule()).to.equal(Rule.None);
  });

  it("should forget a consumer whose lead was never delivered", async () => {
    const m = await bountyMarket();
    const { leadId, facts, profile, poster } = await m.matched(NEW_ONLY);
    const bountyId = await m.post(poster, NEW_ONLY);
    const rule = () => m.matcher.read.ruleAgainst([bountyId, profile, facts]);
    await m.toRevealEnd(leadId);
    await m.toRefund(leadId);
    expect(await rule()).to.equal(Rule.Bought);
    await m.house.write.refund([leadId]);
    expect(await rule()).to.equal(Rule.None);
  });
});
