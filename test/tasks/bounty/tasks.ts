import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { runTask } from "../../fixtures/runTask.ts";

const [SELLER, ADA, BEN, CLEO] = ["8", "9", "10", "11"];
const usdc = (dollars: number): number => dollars * 1_000_000;

describe("bounty post, list, show, change, top-up, pause, resume, withdraw, match, record and close", () => {
  let local: LocalStack;
  let file: string;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA, BEN, CLEO]);
    file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    for (const account of [SELLER, ADA, BEN, CLEO]) {
      await run(["vault", "deposit"], { account, amount: "1000", faucet: true });
    }
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const refused = async (id: string[], args: Record<string, unknown>): Promise<string> => {
    const { json, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded).to.equal(false);
    const { code, next } = json["error"] as { code: string; next: string };
    expect(next).to.match(/^\S.*\.$/);
    return code;
  };
  const post = { vertical: "solar", price: "150", budget: "400" };

  it("posts a bounty, locks its budget, and shows it", async () => {
    const posted = await run(["bounty", "post"], {
      ...post,
      account: ADA,
      tip: "2",
      hourCap: "2",
      minScore: "100",
      regions: "US",
    });
    expect(posted).to.include({ bountyId: 1, state: "open", budget: usdc(400), spent: 0 });
    expect(posted["terms"]).to.include({ price: usdc(150), tip: usdc(2), hours: "always" });
    const balance = await run(["vault", "balance"], { account: ADA });
    expect(balance).to.include({ free: usdc(600), locked: usdc(400), hasDeliveryKey: true });
    const { out } = await runTask(["bounty", "show"], { bountyId: 1n });
    expect(out.join("\n"))
      .to.include("150 USDC a lead")
      .and.include("solar, US, score 100 or more");
  });

  it("refuses what cannot work, before it is sent", async () => {
    const account = BEN;
    expect(await refused(["bounty", "post"], { ...post, account, budget: "149" })).to.equal(
      "BUDGET_TOO_SMALL",
    );
    expect(await refused(["bounty", "post"], { ...post, account, budget: "1001" })).to.equal(
      "INSUFFICIENT_FREE",
    );
    expect(await refused(["bounty", "post"], { ...post, account, hours: "Mon 9-8" })).to.equal(
      "INVALID_HOURS",
    );
    expect(await refused(["bounty", "post"], { ...post, account, regions: "Texas" })).to.equal(
      "INVALID_TERMS",
    );
    expect(await refused(["bounty", "post"], { ...post, account, vertical: "moon" })).to.equal(
      "UNKNOWN_VERTICAL",
    );
    const both = { sellers: "all", withoutSellers: "all" };
    expect(await refused(["bounty", "post"], { ...post, ...both, account })).to.equal(
      "UNNEEDED_OPTION",
    );
    const other = { account, bountyId: 1n };
    expect(await refused(["bounty", "withdraw"], other)).to.equal("NOT_POSTER");
    expect(await refused(["bounty", "pause"], { account, bountyId: 9n })).to.equal("NO_BOUNTY");
    expect(await refused(["bounty", "match"], { account })).to.equal("NO_LEAD");
    expect(await refused(["bounty", "list"], { state: "asleep" })).to.equal("INVALID_STATE");
  });

  it("changes what is named, tops up, pauses and resumes", async () => {
    const own = { account: ADA, bountyId: 1n };
    const changed = await run(["bounty", "change"], { ...own, price: "160", dayCap: "5" });
    expect(changed).to.include({ version: 2, budget: usdc(400) });
    expect(changed["terms"]).to.include({ price: usdc(160), tip: usdc(2), hourCap: 2, dayCap: 5 });
    expect(await run(["bounty", "top-up"], { ...own, amount: "100" })).to.include({
      budget: usdc(500),
    });
    expect(await run(["bounty", "pause"], own)).to.include({ state: "paused" });
    expect(await run(["bounty", "resume"], own)).to.include({ state: "open" });
  });

  it("matches a lead with the best bounty that fits, after it has shown which that is", async () => {
    await run(["bounty", "post"], { ...post, account: BEN, price: "120" });
    await run(["bounty", "post"], { ...post, account: CLEO, price: "170", regions: "US-CA" });
    await run(["lead", "submit"], { account: SELLER, file });
    const dry = await run(["bounty", "match"], { account: CLEO, leadId: 1n, dryRun: true });
    const rules = (dry["bounties"] as { bountyId: number; against: string }[]).map(
      ({ bountyId, against }) => [bountyId, against],
    );
    expect(rules).to.deep.equal([
      [1, "None"],
      [2, "None"],
      [3, "Region"],
    ]);
    const { out } = await runTask(["bounty", "match"], { account: CLEO, leadId: 1n, dryRun: true });
    expect(out.join("\n")).to.include("wants other regions");

    const made = await run(["bounty", "match"], { account: CLEO, leadId: 1n });
    expect(made).to.include({ bountyId: 1, offer: usdc(160), tip: usdc(2), phase: "Commit" });
    expect(await run(["bounty", "list"], { state: "open", vertical: "solar" })).to.satisfy(
      ({ bounties }: { bounties: { bountyId: number; matched: number }[] }) =>
        bounties.length === 3 && bounties.at(-1)?.matched === usdc(162),
    );
  });

  it("says why no other can be matched", async () => {
    const match = { account: BEN, leadId: 1n };
    expect(await refused(["bounty", "match"], match)).to.equal("NO_MATCH");
    expect(await refused(["bounty", "match"], { ...match, bounty: "3" })).to.equal(
      "BountyMatcher_NoMatch",
    );
    expect(await refused(["bounty", "match"], { ...match, bounty: "2" })).to.equal(
      "AuctionHouse_OfferNotHigher",
    );
  });

  it("sells the lead to the poster, pays the tip, and records the purchase", async () => {
    await run(["chain", "advance"], { until: "delivery", lead: "1" });
    expect(await run(["lead", "deliver"], { account: SELLER, leadId: 1n })).to.include({
      price: usdc(160),
    });
    const shown = await run(["bounty", "show"], { bountyId: 1n });
    expect(shown).to.include({ bought: 1, spent: usdc(162), matched: 0, budget: usdc(338) });
    expect(await run(["vault", "balance"], { account: CLEO })).to.include({ free: usdc(602) });
    const recorded = await run(["bounty", "record"], { account: CLEO, leadId: 1n });
    const { address } = await run(["vault", "balance"], { account: ADA }).then(({ account }) => ({
      address: account,
    }));
    expect(recorded).to.include({ leadId: 1, buyer: address });
  });

  it("tells what a bounty would have bought, and what would have stopped it", async () => {
    const dry = { account: BEN, dryRun: true };
    const preview = await run(["bounty", "post"], { ...post, ...dry });
    expect(preview).to.include({ matched: 1, cost: usdc(150), left: usdc(250) });
    const [lead] = preview["leads"] as Record<string, unknown>[];
    expect(lead).to.include({ leadId: 1, stop: null, soldFor: usdc(160), region: "US-TX" });
    const stop = async (terms: object) =>
      (await run(["bounty", "post"], { ...post, ...dry, ...terms }))["stopped"];
    expect(await stop({ price: "90" })).to.deep.equal({ BelowReserve: 1 });
    expect(await stop({ regions: "DE" })).to.deep.equal({ Region: 1 });
    expect(await stop({ vertical: "insurance" })).to.deep.equal({ Vertical: 1 });
    const posted = await run(["bounty", "match"], { ...dry, bounty: "3" });
    expect(posted["stopped"]).to.deep.equal({ Region: 1 });
    const { out } = await runTask(["bounty", "post"], { ...post, ...dry });
    expect(out.join("\n")).to.include("1 of 1 leads");
  });

  it("withdraws a bounty for good, and closes those that have expired", async () => {
    const own = { account: ADA, bountyId: 1n };
    expect(await run(["bounty", "withdraw"], own)).to.include({
      state: "closed",
      freed: usdc(338),
    });
    expect(await refused(["bounty", "top-up"], { ...own, amount: "1" })).to.equal("BOUNTY_CLOSED");
    await run(["chain", "advance"], { until: "31d" });
    const { closed } = (await run(["bounty", "close"], { account: ADA })) as {
      closed: { bountyId: number; freed: number }[];
    };
    expect(closed.map(({ bountyId, freed }) => [bountyId, freed])).to.deep.equal([
      [2, usdc(400)],
      [3, usdc(400)],
    ]);
    for (const account of [ADA, BEN, CLEO]) {
      expect(await run(["vault", "balance"], { account })).to.include({ locked: 0 });
    }
  });

  it("sells a lead at once where its seller says so", async () => {
    const consentTime = Number((await run(["bounty", "list"], {}))["now"]) - 60;
    const other = { ...example.contact, phone: "+1 512 555 0177", email: "kay@example.org" };
    await writeFile(file, JSON.stringify({ ...example, consentTime, contact: other }));
    await run(["bounty", "post"], { ...post, account: BEN });
    await run(["lead", "submit"], { account: SELLER, file, instant: true });
    const { phase, leader } = await run(["auction", "show"], { leadId: 2n });
    expect(phase).to.equal("Delivery");
    expect(leader).to.match(/^0x/);
    await run(["lead", "deliver"], { account: SELLER, leadId: 2n });
    const out = path.join(local.folder, "bought.json");
    await run(["lead", "decrypt"], { account: BEN, leadId: 2n, out });
    expect(JSON.parse(await readFile(out, "utf8"))).to.deep.include({ contact: other });
  });
});
