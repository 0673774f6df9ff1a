import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { autoBidRuleSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import { takePlace, runningAgent } from "../../deploy/agent/run/running.ts";
import type { BudgetRequest } from "../../deploy/agent/store/bidLedger.ts";
import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { onEachMemory } from "../fixtures/agentMemories.ts";
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
  onEachMemory((memory) => {
    const market = async () => (await memory().open()).store.market(KEY);
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
    const reserve = async (leadId: bigint, changes: Partial<BudgetRequest> = {}, limits = WIDE) => {
      const { bids } = await market();
      const done = await bids.reserveBudget(request(leadId, changes), limits);
      return "skip" in done ? done.skip.code : done.id;
    };

    it("counts what is won and committed, and frees what is lost", async () => {
      const { bids } = await market();
      const first = (await reserve(1n)) as bigint;
      expect([typeof first, typeof (await reserve(2n))]).to.deep.equal(["bigint", "bigint"]);
      expect(await reserve(3n)).to.equal("BUDGET");
      await bids.settle(first, "committed");
      expect(await reserve(3n)).to.equal("BUDGET");
      await bids.settle(first, "lost");
      const third = (await reserve(3n)) as bigint;
      await bids.settle(third, "delivered");
      expect(await reserve(4n)).to.equal("BUDGET");
      expect(typeof (await reserve(4n, { now: NOW + DAY }))).to.equal("bigint");
      expect(typeof (await reserve(5n, { now: NOW + DAY }))).to.equal("bigint");
      expect(await reserve(6n, { now: NOW + 2 * DAY })).to.equal("COUNT");
    });

    it("takes one bid of an account for each round, unless it replaces", async () => {
      const first = await reserve(1n);
      expect(await reserve(1n)).to.equal("ALREADY_BID");
      const second = await reserve(1n, { replaces: true });
      expect([typeof first, typeof second]).to.deep.equal(["bigint", "bigint"]);
      expect(await reserve(2n)).to.equal("BUDGET");
      await (await market()).bids.settle(second as bigint, "committed");
      expect(typeof (await reserve(2n))).to.equal("bigint");
    });

    it("holds tools and rules to the operator's limits together", async () => {
      const limits = { ...WIDE, maxPerBid: usdcOf(120), perHour: usdcOf(200), perDay: usdcOf(300) };
      const byTool = { rule: undefined } as unknown as Partial<BudgetRequest>;
      expect(await reserve(1n, { ...byTool, amount: usdcOf(121) }, limits)).to.equal(
        "OPERATOR_MAX",
      );
      expect(await reserve(1n, {}, { ...limits, verticals: ["mortgage"] })).to.equal(
        "OPERATOR_VERTICAL",
      );
      expect(typeof (await reserve(1n, byTool, limits))).to.equal("bigint");
      expect(typeof (await reserve(2n, {}, limits))).to.equal("bigint");
      expect(await reserve(3n, byTool, limits)).to.equal("OPERATOR_HOUR");
      expect(typeof (await reserve(3n, { ...byTool, now: NOW + 3_601 }, limits))).to.equal(
        "bigint",
      );
      expect(await reserve(4n, { ...byTool, now: NOW + 7_300 }, limits)).to.equal("OPERATOR_DAY");
    });

    it("spends nothing twice when several processes reserve at once", async () => {
      const { bids } = await market();
      const program = `
        const { store } = await ${memory().source};
        const { bids } = await store.market(${JSON.stringify(KEY)});
        const limits = { maxPerBid: 10n, perHour: 50n, perDay: 50n, verticals: ["any"], timeZone: "UTC" };
        for (let lead = 0n; lead < 40n; lead++) {
          await bids.reserveBudget({ account: "${ACCOUNT}", leadId: BigInt(process.argv[1]) * 1000n + lead, round: 1,
            vertical: "solar.residential", amount: 1n, bond: 0n, commitEnd: ${NOW + 60}, now: ${NOW} }, limits);
        }
        process.exit();`;
      const runs = [1, 2, 3].map(
        (number) =>
          new Promise<number | null>((resolve) => {
            const args = ["--input-type=module-typescript", "-e", program, String(number)];
            spawn(process.execPath, args, { stdio: "inherit" }).on("close", resolve);
          }),
      );
      expect(await Promise.all(runs)).to.deep.equal([0, 0, 0]);
      expect(await bids.list(ACCOUNT, ["reserved"])).to.have.length(50);
    }).timeout(120_000);

    it("remembers decisions, consumers, cursor and rules, and keeps chains that began anew apart", async () => {
      const { store } = await memory().open();
      const { leads } = await store.market(KEY);
      const decision = { account: ACCOUNT, leadId: 1n, round: 1, rule: null, at: NOW } as const;
      expect(await leads.decide({ ...decision, code: "SCORE", says: "too low" })).to.equal(true);
      expect(await leads.decide({ ...decision, code: null, says: "again" })).to.equal(false);
      await leads.moveCursor(ACCOUNT, 12n);
      await leads.markConsumer(ACCOUNT, "bought", [`0x${"aa".repeat(32)}`]);
      await store.changeRules(() => ({
        rules: [{ name: "one", vertical: "any", bid: "1.5", maxPerLead: 2 }],
      }));
      const { store: again } = await memory().open();
      const same = await again.market(KEY);
      expect((await same.leads.decisions(ACCOUNT)).map(({ says }) => says)).to.deep.equal([
        "too low",
      ]);
      expect(await same.leads.cursor(ACCOUNT)).to.equal(12n);
      expect([...(await same.leads.consumers(ACCOUNT, "bought"))]).to.have.length(1);
      expect((await again.rules()).rules.map(({ name }) => name)).to.deep.equal(["one"]);
      const anew = await again.market({ ...KEY, genesis: `0x${"02".repeat(32)}` });
      expect(await anew.leads.isDecided({ account: ACCOUNT, leadId: 1n, round: 1 })).to.equal(
        false,
      );
      expect(await anew.leads.cursor(ACCOUNT)).to.equal(undefined);
    });
  });
});

describe("deploy/agent: an agent's place", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-place-"));
  });
  after(() => rm(folder, { recursive: true }));

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
