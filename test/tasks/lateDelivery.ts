import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA] = ["8", "9"];

describe("a lead that its seller delivers too late by hand", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA]);
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    for (const account of [SELLER, ADA]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file });
    await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "120" });
    await run(["chain", "advance"], { until: "reveal", lead: "1" });
    await run(["bid", "reveal"], { account: ADA, leadId: 1n });
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const auction = () => run(["auction", "show"], { leadId: 1n });
  const blockNumber = async (): Promise<bigint> => {
    const client = await local.connection.viem.getPublicClient();
    return client.getBlockNumber({ cacheTime: 0 });
  };

  it("is not sent, since a delivery that fails would show its buyer the key", async () => {
    const { deliveryEnd } = await auction();
    await local.connection.networkHelpers.time.increaseTo(Number(deliveryEnd));
    expect(await auction()).to.include({ phase: "Delivery" });
    const blockBefore = await blockNumber();
    const { err, succeeded } = await runTask(["lead", "deliver"], { account: SELLER, leadId: 1n });
    expect(succeeded).to.equal(false);
    expect(err.join("\n")).to.match(/had to be delivered by .*\nNothing was sent/);
    expect(await blockNumber()).to.equal(blockBefore);
  });

  it("can be refunded ten minutes after the delivery window", async () => {
    const { deliveryEnd } = await auction();
    const { time, phase } = await run(["chain", "advance"], { until: "refund", lead: "1" });
    expect(time).to.equal(Number(deliveryEnd) + 600);
    expect(phase).to.equal("Undelivered");
  });
});
