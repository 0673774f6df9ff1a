import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { runTask } from "../../fixtures/runTask.ts";

const [KEEPER, SELLER, ADA, BEN] = ["0", "8", "9", "10"];
const usdc = (dollars: number): number => dollars * 1_000_000;

describe("keeper run and bounties", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA, BEN]);
    for (const account of [SELLER, ADA, BEN]) {
      await run(["vault", "deposit"], { account, amount: "1000", faucet: true });
    }
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    const post = { vertical: "solar", budget: "400" };
    await run(["bounty", "post"], { ...post, account: ADA, price: "150", expires: "1d", tip: "1" });
    await run(["bounty", "post"], { ...post, account: BEN, price: "140", expires: "2d" });
    await run(["lead", "submit"], { account: SELLER, file });
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const keep = () => run(["keeper", "run"], { account: KEEPER, once: true });

  it("matches a lead with the best bounty, once", async () => {
    const { matched, closedBounties } = await keep();
    expect(matched).to.have.length(1);
    expect((matched as object[])[0]).to.include({
      leadId: 1,
      bountyId: 1,
      offer: usdc(150),
      tip: usdc(1),
    });
    expect(closedBounties).to.deep.equal([]);
    expect((await keep())["matched"]).to.deep.equal([]);
  });

  it("beats that match where a poster offers more", async () => {
    await run(["bounty", "change"], { account: BEN, bountyId: 2n, price: "160" });
    const { matched } = (await keep()) as { matched: { bountyId: number }[] };
    expect(matched.map(({ bountyId }) => bountyId)).to.deep.equal([2]);
    expect(await run(["bounty", "show"], { bountyId: 1n })).to.include({ budget: usdc(400) });
  });

  it("closes bounties that have expired, for their posters", async () => {
    await run(["chain", "advance"], { until: "25h" });
    const { closedBounties } = (await keep()) as {
      closedBounties: { bountyId: number; freed: number }[];
    };
    expect(closedBounties.map(({ bountyId, freed }) => [bountyId, freed])).to.deep.equal([
      [1, usdc(400)],
    ]);
    expect(await run(["vault", "balance"], { account: ADA })).to.include({ locked: 0 });
  });
});
