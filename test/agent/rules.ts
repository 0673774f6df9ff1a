import { expect } from "chai";

import {
  autoBidRuleSchema,
  type AutoBidRulesDocument,
} from "../../deploy/agent/rules/autoBidRules.ts";
import {
  coversVertical,
  judge,
  type JudgeContext,
  type JudgedLead,
} from "../../deploy/agent/rules/judge.ts";
import { hourOfWeek, periodStart } from "../../deploy/agent/rules/periods.ts";
import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";

type RuleInput = AutoBidRulesDocument["rules"][number];

const SELLER = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const TAG = `0x${"11".repeat(32)}` as const;
const ZERO = `0x${"00".repeat(32)}` as const;
/** Monday, 2 February 2026, 15:00 UTC; 09:00 in Chicago. */
const MONDAY = Date.UTC(2026, 1, 2, 15) / 1_000;
const NONE = { count: 0, amount: 0n };
const RULE: RuleInput = { name: "solar", vertical: "solar.residential", bid: 100, maxPerLead: 150 };

const LEAD: JudgedLead = {
  leadId: 7n,
  round: 1,
  vertical: "solar.residential",
  region: "US-TX",
  score: 8_000,
  source: "DIRECT",
  attributes: { electricBill: 150, ownOrRent: "own" },
  unansweredChecks: [],
  seller: SELLER,
  record: { delivered: 9, undelivered: 1 },
  dedupTags: [TAG, ZERO],
  reserve: usdcOf(90),
  bidBond: usdcOf(4),
  commitEnd: MONDAY + 60,
  revealEnd: MONDAY + 120,
};

const CONTEXT: JudgeContext = {
  now: MONDAY,
  usage: { hour: NONE, day: NONE, week: NONE, month: NONE },
  hasBid: false,
  available: usdcOf(1_000),
  boughtTags: new Set(),
  suppressedTags: new Set(),
};

function judged(
  rule: Partial<RuleInput> = {},
  lead: Partial<JudgedLead> = {},
  context: Partial<JudgeContext> = {},
) {
  const parsed = autoBidRuleSchema.parse({ ...RULE, ...rule });
  const judgement = judge(parsed, { ...LEAD, ...lead }, { ...CONTEXT, ...context });
  return "skip" in judgement ? judgement.skip.code : judgement.amount;
}

const BID = usdcOf(100);

