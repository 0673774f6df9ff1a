import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { runTask } from "../fixtures/runTask.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";

const [SELLER, ADA, BEN, CLEO] = ["8", "9", "10", "11"];

describe("tasks on the whole stack", () => {
  let tasks: TasksOnStack;
  let stack: Stack;
  before(async () => {
    stack = await openStack(hre, {});
    await admitAccounts(stack, [SELLER, ADA, BEN, CLEO]);
    tasks = await tasksOn(stack);
    const lead = path.join(tasks.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(lead, JSON.stringify({ ...example, consentTime }));
    for (const account of [SELLER, ADA, BEN, CLEO]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file: lead });
    await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "125" });
    await stack.indexed();
  });
  after(async () => {
    await tasks.close();
    await stack.close();
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const list = async (args: Record<string, unknown>) =>
    (await run(["auction", "list"], args))["auctions"] as Record<string, unknown>[];

  it("lists the auction as the chain has it, by vertical, region, state and score", async () => {
    const [auction, ...others] = await list({ vertical: "solar", region: "US", state: "commit" });
    expect(others).to.have.length(0);
    const shown = await run(["auction", "show"], { leadId: 1n });
    for (const name of ["leadId", "round", "reserve", "bidBond", "commitEnd", "revealEnd"]) {
      expect(auction?.[name], name).to.equal(shown[name]);
    }
    expect(auction).to.include({ verticalSlug: "solar.residential", region: "US-TX", bidCount: 1 });
    for (const filter of [
      { vertical: "roofing" },
      { region: "DE" },
      { state: "Sold" },
      { minScore: 10_000 },
    ]) {
      expect(await list(filter), JSON.stringify(filter)).to.deep.equal([]);
    }
  });

  it("pages by a cursor", async () => {
    const first = await run(["auction", "list"], { limit: 1 });
    expect(first["auctions"]).to.have.length(1);
    const next = await run(["auction", "list"], { limit: 1, cursor: first["cursor"] });
    expect(next).to.deep.include({ auctions: [], cursor: null });
  });

  it("tells a lead's story from the subgraph beside the chain's record", async () => {
    const { out } = await runTask(["lead", "show"], { leadId: 1n });
    expect(out.join("\n")).to.include("round 1 opened").and.include("committed a bid");
    const { story } = await run(["lead", "show"], { leadId: 1n });
    expect(story).to.deep.include({ leadId: "1", verticalSlug: "solar.residential" });
  });

  it("runs the queries of subgraph/queries by name", async () => {
    const { protocols } = await run(["query"], { query: "solvency", vars: [] });
    expect(protocols).to.have.length(1);
    const account = (await run(["vault", "balance"], { account: ADA }))["account"];
    const vars = [`account=${String(account).toLowerCase()}`];
    const { bids } = await run(["query"], { query: "my-bids", vars });
    expect(bids).to.have.length(1);
  });

  describe("when time passes and nobody says so", () => {
    const shown = async () => (await run(["auction", "show"], { leadId: 1n }))["waitsFor"];
    /** What the list says of the one auction, having checked that the chain says the same. */
    const listed = async (state: string) => {
      await stack.indexed();
      const [auction, ...others] = await list({ state });
      expect(others).to.have.length(0);
      expect(auction, state).to.include({ leadId: 1, phase: state });
      const steps = (auction?.["waitsFor"] ?? []) as { command: string }[];
      expect(steps).to.deep.equal(await shown());
      return steps.map(({ command }) => command);
    };
    const settle = () => run(["auction", "settle"], { account: CLEO, leadId: 1n });

    it("lists phases as they are, and what each auction waits for, like the chain", async () => {
      expect(await listed("Commit")).to.deep.equal(["npx hardhat bid commit 1 <amount>"]);
      await run(["bid", "commit"], { account: BEN, leadId: 1n, amount: "125" });
      await run(["bid", "commit"], { account: CLEO, leadId: 1n, amount: "140" });
      await run(["chain", "advance"], { until: "reveal", lead: "1" });
      expect(await listed("Reveal")).to.deep.equal([
        "npx hardhat bid open 1",
        "npx hardhat bid reveal 1",
      ]);
      expect(await list({ state: "Commit" })).to.deep.equal([]);

      for (const account of [ADA, BEN]) await run(["bid", "reveal"], { account, leadId: 1n });
      await run(["chain", "advance"], { until: "delivery", lead: "1" });
      expect(await listed("TieBreak")).to.deep.equal(["npx hardhat auction settle 1"]);
      await run(["chain", "advance"], { until: "24h" });
      expect(await settle()).to.include({ done: "resolveTie" });
      expect(await listed("Delivery")).to.deep.equal([
        "npx hardhat lead deliver 1",
        "npx hardhat auction forfeit 1",
        "npx hardhat auction release 1",
      ]);

      await run(["chain", "advance"], { until: "refund", lead: "1" });
      expect((await listed("Undelivered"))[0]).to.equal("npx hardhat auction refund 1");
      await run(["auction", "refund"], { account: CLEO, leadId: 1n });
      await run(["auction", "forfeit"], { account: SELLER, leadId: 1n });
      await run(["auction", "release"], { account: SELLER, leadId: 1n });
      expect(await listed("Undelivered")).to.deep.equal(["npx hardhat auction create 1"]);
    });

    it("tells of rounds that came to nothing, and takes bids from the subgraph where it can", async () => {
      await run(["auction", "create"], { account: SELLER, leadId: 1n });
      await run(["auction", "cancel"], { account: SELLER, leadId: 1n });
      await run(["auction", "create"], { account: SELLER, leadId: 1n });
      await run(["chain", "advance"], { until: "delivery", lead: "1" });
      expect(await settle()).to.include({ done: "closeUnsold" });
      await stack.indexed();
      expect(await list({})).to.have.length(3);
      expect(await list({ state: "Unsold", limit: 1 })).to.have.length(1);

      const { out } = await runTask(["lead", "show"], { leadId: 1n });
      const story = out.join("\n");
      for (const what of [
        "the tie of 2 bids was decided by time-out, for the first revealed",
        "not delivered: 0x",
        "never opened its bid: its bond of",
        "got the money of its beaten tied bid back",
        "round 2 was cancelled by its seller",
        "round 3 was closed unsold",
        "list the lead again",
      ]) {
        expect(story).to.include(what);
      }
      for (const account of [SELLER, ADA, BEN, CLEO]) {
        expect(await run(["vault", "balance"], { account })).to.include({ locked: 0 });
      }
    });
  });
});
