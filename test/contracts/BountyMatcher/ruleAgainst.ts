import { expect } from "chai";
import { stringToHex, zeroHash } from "viem";

import { networkHelpers } from "../../fixtures/auctionHouse.ts";
import {
  ALL_HOURS,
  bountyMarket,
  hourOfWeek,
  HOUR,
  PRICE,
  Rule,
  TIP,
  type BountyMarket,
  type BountyTerms,
  type LeadFacts,
} from "../../fixtures/bounties.ts";
import { RULES } from "../../fixtures/bountyRules.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

const { time } = networkHelpers;
const STRANGER = `0x${"5e".repeat(20)}` as const;

/** A market with a lead, and what stands against a new bounty with these terms. */
async function withLead() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  const [poster] = m.bidders;

  /** The first rule against the lead, or one that differs from it. */
  async function ruleOf(
    terms: Partial<BountyTerms>,
    { profile = {}, facts = {}, budget = PRICE + TIP }: Changes = {},
  ) {
    const bountyId = await m.post(poster, terms, budget);
    const args = [bountyId, { ...lead.profile, ...profile }, { ...lead.facts, ...facts }] as const;
    return m.matcher.read.ruleAgainst(args);
  }
  return { ...m, ...lead, poster, ruleOf };
}

interface Changes {
  readonly profile?: Partial<Awaited<ReturnType<BountyMarket["listWithFacts"]>>["profile"]>;
  readonly facts?: Partial<LeadFacts>;
  readonly budget?: bigint;
}