describe("deploy/agent: auto-bid rules", () => {
  const cases: readonly (readonly [
    name: string,
    expected: string | bigint,
    rule?: Partial<RuleInput>,
    lead?: Partial<JudgedLead>,
    context?: Partial<JudgeContext>,
  ])[] = [
    ["bids what the rule says", BID],
    ["is off", "DISABLED", { enabled: false }],
    ["wants another leaf", "VERTICAL", { vertical: "solar.battery" }],
    ["takes a root's leaves", BID, { vertical: "solar" }],
    ["takes any vertical", BID, { vertical: "any" }],
    ["takes no vertical whose name only begins the same", "VERTICAL", { vertical: "sol" }],
    ["wants another country", "COUNTRY", { countries: ["DE"] }],
    ["takes the country", BID, { countries: ["DE", "US"] }],
    ["wants other regions", "REGION_NOT_INCLUDED", { regions: ["US-CA"] }],
    ["takes the region", BID, { regions: ["US-TX"] }],
    ["excludes the region", "REGION_EXCLUDED", { excludedRegions: ["US-TX"] }],
    ["excludes a whole country", "REGION_EXCLUDED", { excludedRegions: ["US"] }],
    ["wants a higher score", "SCORE", { minScore: 8_001 }],
    ["takes the score", BID, { minScore: 8_000 }],
    [
      "has a field filter that fails",
      "FIELD",
      { filters: [{ field: "electricBill", operator: "GT", value: 150 }] },
    ],
    [
      "has field filters that all pass",
      BID,
      {
        filters: [
          { field: "electricBill", operator: "GTE", value: 150 },
          { field: "ownOrRent", operator: "EQUALS", value: "OWN" },
        ],
      },
    ],
    ["wants no lead of another site", "OFF_SITE", { offSite: false }, { source: "OFFSITE" }],
    ["takes leads of other sites", BID, {}, { source: "OFFSITE" }],
    [
      "wants all checks answered",
      "UNVERIFIED",
      { verifiedOnly: true },
      { unansweredChecks: ["Email"] },
    ],
    ["wants other sellers", "SELLER_NOT_LISTED", { sellers: [OTHER] }],
    ["takes the seller, in any spelling", BID, { sellers: [SELLER.toLowerCase()] }],
    ["excludes the seller", "SELLER_EXCLUDED", { excludedSellers: [SELLER] }],
    ["wants a better record", "REPUTATION", { minReputation: 9_001 }],
    ["takes the record", BID, { minReputation: 9_000 }],
    [
      "wants a record where there is none",
      "REPUTATION",
      { minReputation: 1 },
      { record: { delivered: 0, undelivered: 0 } },
    ],
    [
      "wants new consumers",
      "BOUGHT_BEFORE",
      { newConsumersOnly: true },
      {},
      { boughtTags: new Set([TAG]) },
    ],
    ["takes known consumers", BID, {}, {}, { boughtTags: new Set([TAG]) }],
    ["never takes suppressed ones", "SUPPRESSED", {}, {}, { suppressedTags: new Set([TAG]) }],
    ["is closed at this hour", "HOURS", { hours: "Mon-Fri 9-15" }],
    ["counts hours by its own clocks", BID, { hours: "Mon-Fri 9-15", timeZone: "America/Chicago" }],
    ["raises the bid to the reserve", usdcOf(120), {}, { reserve: usdcOf(120) }],
    ["stops at the maximum per lead", usdcOf(150), {}, { reserve: usdcOf(150) }],
    ["does not go above it", "RESERVE", {}, { reserve: usdcOf(150) + 1n }],
    [
      "has as many leads as it wants in an hour",
      "COUNT",
      { counts: { hour: 2 } },
      {},
      { usage: { ...CONTEXT.usage, hour: { count: 2, amount: 0n } } },
    ],
    [
      "has spent its month's budget",
      "BUDGET",
      { budgets: { month: 199.99 } },
      {},
      { usage: { ...CONTEXT.usage, month: { count: 1, amount: usdcOf(100) } } },
    ],
    [
      "spends its budget to the last unit",
      BID,
      { budgets: { month: 200 } },
      {},
      { usage: { ...CONTEXT.usage, month: { count: 1, amount: usdcOf(100) } } },
    ],
    ["has a bid", "ALREADY_BID", {}, {}, { hasBid: true }],
    ["lacks the money", "BALANCE", {}, {}, { available: BID - 1n }],
    ["has just the money", BID, {}, {}, { available: BID }],
  ];
  for (const [name, expected, ...given] of cases) {
    it(`${name}: ${expected}`, () => {
      expect(judged(...given)).to.equal(expected);
    });
  }

  it("gives the first reason in the order of the checks", () => {
    const all: Partial<RuleInput> = { minScore: 9_000, regions: ["US-CA"], countries: ["DE"] };
    expect(judged(all)).to.equal("COUNTRY");
    expect(judged({ ...all, countries: [] })).to.equal("REGION_NOT_INCLUDED");
    expect(judged({ ...all, countries: [], regions: [] }, {}, { hasBid: true })).to.equal("SCORE");
  });

  it("refuses rules that contradict themselves or filter by personal data", () => {
    const issuesOf = (rule: Partial<Record<keyof RuleInput, unknown>>) =>
      autoBidRuleSchema
        .safeParse({ ...RULE, ...rule })
        .error?.issues.map(({ path }) => path.join("."));
    expect(issuesOf({ bid: 151 })).to.deep.equal(["bid"]);
    expect(issuesOf({ bid: 0 })).to.deep.equal(["bid"]);
    expect(issuesOf({ hours: "Mon 25-26" })).to.deep.equal(["hours"]);
    expect(issuesOf({ timeZone: "Mars/Olympus" })).to.deep.equal(["timeZone"]);
    expect(issuesOf({ sellers: ["0x12"] })).to.deep.equal(["sellers.0"]);
    expect(
      issuesOf({ filters: [{ field: "email", operator: "CONTAINS", value: "@" }] }),
    ).to.deep.equal(["filters.0.field"]);
  });

  it("covers verticals by leaf, root or all", () => {
    expect(coversVertical(["mortgage", "solar"], "solar.battery")).to.equal(true);
    expect(coversVertical(["mortgage", "solar.battery"], "solar.residential")).to.equal(false);
    expect(coversVertical([], "solar.residential")).to.equal(false);
  });
});

describe("deploy/agent: periods of budgets", () => {
  const at = (text: string) => Date.parse(text) / 1_000;
  const start = (period: "hour" | "day" | "week" | "month", now: string, timeZone: string) =>
    new Date(periodStart(period, at(now), timeZone) * 1_000).toISOString();

  it("begin at midnight, on Monday and on the first by the rule's clocks", () => {
    const now = "2026-02-04T03:30:00Z";
    expect(start("hour", now, "UTC")).to.equal("2026-02-04T02:30:00.000Z");
    expect(start("day", now, "UTC")).to.equal("2026-02-04T00:00:00.000Z");
    expect(start("day", now, "America/Chicago")).to.equal("2026-02-03T06:00:00.000Z");
    expect(start("week", now, "America/Chicago")).to.equal("2026-02-02T06:00:00.000Z");
    expect(start("month", now, "America/Chicago")).to.equal("2026-02-01T06:00:00.000Z");
    expect(start("week", "2026-02-01T23:00:00Z", "UTC")).to.equal("2026-01-26T00:00:00.000Z");
  });

  it("keep their begin when clocks change", () => {
    // New York changes at 07:00 UTC on 8 March 2026.
    expect(start("day", "2026-03-08T20:00:00Z", "America/New_York")).to.equal(
      "2026-03-08T05:00:00.000Z",
    );
    expect(start("month", "2026-03-20T20:00:00Z", "America/New_York")).to.equal(
      "2026-03-01T05:00:00.000Z",
    );
    expect(start("day", "2026-11-01T20:00:00Z", "America/New_York")).to.equal(
      "2026-11-01T04:00:00.000Z",
    );
  });

  it("number the hours of the week from Monday", () => {
    expect(hourOfWeek(MONDAY, "UTC")).to.equal(15);
    expect(hourOfWeek(MONDAY, "America/Chicago")).to.equal(9);
    expect(hourOfWeek(at("2026-02-01T23:59:00Z"), "UTC")).to.equal(167);
  });
});
