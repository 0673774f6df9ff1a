import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { runTask } from "../../fixtures/runTask.ts";

const [SELLER, ADA, BEN] = ["8", "9", "10"];
const FILTERS = [{ field: "electricBill", operator: "GTE", value: 0 }];

describe("bounty post --private-filters, and bounty match --by-don", () => {
  let local: LocalStack;
  const fileOf = (name: string) => path.join(local.folder, name);

  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA, BEN]);
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(fileOf("lead.json"), JSON.stringify({ ...example, consentTime }));
    const never = [{ field: "electricBill", operator: "LT", value: 0 }];
    await writeFile(fileOf("met.json"), JSON.stringify(FILTERS));
    await writeFile(fileOf("never.json"), JSON.stringify(never));
    await writeFile(fileOf("wrong.json"), JSON.stringify([{ field: "email", operator: "LIKE" }]));
    for (const account of [SELLER, ADA, BEN]) {
      await runTask(["vault", "deposit"], { account, amount: "1000", faucet: true });
    }
    await runTask(["lead", "submit"], { account: SELLER, file: fileOf("lead.json") });
  });
  after(() => local.close());

  const post = (account: string, filters: string) =>
    runTask(["bounty", "post"], {
      ...{ vertical: "solar", price: "150", budget: "400", account, json: true },
      privateFilters: fileOf(filters),
    });
  const match = (args: object) =>
    runTask(["bounty", "match"], { account: BEN, leadId: 1n, json: true, ...args });
  const codeOf = ({ json }: { json: Record<string, unknown> }) =>
    (json["error"] as { code: string }).code;

  it("posts a bounty whose criteria nobody else can read, and refuses a file without filters", async () => {
    expect(codeOf(await post(ADA, "wrong.json"))).to.equal("INVALID_FILTERS");
    expect(codeOf(await post(ADA, "missing.json"))).to.equal("INVALID_FILTERS");
    const { json } = await post(ADA, "met.json");
    expect(json["terms"])
      .to.have.property("privateCriteriaHash")
      .that.matches(/^0x[0-9a-f]{64}$/);
    expect(JSON.stringify(json)).not.to.include("electricBill");
    await post(BEN, "never.json");
  });

  it("matches only by the DON, and only where the criteria are met", async () => {
    const byHand = await match({ bounty: "1" });
    expect(codeOf(byHand)).to.equal("BountyMatcher_NoMatch");
    expect(codeOf(await match({ byDon: true }))).to.equal("NO_BOUNTY");
    const notMet = await match({ bounty: "2", byDon: true });
    expect(codeOf(notMet)).to.equal("NO_MATCH");
    const { json } = await match({ bounty: "1", byDon: true });
    expect(json).to.include({ bountyId: 1, phase: "Commit", leadingBid: 150_000_000 });
  });
});