describe("BountyMatcher.ruleAgainst", () => {
  it("should find nothing against a lead that meets every criterion", async () => {
    const m = await withLead();
    const { profile, facts } = m;
    const rule = await m.ruleOf({
      vertical: profile.vertical,
      regions: [region("DE"), profile.region],
      minScore: profile.score,
      maxConsentAge: 30 * 86_400,
      sources: [facts.source],
      sellers: [STRANGER, profile.seller],
      newConsumersOnly: true,
      hourCap: 1,
      dayCap: 1,
      hourOfWeek: (1n << BigInt(hourOfWeek(await time.latest()))) | 1n,
    });
    expect(rule).to.equal(Rule.None);
  });

  for (const [what, { rule, arrange }] of Object.entries(RULES)) {
    it(`should find ${what}`, async () => {
      const m = await bountyMarket();
      const lead = await m.listWithFacts();
      const bountyId = await arrange(m, lead);
      const found = await m.matcher.read.ruleAgainst([bountyId, lead.profile, lead.facts]);
      expect(found).to.equal(rule);
    });
  }

  it("should check in the order of the rules' numbers", async () => {
    const m = await withLead();
    const [, other] = m.bidders;
    // Each time the first of these fits, so the next one stands against the lead.
    const steps: readonly [rule: number, Partial<BountyTerms>][] = [
      [Rule.Vertical, { vertical: verticalId("solar.commercial") }],
      [Rule.Region, { regions: [region("CA")] }],
      [Rule.Score, { minScore: 10_001 }],
      [Rule.ConsentAge, { maxConsentAge: 1 }],
      [Rule.Source, { sources: [stringToHex("ELSEWHERE", { size: 32 })] }],
      [Rule.Seller, { sellers: [other.address] }],
      [Rule.PrivateCriteria, { privateCriteriaHash: m.facts.dedupTags[0], sealedCriteria: "0x5e" }],
    ];
    for (const [index, [rule]] of steps.entries()) {
      const terms = Object.assign(
        {},
        ...steps.slice(index).map(([, changes]) => changes),
      ) as object;
      expect(await m.ruleOf(terms)).to.equal(rule);
    }
  });

  describe("verticals", () => {
    it("should take a vertical for itself and a root for all below it", async () => {
      const m = await withLead();
      const [solar, commercial] = [verticalId("solar"), verticalId("solar.commercial")];
      expect(await m.ruleOf({ vertical: solar })).to.equal(Rule.None);
      const profile = { vertical: commercial };
      expect(await m.ruleOf({ vertical: solar }, { profile })).to.equal(Rule.None);
      expect(await m.ruleOf({}, { profile })).to.equal(Rule.Vertical);
      expect(await m.ruleOf({ vertical: verticalId("roofing") })).to.equal(Rule.Vertical);
    });
  });

  describe("regions", () => {
    for (const [listed, of, rule] of [
      ["US", "US-TX", Rule.None],
      ["US-TX", "US-TX", Rule.None],
      ["US-TX", "US", Rule.Region],
      ["US-TX", "US-CA", Rule.Region],
      ["DE", "DE", Rule.None],
      ["DE", "US-DE", Rule.Region],
    ] as const) {
      it(`should ${rule === Rule.None ? "" : "not "}take ${of} where ${listed} is listed`, async () => {
        const m = await withLead();
        const found = await m.ruleOf(
          { regions: [region(listed)] },
          { profile: { region: region(of) } },
        );
        expect(found).to.equal(rule);
      });
    }
  });

  describe("score", () => {
    it("should take the lowest score and none below", async () => {
      const m = await withLead();
      const minScore = 7_000;
      expect(await m.ruleOf({ minScore }, { profile: { score: 7_000 } })).to.equal(Rule.None);
      expect(await m.ruleOf({ minScore }, { profile: { score: 6_999 } })).to.equal(Rule.Score);
    });
  });

  describe("age of the consent", () => {
    it("should take the oldest and none older, and none that was never given", async () => {
      const m = await withLead();
      const terms = { maxConsentAge: 600 };
      const bountyId = await m.post(m.poster, terms);
      const now = await time.latest();
      const rule = (consentTime: number) =>
        m.matcher.read.ruleAgainst([bountyId, m.profile, { ...m.facts, consentTime }]);
      // A call is made in the second of the last block, or after it.
      expect(await rule(now - 590)).to.equal(Rule.None);
      expect(await rule(now - 601)).to.equal(Rule.ConsentAge);
      expect(await rule(0)).to.equal(Rule.ConsentAge);
    });

    it("should not ask for one where the bounty takes any age", async () => {
      const m = await withLead();
      expect(await m.ruleOf({}, { facts: { consentTime: 0 } })).to.equal(Rule.None);
    });
  });

  describe("sellers", () => {
    it("should take those listed only, or all but those listed", async () => {
      const m = await withLead();
      const sellers = [m.profile.seller];
      const others = [STRANGER];
      expect(await m.ruleOf({ sellers })).to.equal(Rule.None);
      expect(await m.ruleOf({ sellers: others })).to.equal(Rule.Seller);
      expect(await m.ruleOf({ sellers, sellersExcluded: true })).to.equal(Rule.Seller);
      expect(await m.ruleOf({ sellers: others, sellersExcluded: true })).to.equal(Rule.None);
      expect(await m.ruleOf({ sellersExcluded: true })).to.equal(Rule.None);
    });
  });

  describe("sources", () => {
    it("should take those listed only", async () => {
      const m = await withLead();
      const sources = [stringToHex("A", { size: 32 }), stringToHex("B", { size: 32 })];
      const of = async (source: `0x${string}`) => m.ruleOf({ sources }, { facts: { source } });
      expect(await of(stringToHex("B", { size: 32 }))).to.equal(Rule.None);
      expect(await of(stringToHex("C", { size: 32 }))).to.equal(Rule.Source);
      expect(await of(zeroHash)).to.equal(Rule.Source);
    });
  });

  describe("budget", () => {
    it("should suffice for price and tip", async () => {
      const m = await withLead();
      expect(await m.ruleOf({}, { budget: PRICE + TIP })).to.equal(Rule.None);
      expect(await m.ruleOf({}, { budget: PRICE + TIP - 1n })).to.equal(Rule.Budget);
    });

    it("should never suffice for the highest price with a tip: their sum does not wrap", async () => {
      const m = await withLead();
      const terms = { price: 2n ** 64n - 1n, tip: 2 ** 32 - 1 };
      expect(await m.ruleOf(terms, { budget: PRICE })).to.equal(Rule.Budget);
    });
  });

  describe("hours of the week", () => {
    it("should begin with Monday, 00:00 UTC", async () => {
      const m = await withLead();
      // 4 January 2027 is a Monday.
      const monday = 1_798_761_600 + 3 * 86_400;
      expect(new Date(monday * 1_000).toUTCString()).to.match(/^Mon, .* 00:00:00 GMT$/);
      const first = await m.post(m.poster, { hourOfWeek: 1n, expiresAt: monday + 86_400 });
      const last = await m.post(m.poster, { hourOfWeek: 1n << 167n, expiresAt: monday + 86_400 });
      const rules = () =>
        Promise.all(
          [first, last].map((id) => m.matcher.read.ruleAgainst([id, m.profile, m.facts])),
        );
      await time.increaseTo(monday - HOUR + 1);
      expect(await rules()).to.deep.equal([Rule.Hours, Rule.None]);
      await time.increaseTo(monday);
      expect(await rules()).to.deep.equal([Rule.None, Rule.Hours]);
      await time.increaseTo(monday + HOUR);
      expect(await rules()).to.deep.equal([Rule.Hours, Rule.Hours]);
    });

    it("should be all of them where all bits are set", async () => {
      const m = await withLead();
      const bountyId = await m.post(m.poster, { hourOfWeek: ALL_HOURS });
      for (let day = 0; day < 8; day++) {
        await time.increase(25 * HOUR);
        const rule = await m.matcher.read.ruleAgainst([bountyId, m.profile, m.facts]);
        expect(rule).to.equal(Rule.None);
      }
    });
  });
});
