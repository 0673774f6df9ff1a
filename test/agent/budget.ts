import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { autoBidRuleSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import { takePlace, runningAgent } from "../../deploy/agent/run/running.ts";
import { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import type { BudgetRequest } from "../../deploy/agent/store/bidLedger.ts";
import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { WIDE } from "../fixtures/agentOn.ts";

const ACCOUNT = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const HOUSE = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const NOW = Date.UTC(2026, 1, 2, 15) / 1_000;
const DAY = 86_400;
const KEY = { chainId: 31_337, house: HOUSE, genesis: `0x${"01".repeat(32)}` } as const;
const RULE = autoBidRuleSchema.parse({
  name: "solar",
  vertical: "solar",
  bid: 100,
  maxPerLead: 150,
  budgets: { day: 250 },
  counts: { week: 4 },
});

describe("deploy/agent: the store", () => {
  let folder: string;
  let store: AgentStore;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-store-"));
    store = new AgentStore(folder);
  });
  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  const request = (leadId: bigint, changes: Partial<BudgetRequest> = {}): BudgetRequest => ({
    account: ACCOUNT,
    leadId,
    round: 1,
    vertical: "solar.residential",
    amount: usdcOf(100),
    bond: usdcOf(4),
    commitEnd: NOW + 60,
    now: NOW,
    rule: RULE,
    ...changes,
  });
  const reserve = (leadId: bigint, changes: Partial<BudgetRequest> = {}, limits = WIDE) => {
    const done = store.market(KEY).bids.reserveBudget(request(leadId, changes), limits);
    return "skip" in done ? done.skip.code : done.id;
  };

  it("counts what is won and committed, and frees what is lost", () => {
    const { bids } = store.market(KEY);
    const first = reserve(1n) as bigint;
    expect([typeof first, typeof reserve(2n)]).to.deep.equal(["bigint", "bigint"]);
    expect(reserve(3n)).to.equal("BUDGET");
    bids.settle(first, "committed");
    expect(reserve(3n)).to.equal("BUDGET");
    bids.settle(first, "lost");
    const third = reserve(3n) as bigint;
    bids.settle(third, "delivered");
    expect(reserve(4n)).to.equal("BUDGET");
    expect(typeof reserve(4n, { now: NOW + DAY })).to.equal("bigint");
    expect(typeof reserve(5n, { now: NOW + DAY })).to.equal("bigint");
    expect(reserve(6n, { now: NOW + 2 * DAY })).to.equal("COUNT");
  });

  it("takes one bid of an account for each round, unless it replaces", () => {
    const first = reserve(1n);
    expect(reserve(1n)).to.equal("ALREADY_BID");
    const second = reserve(1n, { replaces: true });
    expect([typeof first, typeof second]).to.deep.equal(["bigint", "bigint"]);
    expect(reserve(2n)).to.equal("BUDGET");
    store.market(KEY).bids.settle(second as bigint, "committed");
    expect(typeof reserve(2n)).to.equal("bigint");
  });

  it("holds tools and rules to the operator's limits together", () => {
    const limits = { ...WIDE, maxPerBid: usdcOf(120), perHour: usdcOf(200), perDay: usdcOf(300) };
    const byTool = { rule: undefined } as unknown as Partial<BudgetRequest>;
    expect(reserve(1n, { ...byTool, amount: usdcOf(121) }, limits)).to.equal("OPERATOR_MAX");
    expect(reserve(1n, {}, { ...limits, verticals: ["mortgage"] })).to.equal("OPERATOR_VERTICAL");
    expect(typeof reserve(1n, byTool, limits)).to.equal("bigint");
    expect(typeof reserve(2n, {}, limits)).to.equal("bigint");
    expect(reserve(3n, byTool, limits)).to.equal("OPERATOR_HOUR");
    expect(typeof reserve(3n, { ...byTool, now: NOW + 3_601 }, limits)).to.equal("bigint");
    expect(reserve(4n, { ...byTool, now: NOW + 7_300 }, limits)).to.equal("OPERATOR_DAY");
  });

  it("spends nothing twice when several processes reserve at once", async () => {
    store.market(KEY);
    const program = `
      import { AgentStore } from ${JSON.stringify(new URL("../../deploy/agent/store/agentStore.ts", import.meta.url).href)};
      const { bids } = new AgentStore(${JSON.stringify(folder)}).market(${JSON.stringify(KEY)});
      const limits = { maxPerBid: 10n, perHour: 50n, perDay: 50n, verticals: ["any"], timeZone: "UTC" };
      for (let lead = 0n; lead < 40n; lead++) {
        bids.reserveBudget({ account: "${ACCOUNT}", leadId: BigInt(process.argv[1]) * 1000n + lead, round: 1,
          vertical: "solar.residential", amount: 1n, bond: 0n, commitEnd: ${NOW + 60}, now: ${NOW} }, limits);
      }`;
    const runs = [1, 2, 3].map(
      (number) =>
        new Promise<number | null>((resolve) => {
          const args = ["--input-type=module-typescript", "-e", program, String(number)];
          spawn(process.execPath, args, { stdio: "inherit" }).on("close", resolve);
        }),
    );
    expect(await Promise.all(runs)).to.deep.equal([0, 0, 0]);
    expect(store.market(KEY).bids.list(ACCOUNT, ["reserved"])).to.have.length(50);
  }).timeout(120_000);

  it("remembers decisions, consumers, cursor and rules, and keeps chains that began anew apart", () => {
    const { leads } = store.market(KEY);
    const decision = { account: ACCOUNT, leadId: 1n, round: 1, rule: null, at: NOW } as const;
    expect(leads.decide({ ...decision, code: "SCORE", says: "too low" })).to.equal(true);
    expect(leads.decide({ ...decision, code: null, says: "again" })).to.equal(false);
    leads.moveCursor(ACCOUNT, 12n);
    leads.markConsumer(ACCOUNT, "bought", [`0x${"aa".repeat(32)}`]);
    store.rules = { rules: [{ name: "one", vertical: "any", bid: "1.5", maxPerLead: 2 }] };
    const again = new AgentStore(folder);
    const market = again.market(KEY);
    expect(market.leads.decisions(ACCOUNT).map(({ says }) => says)).to.deep.equal(["too low"]);
    expect(market.leads.cursor(ACCOUNT)).to.equal(12n);
    expect([...market.leads.consumers(ACCOUNT, "bought")]).to.have.length(1);
    expect(again.rules.rules.map(({ name }) => name)).to.deep.equal(["one"]);
    const anew = again.market({ ...KEY, genesis: `0x${"02".repeat(32)}` });
    expect(anew.leads.isDecided({ account: ACCOUNT, leadId: 1n, round: 1 })).to.equal(false);
    expect(anew.leads.cursor(ACCOUNT)).to.equal(undefined);
    again.close();
  });

  it("lets one agent of an account run at a time", () => {
    expect(runningAgent(folder, ACCOUNT)).to.equal(undefined);
    const place = takePlace(folder, ACCOUNT);
    expect(runningAgent(folder, ACCOUNT)).to.equal(process.pid);
    expect(() => takePlace(folder, ACCOUNT)).to.throw(LeadEngineError, "runs already");
    takePlace(folder, HOUSE).release();
    place.release();
    takePlace(folder, ACCOUNT).release();
  });
});
