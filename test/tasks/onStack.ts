import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { parse } from "csv-parse/sync";
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

  it("lists leads by vertical, region, state, seller, owner and score, in words", async () => {
    const leads = async (args: object) =>
      (await run(["lead", "list"], { ...args }))["leads"] as Record<string, unknown>[];
    const seller = String((await run(["lead", "show"], { leadId: 1n }))["seller"]);
    const [lead, ...others] = await leads({
      vertical: "solar",
      region: "US",
      state: "listed",
      seller,
    });
    expect(others).to.have.length(0);
    expect(lead).to.deep.include({ leadId: 1, state: "Listed", seller, owner: seller });
    expect(lead?.["attributes"]).to.deep.include({
      name: "electricBill",
      title: "Monthly electricity bill",
      answer: "200 to 300 USD",
    });
    const stranger = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    for (const filter of [
      { vertical: "roofing" },
      { region: "DE" },
      { state: "Sold" },
      { seller: stranger },
      { owner: stranger },
      { minScore: 10_000 },
    ]) {
      expect(await leads(filter), JSON.stringify(filter)).to.deep.equal([]);
    }
    const wrong = await runTask(["lead", "list"], { state: "Lost" });
    expect(wrong.error?.code).to.equal("INVALID_STATE");
  });

  it("exports leads as a table and as JSON, by state and age", async () => {
    const csv = await run(["lead", "export"], { status: "Listed", days: 1, vertical: "solar" });
    expect(csv).to.include({ format: "csv", leads: 1 });
    const [row] = parse<Record<string, string>>(String(csv["text"]), { columns: true });
    expect(row).to.include({ leadId: "1", state: "Listed", vertical: "solar.residential" });
    expect(row?.["attributes"]).to.include("electricBill: 200 to 300 USD");
    const { out } = await runTask(["lead", "export"], { format: "json" });
    expect(JSON.parse(out.join("\n"))).to.have.length(1);
    expect(await run(["lead", "export"], { status: "Sold" })).to.include({ leads: 0 });
    const wrong = await runTask(["lead", "export"], { format: "xlsx" });
    expect(wrong.error?.code).to.equal("INVALID_FORMAT");
  });

  it("lists an account's bids and its statement, its own by its wallet and anybody's by address", async () => {
    const account = String((await run(["vault", "balance"], { account: ADA }))["account"]);
    const own = await run(["bid", "list"], { account: ADA });
    expect(await run(["bid", "list"], { address: account })).to.deep.equal(own);
    const [bid] = own["bids"] as Record<string, unknown>[];
    expect(bid).to.include({ leadId: 1, round: 1, status: "Committed", amount: null });
    expect((await runTask(["bid", "list"], { address: account })).out.join("\n")).to.include(
      "sealed",
    );

    const { movements, cursor } = await run(["vault", "history"], { account: ADA, limit: 1 });
    expect(movements).to.have.length(1);
    expect((movements as object[])[0]).to.include({ reason: "BidBondLocked", leadId: 1, round: 1 });
    const before = await run(["vault", "history"], { address: account, cursor });
    const [deposit] = before["movements"] as Record<string, unknown>[];
    expect(deposit).to.include({ reason: "Deposited", amount: 300_000_000, free: 300_000_000 });
    const wrong = await runTask(["vault", "history"], { address: account, cursor: "next" });
    expect(wrong.error?.code).to.equal("INVALID_CURSOR");
  });

  it("lists verticals and shows one with its public questions", async () => {
    const { verticals } = await run(["vertical", "list"], { slug: "solar" });
    const slugs = (verticals as { slug: string }[]).map(({ slug }) => slug);
    expect(slugs).to.include.members(["solar", "solar.residential"]);
    const { out } = await runTask(["vertical", "show"], { slug: "solar.residential" });
    expect(out.join("\n")).to.include("Monthly electricity bill").and.include("asphalt shingle");
    const wrong = await runTask(["vertical", "show"], { slug: "solar.lunar" });
    expect(wrong.error?.next).to.include("npx hardhat vertical list");
  });

  it("shows roles and scheduled calls in words, and cancels one", async () => {
    const call = { contract: "nft", functionName: "setRoyalty", args: ["250"] };
    const { operationId } = await run(["protocol", "set"], { account: "3", ...call });
    await stack.indexed();
    const { scheduled, roles } = await run(["protocol", "roles"], {});
    expect(scheduled).to.have.length(1);
    expect((scheduled as object[])[0]).to.include({ operationId, call: "nft.setRoyalty(250)" });
    const guardian = (roles as { role: string; functions: string[] }[]).find(
      ({ role }) => role === "guardian",
    );
    expect(guardian?.functions).to.include("vault.pause");
    await run(["protocol", "cancel"], { account: "4", operation: operationId });
    const again = await runTask(["protocol", "cancel"], { account: "4", operation: operationId });
    expect(again.error?.code).to.equal("NOT_SCHEDULED");
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

    it("tells a buyer where its lead comes from, the same from the subgraph and from the chain", async () => {
      await run(["auction", "create"], { account: SELLER, leadId: 1n });
      await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "130.25" });
      await run(["chain", "advance"], { until: "reveal", lead: "1" });
      await run(["bid", "reveal"], { account: ADA, leadId: 1n });
      const sale = await run(["lead", "deliver"], { account: SELLER, leadId: 1n });
      await stack.indexed();
      const decrypt = async (args: object) =>
        (await run(["lead", "decrypt"], { account: ADA, leadId: 1n, ...args }))["provenance"];
      const indexed = await decrypt({});
      expect(indexed).to.include({
        vertical: "solar.residential",
        region: "US-TX",
        seller: sale["seller"],
        source: "DIRECT",
        price: 130_250_000,
        deliveryTxHash: sale["txHash"],
      });
      expect(await decrypt({ graphql: "http://127.0.0.1:9" })).to.deep.equal(indexed);
    });
  });
});
