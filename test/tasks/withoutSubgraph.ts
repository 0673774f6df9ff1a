import { expect } from "chai";
import { network } from "hardhat";

import { openMarket, usdc, VERTICAL } from "../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const NOTE = /^Read from the chain: No subgraph answers at /;
type Rows = Record<string, unknown>[];

/** A sold lead with a beaten bid, an unlisted one, one that is bid on, and one whose first round was cancelled. */
async function tradedMarket() {
  const m = await openMarket(connection);
  const [ada, ben] = m.bidders;
  const { leadId: sold } = await m.listLead();
  await m.runBids(sold, [
    [ada, usdc(200)],
    [ben, usdc(300)],
  ]);
  await m.house.write.deliver(await m.deliveryTo(sold, ben));
  const { leadId: unlisted } = await m.listLead({}, { autoList: false });
  const { leadId: open } = await m.listLead();
  await m.commit(open, ada, usdc(150));
  const { leadId: again } = await m.listLead();
  const account = m.seller.wallet.account;
  await m.house.write.cancelAuction([again], { account });
  return { ...m, sold, unlisted, open, again };
}

describe("tasks that list, where no subgraph answers", () => {
  let m: Awaited<ReturnType<typeof tradedMarket>>;
  let tasks: TaskRunner;
  beforeEach(async () => {
    m = await connection.networkHelpers.loadFixture(tradedMarket);
    tasks = await taskRunner(connection, m);
  });
  afterEach(() => tasks.close());

  /** The rows of a list, which says once that the chain has told it. */
  async function rows(id: string[], list: string, args: object = {}): Promise<Rows> {
    const { json, err, succeeded } = await tasks.run(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    expect(err).to.have.length(1);
    expect(err[0]).to.match(NOTE);
    return json[list] as Rows;
  }
  const idsOf = (found: Rows) => found.map(({ leadId }) => leadId);
  const numbers = (...ids: bigint[]) => ids.map(Number);

  it("list leads by state and owner, page by page, with their attributes in words", async () => {
    const list = (args: object) => rows(["lead", "list"], "leads", args);
    const all = await list({});
    expect(idsOf(all)).to.deep.equal(numbers(m.sold, m.unlisted, m.open, m.again));
    expect(all[0]).to.deep.include({
      state: "Sold",
      verticalSlug: VERTICAL,
      seller: m.seller.address,
      owner: m.bidders[1].address,
    });
    expect(all[0]?.["auction"]).to.deep.include({
      ...{ round: 1, outcome: "Sold", price: Number(usdc(300)), buyer: m.bidders[1].address },
    });
    expect(all[0]?.["attributes"]).to.not.deep.equal([]);
    expect(idsOf(await list({ state: "Listed" }))).to.deep.equal(numbers(m.open));
    expect(idsOf(await list({ state: "Unlisted" }))).to.deep.equal(numbers(m.unlisted, m.again));
    const { address: owner } = m.bidders[1];
    expect(idsOf(await list({ owner }))).to.deep.equal(numbers(m.sold));
    expect(await list({ vertical: "roofing" })).to.deep.equal([]);
    const { json } = await tasks.run(["lead", "list"], { json: true, limit: 3 });
    expect(idsOf(await list({ limit: 3, cursor: json["cursor"] }))).to.deep.equal(numbers(m.again));
  });

  it("list auctions by phase, with what each waits for", async () => {
    const list = (args: object) => rows(["auction", "list"], "auctions", args);
    expect(idsOf(await list({}))).to.deep.equal(numbers(m.sold, m.open, m.again));
    const [open, ...others] = await list({ state: "Commit" });
    expect(others).to.deep.equal([]);
    expect(open).to.deep.include({ leadId: Number(m.open), bidCount: 1, pendingCommitments: 1 });
    const [cancelled] = await list({ state: "Unsold" });
    expect(cancelled).to.deep.include({ endReason: "CancelledWithoutBids", closed: true });
    const waits = cancelled?.["waitsFor"] as Record<string, unknown>[];
    expect(waits.map(({ command }) => command)).to.deep.equal([
      `npx hardhat auction create ${m.again}`,
    ]);
  });

  it("list more auctions than fit into one answer of a node", async () => {
    const before = await rows(["auction", "list"], "auctions", { state: "Commit" });
    for (let batch = 0; batch < 4; batch++) {
      const reports = [];
      for (let i = 0; i < 8; i++) {
        reports.push(await m.attest(await m.disclose(await m.makeLead())));
      }
      await m.report(reports);
    }
    const after = await rows(["auction", "list"], "auctions", { state: "Commit" });
    expect(after).to.have.length(before.length + 32);
  });

  it("list an account's bids, the latest leads first", async () => {
    const { address } = m.bidders[0];
    const bids = await rows(["bid", "list"], "bids", { address });
    expect(idsOf(bids)).to.deep.equal(numbers(m.open, m.sold));
    expect(bids[0]).to.deep.include({ status: "Committed", amount: null });
    expect(bids[1]).to.deep.include({
      ...{ status: "Outbid", amount: Number(usdc(200)), locked: 0 },
      outbidBy: m.bidders[1].address.toLowerCase(),
    });
  });

  it("watch open auctions, and mark own bids", async () => {
    const args = { once: true, json: true, account: m.bidders[0].address };
    const { out, err, json } = await tasks.run(["auction", "watch"], args);
    expect(err.filter((line) => NOTE.test(line))).to.have.length(1);
    expect(json["open"]).to.deep.equal(numbers(m.open));
    const [line] = out.map((text) => JSON.parse(text) as { auction?: Record<string, unknown> });
    expect(line?.auction).to.deep.include({ leadId: Number(m.open), ownBid: "Committed" });
  });

  it("list verticals with their questions, and roles with what they may call", async () => {
    const [root, ...leaves] = await rows(["vertical", "list"], "verticals", { slug: "solar" });
    expect(root).to.deep.include({ slug: "solar", isRoot: true, active: true });
    expect(leaves.map(({ slug }) => slug)).to.include(VERTICAL);
    for (const { fields } of [root ?? {}, ...leaves]) expect(fields).to.not.deep.equal([]);
    const roles = await rows(["protocol", "roles"], "roles");
    const guardian = roles.find(({ role }) => role === "guardian");
    expect(guardian?.["functions"]).to.include("vault.pause");
  });

  it("write leads as CSV, and nothing else, to the output", async () => {
    const { out, err } = await tasks.run(["lead", "export"], { format: "csv" });
    expect(out.join("\n").split("\n")).to.have.length(5);
    expect(out[0]).to.match(/^"leadId","state",/);
    expect(err[0]).to.match(NOTE);
  });

  it("show every movement of an account's money, with its balances then", async () => {
    const { address } = m.bidders[0];
    const movements = await rows(["vault", "history"], "movements", { address });
    expect(movements.map(({ reason }) => reason)).to.deep.equal([
      ...["BidBondLocked", "BidOutbid", "BidLocked", "BidBondLocked", "Deposited"],
    ]);
    const { free, locked } = await m.balanceOf({ address });
    expect(movements[0]).to.deep.include({ free: Number(free), locked: Number(locked) });
    expect(movements[1]).to.deep.include({
      ...{ leadId: Number(m.sold), round: 1, amount: Number(usdc(200)), locked: 0 },
      counterparty: m.bidders[1].address,
    });
  });
});
