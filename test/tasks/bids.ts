import { appendFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts, admitTraders } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA, BEN] = ["8", "9", "10"];
/** A wallet of its own, by the name of a configuration variable. */
const KEY = "CLEOS_KEY";

describe("bids by hand", () => {
  let local: LocalStack;
  let journal: string;
  const key = generatePrivateKey();
  before(async () => {
    local = await openLocalStack();
    journal = path.join(local.home, "bids.jsonl");
    process.env[KEY] = key;
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    await admitAccounts(local, [SELLER, ADA, BEN]);
    await admitTraders(local, [privateKeyToAccount(key).address]);
    const [rich] = await local.connection.viem.getWalletClients();
    await rich?.sendTransaction({ to: privateKeyToAccount(key).address, value: 10n ** 18n });
    for (const account of [SELLER, ADA, BEN, KEY]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file });
  });
  after(async () => {
    Reflect.deleteProperty(process.env, KEY);
    await local.close();
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const result = await runTask(id, { json: true, ...args });
    expect(result.succeeded, result.err.join("\n")).to.equal(true);
    return result.json;
  };
  const commit = (account: string, amount: string, selfReveal = false) =>
    run(["bid", "commit"], { account, amount, leadId: 1n, selfReveal });
  const freeOf = async (account: string) => (await run(["vault", "balance"], { account }))["free"];

  it("can be taken back, and the bond with them", async () => {
    const { bidBond } = await commit(ADA, "110");
    expect(await freeOf(ADA)).to.equal(300_000_000 - Number(bidBond));
    await run(["bid", "withdraw"], { account: ADA, leadId: 1n });
    expect(await freeOf(ADA)).to.equal(300_000_000);
  });

  it("come from a wallet that only a configuration variable names, whose key is nowhere written", async () => {
    const { bidder } = await commit(KEY, "130.123456", true);
    expect(bidder).to.equal(privateKeyToAccount(key).address);
    expect(await readFile(journal, "utf8")).to.not.include(key.slice(2));
  });

  it("keep no salt that the wallet can derive again", async () => {
    await commit(BEN, "120");
    const last = (await readFile(journal, "utf8")).trim().split("\n").at(-1) ?? "";
    expect(JSON.parse(last))
      .to.include({ amount: "120000000", leadId: "1" })
      .and.not.have.key("salt");
  });

  it("need no deposit beyond the bond before the reveal, which says what is missing", async () => {
    await commit(ADA, "160");
    await run(["vault", "withdraw"], { account: ADA, amount: "200" });
    await run(["chain", "advance"], { until: "reveal", lead: "1" });
    const { err, succeeded } = await runTask(["bid", "reveal"], { account: ADA, leadId: 1n });
    expect(succeeded).to.equal(false);
    expect(err.join("\n")).to.match(
      /Your bid of 160 USDC is covered by 100 USDC only.*\nDeposit 60 USDC before/,
    );
    await run(["vault", "deposit"], { account: ADA, amount: "60" });
    expect(await run(["bid", "reveal"], { account: ADA, leadId: 1n })).to.include({
      leading: true,
    });
  });

  it("survive a journal that a crash cut short", async () => {
    await appendFile(journal, `{"chainId":31337,"hou`);
    const beaten = await run(["bid", "reveal"], { account: BEN, leadId: 1n });
    expect(beaten).to.include({ amount: 120_000_000, leading: false, leadingBid: 160_000_000 });
  });

  it("without a journal, and opened by nobody else, open with the right amount only, and say how to find it", async () => {
    await rename(journal, `${journal}.lost`);
    const reveal = (args: object) =>
      runTask(["bid", "reveal"], { account: KEY, leadId: 1n, ...args });
    const searched = await reveal({});
    expect(searched.err.join("\n")).to.include("No amount in whole cents").and.include("--amount");
    const wrong = await reveal({ amount: "131" });
    expect(wrong.err.join("\n")).to.include("A bid of 131 USDC does not open");
    const right = await reveal({ amount: "130.123456", json: true });
    expect(right.json).to.include({ amount: 130_123_456, leading: false, phase: "Delivery" });
    await rm(`${journal}.lost`);
  });
});
