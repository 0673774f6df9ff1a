import { expect } from "chai";

import { by, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  bountyMarket,
  HOUR,
  PRICE,
  Rule,
  type BountyMarket,
  type BountyTerms,
} from "../../fixtures/bounties.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const DAY = 24 * HOUR;

/** A market ten minutes before the next hour or day begins, with leads that are sold across it. */
async function before(span: number, count: number) {
  const m = await bountyMarket();
  const begin = Math.ceil((await time.latest()) / span + 1) * span;
  await time.increaseTo(begin - 600);
  const leads = [];
  for (let i = 0; i < count; i++) leads.push(await m.listWithFacts());
  return { ...m, begin, leads };
}

type Lead = Awaited<ReturnType<BountyMarket["listWithFacts"]>>;

/** Posts a bounty of the first bidder and returns how leads meet it. */
async function posted(m: BountyMarket, terms: Partial<BountyTerms>) {
  const bountyId = await m.post(m.bidders[0], terms);
  const lead = (given: Lead | undefined) => {
    if (given === undefined) throw new Error("Too few leads.");
    return given;
  };
  return {
    bountyId,
    match: (given: Lead | undefined) => m.match(lead(given), bountyId),
    expectCapped: (given: Lead | undefined, rule: number) =>
      assertions.revertWithCustomErrorWithArgs(
        m.match(lead(given), bountyId),
        m.matcher,
        "BountyMatcher_NoMatch",
        [bountyId, lead(given).leadId, rule],
      ),
  };
}

/** The lead's offer is beaten by a sealed bid, which somebody opens. */
async function beat(m: BountyMarket, { leadId }: Lead, amount = usdc(200)) {
  const { opening } = await m.commit(leadId, m.bidders[1], amount);
  await m.toReveal(leadId);
  await m.house.write.revealBid([leadId, opening]);
}

describe("Caps of a bounty", () => {
  for (const [what, span, cap, rule] of [
    ["hour", HOUR, "hourCap", Rule.HourCap],
    ["day", DAY, "dayCap", Rule.DayCap],
  ] as const) {
    it(`should hold for one ${what} of the clock, and begin anew with the next`, async () => {
      const m = await before(span, 4);
      const [first, second, third, fourth] = m.leads;
      const { match, expectCapped } = await posted(m, { [cap]: 1 });
      await match(first);
      await time.setNextBlockTimestamp(m.begin - 1);
      await expectCapped(second, rule);
      await time.setNextBlockTimestamp(m.begin);
      await match(third);
      await expectCapped(fourth, rule);
    });

    it(`should count a match that was beaten in the same ${what} no more`, async () => {
      const m = await before(span, 3);
      const [first, second, third] = m.leads;
      const { match, expectCapped } = await posted(m, { [cap]: 1 });
      await match(first);
      await m.match(first as Lead, await m.post(m.bidders[1], { price: PRICE + 1n }));
      await match(second);
      await expectCapped(third, rule);
    });

    it(`should not count a match of the last ${what} twice when it is beaten in this one`, async () => {
      const m = await before(span, 4);
      const [first, second, third, fourth] = m.leads;
      const { match, expectCapped } = await posted(m, { [cap]: 2 });
      await match(first);
      await time.increaseTo(m.begin);
      await match(second);
      await m.match(first as Lead, await m.post(m.bidders[1], { price: PRICE + 1n }));
      await match(third);
      await expectCapped(fourth, rule);
    });
  }

  it("should count all matches without a cap, so that a cap set later holds for them", async () => {
    const m = await before(DAY, 3);
    const [first, second, third] = m.leads;
    const { bountyId, match, expectCapped } = await posted(m, {});
    await match(first);
    await match(second);
    const changed = await m.termsOf({ dayCap: 2 });
    await m.matcher.write.changeBounty([bountyId, changed], by(m.bidders[0]));
    await expectCapped(third, Rule.DayCap);
  });

  it("should keep the day's count over the hours of the day", async () => {
    const m = await before(DAY, 0);
    await time.increaseTo(m.begin);
    const { match, expectCapped } = await posted(m, { dayCap: 2, hourCap: 2 });
    await match(await m.listWithFacts());
    await time.increase(5 * HOUR);
    await match(await m.listWithFacts());
    await time.increase(17 * HOUR);
    await expectCapped(await m.listWithFacts(), Rule.DayCap);
    await time.increaseTo(m.begin + DAY);
    await match(await m.listWithFacts());
  });

  it("should count a sale for the rest of its hour and day", async () => {
    const m = await bountyMarket();
    await time.increaseTo((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    const { match, expectCapped } = await posted(m, { dayCap: 1 });
    const { leadId, facts, profile } = await m.listForInstantSale();
    await match({ leadId, facts, profile });
    await time.increase(4);
    await m.deliver(leadId, m.bidders[0]);
    await expectCapped(await m.listWithFacts(), Rule.DayCap);
  });

  it("should give a refunded match's place back only in its own hour and day", async () => {
    const m = await bountyMarket();
    await time.increaseTo((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    const { match, expectCapped } = await posted(m, { dayCap: 1 });
    const first = await m.listForInstantSale();
    await match(first);
    await time.increase(4);
    await m.toRefund(first.leadId);
    // The next day: its own match is the one that counts.
    await match(await m.listWithFacts());
    await m.house.write.refund([first.leadId]);
    await expectCapped(await m.listWithFacts(), Rule.DayCap);
  });

  it("should be free for the next lead once a sealed bid has beaten the offer", async () => {
    const m = await before(DAY, 1);
    const [first] = m.leads as [Lead];
    const { match } = await posted(m, { dayCap: 1 });
    await match(first);
    await beat(m, first);
    await match(await m.listWithFacts());
  });

  it("should take the highest cap and count up to it", async () => {
    const m = await before(HOUR, 2);
    const { bountyId, match } = await posted(m, { hourCap: 65_535, dayCap: 65_535 });
    for (const lead of m.leads) await match(lead);
    expect(await m.budgetOf(bountyId)).to.equal(usdc(1_000 - 2 * 152));
  });
});
