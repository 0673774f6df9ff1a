import { readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA, BEN] = ["8", "9", "10"];
const usdc = (dollars: number): number => dollars * 1_000_000;

describe("a sale by hand", () => {
  let local: LocalStack;
  let file: string;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA, BEN]);
    file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };

  it("deposits from the faucet by permit", async () => {
    for (const account of [SELLER, ADA, BEN]) {
      const args = { account, amount: "500", faucet: true };
      const deposited = await run(["vault", "deposit"], args);
      expect(deposited).to.include({ amount: usdc(500), free: usdc(500), wallet: 0, by: "permit" });
    }
  });

  it("submits a lead and opens its auction", async () => {
    const lead = await run(["lead", "submit"], { account: SELLER, file });
    expect(lead).to.include({ leadId: 1, phase: "Commit", closed: false });
    expect(lead["reserve"]).to.be.at.least(usdc(95));
    const shown = await run(["lead", "show"], { leadId: 1n });
    expect(shown).to.deep.include({
      vertical: "solar.residential",
      region: "US-TX",
      seller: lead["seller"],
      owner: lead["seller"],
      subScores: lead["subScores"],
      uri: `ipfs://${String(lead["cid"])}`,
      story: null,
    });
    expect(shown["attributes"]).to.include({ ownOrRent: "own", electricBill: 200 });
    const { out } = await runTask(["lead", "show"], { leadId: 1n });
    expect(out.join("\n"))
      .to.include("2000 of 2000")
      .and.include("good: whether the consumer can be reached")
      .and.include("no vendor's word on the consent certificate (400 points)");
  });

  it("commits sealed bids, notes them for their owner alone, and says nothing of the amounts", async () => {
    const first = await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "120" });
    expect(first).to.include({ overwrites: false, amount: usdc(120) });
    const second = await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "150.25" });
    expect(second).to.include({ overwrites: true });
    await run(["bid", "commit"], { account: BEN, leadId: 1n, amount: "140" });

    const { mode } = await stat(path.join(local.home, "bids.jsonl"));
    expect(mode & 0o777).to.equal(0o600);
    const auction = await run(["auction", "show"], { leadId: 1n });
    expect(auction).to.include({ phase: "Commit", pendingCommitments: 2 });
    expect(auction["bids"]).to.have.length(2);
    expect(JSON.stringify(auction["bids"])).to.not.match(/"amount":\d/);
  });

  it("opens them: one from the journal, one without it", async () => {
    await run(["chain", "advance"], { until: "reveal", lead: "1" });
    const ben = await run(["bid", "reveal"], { account: BEN, leadId: 1n });
    expect(ben).to.include({ amount: usdc(140), leading: true, phase: "Reveal" });
    await rm(path.join(local.home, "bids.jsonl"));
    const ada = await run(["bid", "reveal"], { account: ADA, leadId: 1n });
    expect(ada).to.include({ amount: usdc(150.25), leading: true, phase: "Delivery" });
  });

  it("delivers and pays in one transaction", async () => {
    const sale = await run(["lead", "deliver"], { account: SELLER, leadId: 1n });
    const [price, fee] = [Number(sale["price"]), Number(sale["fee"])];
    expect(price).to.equal(usdc(150.25));
    const seller = await run(["vault", "balance"], { account: SELLER });
    expect(seller).to.include({ free: usdc(500) + price - fee, locked: 0 });
    const loser = await run(["vault", "balance"], { account: BEN });
    expect(loser).to.include({ free: usdc(500), locked: 0, hasDeliveryKey: true });
  });

  it("lets the buyer read the lead, also when nobody serves it any more, and nobody else", async () => {
    const out = path.join(local.folder, "bought.json");
    const ipfs = "http://127.0.0.1:9";
    await run(["lead", "decrypt"], { account: ADA, leadId: 1n, out, ipfs });
    expect(JSON.parse(await readFile(out, "utf8"))).to.deep.include({ contact: example.contact });
    expect((await stat(out)).mode & 0o777).to.equal(0o600);
    const again = await runTask(["lead", "decrypt"], {
      account: ADA,
      leadId: 1n,
      out,
      json: false,
    });
    expect(again.err.join("\n")).to.include("exists already");
    for (const account of [BEN, SELLER]) {
      const {
        err,
        out: printed,
        succeeded,
      } = await runTask(["lead", "decrypt"], { account, leadId: 1n });
      expect(succeeded).to.equal(false);
      expect(err.join("\n")).to.include("can be read by");
      expect(printed.join("\n")).to.not.include(example.contact.email);
    }
  });

  it("withdraws everything that is free", async () => {
    const { free, wallet } = await run(["vault", "withdraw"], { account: BEN, amount: "all" });
    expect({ free, wallet }).to.deep.equal({ free: 0, wallet: usdc(500) });
  });
});
