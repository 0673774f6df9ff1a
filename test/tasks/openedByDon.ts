import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA, BEN] = ["8", "9", "10"];
const LEAD = 1n;

describe("a bid that is sealed to the stack's DON", () => {
  let local: LocalStack;
  before(async function () {
    this.timeout(180_000);
    local = await openLocalStack();
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    await admitAccounts(local, [SELLER, ADA, BEN]);
    for (const account of [SELLER, ADA, BEN]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file });
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const result = await runTask(id, { json: true, ...args });
    expect(result.succeeded, result.err.join("\n")).to.equal(true);
    return result.json;
  };
  const ask = (openings: object) =>
    fetch(`${local.stack.don}/openings`, { method: "POST", body: JSON.stringify(openings) });

  it("is opened by anyone who asks it, after the commit phase and not before", async () => {
    await run(["bid", "commit"], { account: ADA, amount: "160", leadId: LEAD, enclave: true });
    await run(["bid", "commit"], { account: BEN, amount: "120", leadId: LEAD, selfReveal: true });
    const [given] = await local.protocol.house.getEvents.SealedOpeningGiven(
      { leadId: LEAD },
      { fromBlock: 0n },
    );
    const { bidder, sealedOpening } = given?.args ?? {};
    const openings = { leadId: String(LEAD), round: 1, bids: [{ bidder, sealedOpening }] };
    const early = await ask(openings);
    expect(await early.json()).to.deep.equal({ bids: [], report: "TOO_EARLY" });

    await run(["chain", "advance"], { until: "reveal", lead: String(LEAD) });
    const { waitsFor } = await run(["auction", "show"], { leadId: LEAD });
    expect((waitsFor as { command: string }[]).map(({ command }) => command)).to.deep.equal([
      `npx hardhat bid open ${LEAD}`,
      `npx hardhat bid reveal ${LEAD}`,
    ]);
    const done = await run(["bid", "open"], { account: BEN, leadId: LEAD });
    expect(done).to.deep.include({
      byDon: [{ bidder, code: "REPORTED" }],
      txHash: null,
      leader: bidder,
      leadingBid: 160_000_000,
    });
  }).timeout(60_000);

  it("is suggested to nobody any more once it is open", async () => {
    const { waitsFor } = await run(["auction", "show"], { leadId: LEAD });
    expect((waitsFor as { command: string }[]).map(({ command }) => command)).to.deep.equal([
      `npx hardhat bid reveal ${LEAD}`,
    ]);
    const { out, err, succeeded } = await runTask(["bid", "open"], { account: BEN, leadId: LEAD });
    expect(succeeded, out.join("\n")).to.equal(false);
    expect(err.join("\n")).to.include("None of the sealed bids on lead 1 opens by itself.");
  });
});
