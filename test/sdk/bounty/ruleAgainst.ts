import { expect } from "chai";
import { network } from "hardhat";
import { getAddress, numberToHex, zeroHash, type Hex } from "viem";

import { randomStream } from "../../../deploy/local/leads/randomStream.ts";
import { bookOf } from "../../../deploy/sdk/actions/bounty/bounty.ts";
import { leadToMatch } from "../../../deploy/sdk/actions/bounty/leadToMatch.ts";
import { matchBounty } from "../../../deploy/sdk/actions/bounty/matchBounty.ts";
import { pauseBounty } from "../../../deploy/sdk/actions/bounty/pauseBounty.ts";
import { postBounty } from "../../../deploy/sdk/actions/bounty/postBounty.ts";
import { withdrawBounty } from "../../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { getBounty } from "../../../deploy/sdk/actions/bounty/getBounty.ts";
import { bountyRuleName, type BountyRule } from "../../../deploy/sdk/bounty/bountyRule.ts";
import type { BountyRecord } from "../../../deploy/sdk/bounty/bountyBook.ts";
import type { WrittenTerms } from "../../../deploy/sdk/bounty/bountyTerms.ts";
import { ruleAgainst, type MatchableLead } from "../../../deploy/sdk/bounty/ruleAgainst.ts";
import { regionToHex } from "../../../deploy/sdk/lead/region.ts";
import { SOURCE_NAMES, sourceToHex } from "../../../deploy/sdk/lead/source.ts";
import { verticalIdOf } from "../../../deploy/sdk/lead/vertical.ts";
import { openMarket, usdc, type Market } from "../../fixtures/market.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const REGIONS = ["US-TX", "US-CA", "US", "CA-ON", "DE"];
const VERTICALS = ["solar.residential", "solar.commercial", "insurance.auto"];
const SELLERS = [1n, 2n, 3n].map((value) => getAddress(numberToHex(value, { size: 20 })));
const DAY = 86_400;
const BOUNTIES = 40;
const LEADS = 25;

