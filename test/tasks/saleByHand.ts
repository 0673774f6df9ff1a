import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { openTerminal, type OwnTerminal } from "../fixtures/ownTerminal.ts";
import { runTask } from "../fixtures/runTask.ts";

const COMPLIANCE = "19";
const LEAD = { leadId: 1n };
const EMAIL = "maria.torres@example.com";
const usdc = (dollars: number): number => Math.round(dollars * 1_000_000);

describe("a sale by hand, each party with its own wallet and folder", () => {
  let local: LocalStack;
  let file: string;
  let [seller, ada, ben, cleo] = [] as unknown as [
    OwnTerminal,
    OwnTerminal,
    OwnTerminal,
    OwnTerminal,
  ];
  before(async () => {
    local = await openLocalStack();
    file = path.join(local.folder, "lead.json");
    seller = await openTerminal(local, "seller");
    ada = await openTerminal(local, "ada");
    ben = await openTerminal(local, "ben");
    cleo = await openTerminal(local, "cleo");
  });
  after(async () => {
    for (const party of [seller, ada, ben, cleo]) await party.close();
    await local.close();
  });

  it("admits everybody", async () => {
    const issue = async (holder: string, type: string, options: object = {}) => {
      const args = { account: COMPLIANCE, holder, type, json: true, ...options };
      const { err, succeeded } = await runTask(["credential", "issue"], args);
      expect(succeeded, err.join("\n")).to.equal(true);
    };
    for (const { address } of [seller, ada, ben, cleo]) {
      await issue(address, "kyc", { jurisdiction: "US-TX" });
      await issue(address, "consent");
      await issue(address, "licence", { vertical: "solar", region: "US-TX" });
    }
  });

  it("deposits from the faucet by permit", async () => {
    for (const party of [seller, ada, ben]) {
      const deposited = await party.run(["vault", "deposit"], { amount: "500", faucet: true });
      expect(deposited).to.include({ amount: usdc(500), free: usdc(500), wallet: 0, by: "permit" });
    }
  });

  it("shows no delivery key before there is one, and registers the wallet's", async () => {
    expect(await ben.run(["key", "show"])).to.include({ registered: false, keyHash: null });
    const { keyHash } = await ben.run(["key", "register"]);
    const shown = await ada.run(["key", "show"], { address: ben.address });
    expect(shown).to.include({ registered: true, keyHash, fixed: false, ours: null });
    expect(await ben.run(["key", "show"])).to.include({ ours: true });
    expect(await ben.run(["key", "register"])).to.include({ keyHash, txHash: null });
  });

  it("submits the example of a lead and opens its auction", async () => {
    const { out } = await seller.attempt(["lead", "example"], {
      vertical: "solar.residential",
      json: false,
    });
    await writeFile(file, out.join("\n"));
    const lead = await seller.run(["lead", "submit"], { file });
    expect(lead).to.include({ leadId: 1, phase: "Commit", closed: false });
    expect(lead["reserve"]).to.be.at.least(usdc(85));
    const shown = await ada.run(["lead", "show"], LEAD);
    expect(shown).to.deep.include({
      vertical: "solar.residential",
      region: "US-TX",
      seller: seller.address,
      owner: seller.address,
      subScores: lead["subScores"],
      uri: `ipfs://${String(lead["cid"])}`,
      story: null,
    });
    const { out: text } = await ada.attempt(["lead", "show"], { ...LEAD, json: false });
    expect(text.join("\n"))
      .to.include("2000 of 2000")
      .and.include("good: whether the consumer can be reached")
      .and.include("no vendor's word on the consent certificate (400 points)")
      .and.include("Monthly electricity bill: 50 to 100 USD")
      .and.include("Roof covering: asphalt shingle");
    const spent = await seller.attempt(["lead", "cancel"], {
      submission: BigInt(String(lead["nonce"])),
    });
    expect(spent.error?.code).to.equal("NOTHING_TO_CANCEL");
  });

  it("commits sealed bids, notes them for their owner alone, and says nothing of the amounts", async () => {
    const first = await ada.run(["bid", "commit"], { ...LEAD, amount: "120" });
    expect(first).to.include({ overwrites: false, amount: usdc(120) });
    const second = await ada.run(["bid", "commit"], { ...LEAD, amount: "150.250001" });
    expect(second).to.include({ overwrites: true });
    await ben.run(["bid", "commit"], { ...LEAD, amount: "140" });

    const { mode } = await stat(String(second["journal"]));
    expect(mode & 0o777).to.equal(0o600);
    const auction = await ben.run(["auction", "show"], LEAD);
    expect(auction).to.include({ phase: "Commit", pendingCommitments: 2 });
    expect(auction["bids"]).to.have.length(2);
    expect(JSON.stringify(auction["bids"])).to.not.match(/"amount":\d/);
  });

  it("opens them: one from the journal, one of any amount by the wallet alone", async () => {
    await ben.run(["chain", "advance"], { until: "reveal", lead: "1" });
    const opened = await ben.run(["bid", "reveal"], LEAD);
    expect(opened).to.include({ amount: usdc(140), leading: true, phase: "Reveal" });
    await ada.moveToNewMachine();
    const early = await ada.attempt(["bid", "reveal"], LEAD);
    expect(early.error?.code).to.equal("TOO_EARLY");
    await ada.run(["chain", "advance"], { until: "2m" });
    const found = await ada.run(["bid", "reveal"], LEAD);
    expect(found).to.include({ amount: 150_250_001, leading: true, phase: "Delivery" });
  });

  it("delivers and pays in one transaction", async () => {
    const sale = await seller.run(["lead", "deliver"], LEAD);
    const [price, fee] = [Number(sale["price"]), Number(sale["fee"])];
    expect(price).to.equal(150_250_001);
    expect(await seller.run(["vault", "balance"])).to.include({
      free: usdc(500) + price - fee,
      locked: 0,
    });
    const loser = await ben.run(["vault", "balance"]);
    expect(loser).to.include({ free: usdc(500), locked: 0, hasDeliveryKey: true });
  });

  it("lets the buyer read the lead with its wallet alone, where it comes from, and nobody else", async () => {
    await ada.moveToNewMachine();
    const bought = await ada.run(["lead", "decrypt"], LEAD);
    expect(bought["contact"]).to.include({ email: EMAIL });
    expect(bought["provenance"]).to.include({
      vertical: "solar.residential",
      region: "US-TX",
      seller: seller.address,
      source: "DIRECT",
      price: 150_250_001,
    });
    // Its own copy is kept: it can be read when nobody serves the lead any more.
    const out = path.join(local.folder, "bought.json");
    const ipfs = "http://127.0.0.1:9";
    await ada.run(["lead", "decrypt"], { ...LEAD, out, ipfs });
    expect(JSON.parse(await readFile(out, "utf8"))).to.deep.include({ contact: bought["contact"] });
    expect((await stat(out)).mode & 0o777).to.equal(0o600);
    const again = await ada.attempt(["lead", "decrypt"], { ...LEAD, out });
    expect(again.err.join("\n")).to.include("exists already");
    for (const party of [ben, seller]) {
      const { err, out: printed, succeeded } = await party.attempt(["lead", "decrypt"], LEAD);
      expect(succeeded).to.equal(false);
      expect(err.join("\n")).to.include("can be read by");
      expect(printed.join("\n")).to.not.include(EMAIL);
    }
  });

  it("hands the lead over to who has accepted it, without a price", async () => {
    const { out } = await cleo.attempt(["lead", "accept"], { ...LEAD, json: false });
    const acceptance = path.join(local.folder, "acceptance.json");
    await writeFile(acceptance, out.join("\n"));
    const stranger = await ben.attempt(["lead", "deliver-to"], { file: acceptance });
    expect(stranger.error?.code).to.equal("NOT_OWNER");
    const wrong = await ada.attempt(["lead", "deliver-to"], { file });
    expect(wrong.error?.code).to.equal("ACCEPTANCE_FILE");
    const moved = await ada.run(["lead", "deliver-to"], { file: acceptance });
    expect(moved).to.include({ from: ada.address, to: cleo.address });
    const { contact, provenance } = await cleo.run(["lead", "decrypt"], LEAD);
    expect(contact).to.include({ email: EMAIL });
    expect(provenance).to.include({ price: null, deliveryTxHash: moved["txHash"] });
    const late = await cleo.attempt(["lead", "deliver-to"], { file: acceptance });
    expect(late.error?.code).to.equal("ACCEPTANCE_ENDED");
  });

  it("cancels a submission by its number", async () => {
    expect(await seller.run(["lead", "cancel"], { submission: 8_123n })).to.include({
      seller: seller.address,
      nonce: 8_123,
    });
    const again = await seller.attempt(["lead", "cancel"], { submission: 8_123n });
    expect(again.error?.code).to.equal("NOTHING_TO_CANCEL");
  });

  it("withdraws everything that is free", async () => {
    const { free, wallet } = await ben.run(["vault", "withdraw"], { amount: "all" });
    expect({ free, wallet }).to.deep.equal({ free: 0, wallet: usdc(500) });
  });

  it("leaves nothing of a party outside its own folder", async () => {
    const files = await readdir(local.folder);
    expect(files).to.not.include("home");
  });
});