describe("the SDK's ruleAgainst", () => {
  let market: Market;
  before(async () => {
    market = await networkHelpers.loadFixture(openMarket);
  });

  const random = randomStream("ruleAgainst");
  const some = <T>(items: readonly T[]) =>
    random.chance(50) ? [] : items.filter(() => random.chance(50));

  const anyTerms = (now: number): WrittenTerms => ({
    vertical: random.pick(["solar", "solar.residential", "solar.residential"]),
    price: usdc(random.integer(90, 110)),
    tip: BigInt(random.integer(0, 2)),
    expiresAt: now + random.integer(1, 40) * DAY,
    hours: random.pick(["always", "always", "Mon-Fri 8-18", "Sat-Sun, Wed 3-20"]),
    minScore: random.pick([0, 0, 5_000]),
    maxConsentAge: random.pick([0, 0, 3 * DAY]),
    newConsumersOnly: random.chance(30),
    regions: some(REGIONS),
    sources: some(SOURCE_NAMES),
    sellers: some(SELLERS),
    sellersExcluded: random.chance(50),
    ...(random.chance(10)
      ? { privateCriteria: { hash: numberToHex(1, { size: 32 }), sealed: "0x01" } }
      : {}),
  });

  const anyLead = async (now: number): Promise<MatchableLead> => {
    const vertical = verticalIdOf(random.pick(VERTICALS));
    const [root] = await market.registry.read.accessRulesOf([vertical]);
    return {
      profile: {
        seller: random.pick(SELLERS),
        vertical,
        region: regionToHex(random.pick(REGIONS)),
        score: random.integer(0, 10_000),
      },
      root,
      facts: {
        source: sourceToHex(random.pick(SOURCE_NAMES)),
        consentTime: random.pick([0, now - DAY, now - 3 * DAY, now - 4 * DAY]),
        dedupTags: [zeroHash, zeroHash],
      },
    };
  };

  /** What the contract says in the pending block, and what the SDK says of the same moment. */
  const both = async (bounty: BountyRecord, lead: MatchableLead, isBought = false) => {
    const { profile, facts } = lead;
    const { matches } = await getBounty(market.client, { bountyId: bounty.bountyId });
    const matchTimes = matches.flatMap(({ end, matchedAt }) =>
      end === null || end === "Sold" ? [matchedAt] : [],
    );
    const now = await networkHelpers.time.latest();
    const contract = await market.matcher.read.ruleAgainst([bounty.bountyId, profile, facts]);
    const sdk = ruleAgainst({ ...bounty, matchTimes }, lead, now, isBought);
    return { contract: bountyRuleName(contract), sdk };
  };

  it("says what the contract says, of any bounty and lead, at any time", async function () {
    this.timeout(120_000);
    const [ada] = market.bidders;
    for (let i = 0; i < BOUNTIES; i++) {
      const terms = anyTerms(await market.client.now());
      const { bountyId } = await postBounty(ada, { terms, budget: usdc(115) });
      if (random.chance(5)) await pauseBounty(ada, { bountyId, paused: true });
      if (random.chance(5)) await withdrawBounty(ada, { bountyId });
    }
    const seen = new Set<BountyRule>();
    for (let i = 0; i < LEADS; i++) {
      await networkHelpers.time.increase(random.integer(1, 2 * DAY));
      const lead = await anyLead(await networkHelpers.time.latest());
      for (const bounty of (await bookOf(market.client)).bounties.values()) {
        const { contract, sdk } = await both(bounty, lead);
        expect(sdk, `bounty ${bounty.bountyId}`).to.equal(contract);
        seen.add(sdk);
      }
    }
    const rules: BountyRule[] = ["None", "Closed", "Expired", "Paused", "Hours", "Vertical"];
    const more: BountyRule[] = ["Region", "Score", "ConsentAge", "Source", "Seller"];
    expect([...seen]).to.include.members([...rules, ...more, "PrivateCriteria"]);
  });

  describe("given a bounty that was matched", () => {
    const matched = async (terms: Partial<WrittenTerms>, budget = usdc(1_000)) => {
      const [, ben] = market.bidders;
      const expiresAt = (await market.client.now()) + 30 * DAY;
      const { leadId } = await market.listLead();
      const wanted = { vertical: "solar", price: usdc(200), expiresAt, ...terms };
      const { bountyId } = await postBounty(ben, { terms: wanted, budget });
      await matchBounty(ben, { leadId, bountyId });
      const bounty = (await bookOf(market.client)).bounties.get(bountyId) as BountyRecord;
      return { bounty, lead: await leadToMatch(market.client, leadId) };
    };
    const otherThan = (lead: MatchableLead): MatchableLead => {
      const tags: readonly [Hex, Hex] = [zeroHash, zeroHash];
      return { ...lead, facts: { ...lead.facts, dedupTags: tags } };
    };

    it("counts the match for the hour and the day", async () => {
      for (const cap of ["hourCap", "dayCap"] as const) {
        const { bounty, lead } = await matched({ [cap]: 1 });
        const rule = cap === "hourCap" ? "HourCap" : "DayCap";
        expect(await both(bounty, lead)).to.deep.equal({ contract: rule, sdk: rule });
        await networkHelpers.time.increase(DAY);
        expect(await both(bounty, lead)).to.deep.equal({ contract: "None", sdk: "None" });
      }
    });

    it("knows what is left of the budget", async () => {
      const { bounty, lead } = await matched({}, usdc(399));
      expect(await both(bounty, lead)).to.deep.equal({ contract: "Budget", sdk: "Budget" });
    });

    it("knows the consumers that the caller says were bought", async () => {
      const { bounty, lead } = await matched({ newConsumersOnly: true });
      const bought = { contract: "Bought", sdk: "Bought" };
      expect(await both(bounty, lead, true)).to.deep.equal(bought);
      const free = { contract: "None", sdk: "None" };
      expect(await both(bounty, otherThan(lead))).to.deep.equal(free);
    });
  });
});
