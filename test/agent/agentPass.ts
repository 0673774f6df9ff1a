import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";

import type { Advisor } from "../../deploy/agent/advisor.ts";
import type { AutoBidRulesDocument } from "../../deploy/agent/rules/autoBidRules.ts";
import { agentPass } from "../../deploy/agent/run/agentPass.ts";
import { roundsIn } from "../../deploy/agent/run/newRounds.ts";
import { openFiles, type Memory } from "../../deploy/agent/store/openMemory.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { putContent } from "../../deploy/sdk/lead/contentStore.ts";
import { agentOn, WIDE } from "../fixtures/agentOn.ts";
import { usdc, VERTICAL } from "../fixtures/market.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";
import { placesOf, tracesInFiles } from "../fixtures/traces.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const RULE = { name: "solar", vertical: VERTICAL, bid: 120, maxPerLead: 500 };

describe("an agent", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  const fixture = marketOf(connection);
  const folders: string[] = [];
  const memories: Memory[] = [];
  before(async () => {
    servers = await openServers(connection);
  });
  after(async () => {
    await servers.close();
    for (const memory of memories) await memory.close();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  async function open(
    rules: AutoBidRulesDocument["rules"] = [RULE],
    options: Parameters<typeof agentOn>[3] = {},
  ) {
    const m = await servedMarket(connection, fixture, servers.urls);
    const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-agent-"));
    folders.push(folder);
    const [trader] = m.bidders;
    const memory = openFiles(folder);
    memories.push(memory);
    return { ...m, folder, ...(await agentOn(trader, memory, rules, options)) };
  }

  const commitsOf = async (m: Awaited<ReturnType<typeof open>>) =>
    m.house.getEvents.BidCommitted({ bidder: m.agent.trader.address }, { fromBlock: 0n });

  it("bids on what its rules want, in one transaction, opens and receives it, and tells by ids alone", async () => {
    const m = await open();
    const cheap = await m.list({ terms: { baseReserve: "90" } });
    const dear = await m.list({ terms: { baseReserve: "900" } });
    const won = await m.listLead({ terms: { baseReserve: "90" } });
    await putContent(servers.urls.ipfs, won.disclosure.ciphertext);

    expect(await agentPass(m.agent)).to.deep.include({ judged: 3, bids: 2, troubles: [] });
    const commits = await commitsOf(m);
    expect(commits.map(({ args }) => args.leadId)).to.deep.equal([cheap, won.leadId]);
    expect(new Set(commits.map(({ transactionHash }) => transactionHash)).size).to.equal(1);
    const decisions = await m.market.leads.decisions(m.agent.trader.address);
    expect(decisions.map(({ leadId, code, rule }) => [leadId, code, rule])).to.deep.equal([
      [cheap, null, "solar"],
      [dear, "RESERVE", null],
      [won.leadId, null, "solar"],
    ]);
    expect(await agentPass(m.agent)).to.deep.include({ judged: 0, bids: 0 });

    await commitBid(m.bidders[1], { leadId: cheap, amount: usdc(300) });
    // The last one listed: its round may be a later one.
    await m.toOpening(won.leadId);
    const { opened } = await agentPass(m.agent);
    expect(opened > 0).to.equal(true);
    await tendSales(m.seller, {});
    expect((await agentPass(m.agent)).troubles).to.deep.equal([]);
    expect(
      m.events.map(({ kind, leadId, reason }) => [kind, leadId, reason]),
    ).to.deep.include.members([
      ["bid.lost", cheap, 102],
      ["lead.won", won.leadId, null],
    ]);
    expect((await m.balanceOf(m.agent.trader)).locked).to.equal(0n);
    const { email = "", phone = "", firstName = "" } = won.lead.contact;
    const planted = [email, phone].filter((text) => text !== "");
    expect(firstName).to.not.equal("");
    expect(planted).to.not.deep.equal([]);
    expect(await placesOf(planted, tracesInFiles(m.folder))).to.deep.equal([]);
    expect(
      await placesOf(planted, [
        {
          place: "events",
          bytes: Buffer.from(m.events.map((event) => Object.values(event).join()).join()),
        },
      ]),
    ).to.deep.equal([]);
  }).timeout(120_000);

  it("bids on a round that it was told of before it searches, and not again when the search finds it", async () => {
    const m = await open();
    const leadId = await m.list({ terms: { baseReserve: "90" } });
    const [told] = roundsIn(await m.house.getEvents.AuctionCreated({ leadId }, { fromBlock: 0n }));
    if (told === undefined) throw new Error("The lead is not listed.");
    expect(told.block).to.be.a("bigint");
    const other = await m.list({ terms: { baseReserve: "90" } });
    expect(await agentPass(m.agent, [told, told])).to.deep.include({ judged: 2, bids: 2 });
    const commits = await commitsOf(m);
    expect(commits.map(({ args }) => args.leadId)).to.deep.equal([leadId, other]);
    const { commitEnd } = await m.house.read.auctionOf([leadId]);
    expect(await agentPass(m.agent, [told])).to.deep.include({
      judged: 0,
      bids: 0,
      due: commitEnd,
    });
  }).timeout(120_000);

  it("stays within rule and operator, and tells once when they stop it", async () => {
    const m = await open([{ ...RULE, budgets: { day: 250 } }]);
    for (let lead = 0; lead < 3; lead++) await m.list({ terms: { baseReserve: "90" } });
    expect(await agentPass(m.agent)).to.deep.include({ judged: 3, bids: 2 });
    expect(m.events.map(({ kind, reason }) => [kind, reason])).to.deep.equal([
      ["budget.exhausted", "BUDGET"],
    ]);

    const strict = await open([RULE], { limits: { ...WIDE, perHour: usdc(130) } });
    for (let lead = 0; lead < 2; lead++) await strict.list({ terms: { baseReserve: "90" } });
    expect(await agentPass(strict.agent)).to.deep.include({ judged: 2, bids: 1 });
    const decided = await strict.market.leads.decisions(strict.agent.trader.address);
    expect(decided.map(({ code }) => code)).to.deep.equal([null, "OPERATOR_HOUR"]);
  }).timeout(120_000);

  it("lets an advisor rank and veto, and nothing else", async () => {
    const advisor: Advisor = {
      advise: (proposals) =>
        Promise.resolve([
          { leadId: 999n, round: 1 },
          ...proposals
            .map(({ lead: { leadId, round } }, index) => ({
              leadId,
              round,
              ...(index === 0 ? { veto: "too far away" } : {}),
            }))
            .toReversed(),
        ]),
    };
    const m = await open([{ ...RULE, counts: { day: 1 } }], { advisor });
    const [vetoed, second, best] = [await m.list(), await m.list(), await m.list()];
    await agentPass(m.agent);
    const decided = await m.market.leads.decisions(m.agent.trader.address);
    expect(decided.map(({ leadId, code }) => [leadId, code])).to.deep.equal([
      [best, null],
      [second, "COUNT"],
      [vetoed, "VETO"],
    ]);
    expect((await commitsOf(m)).map(({ args }) => args.leadId)).to.deep.equal([best]);
  }).timeout(120_000);

  it("recognises a suppressed consumer when it reads the first lead, and does not hand it on", async () => {
    const m = await open([RULE], { suppressed: { has: () => true } });
    const leadId = await m.list();
    await agentPass(m.agent);
    await m.toOpening(leadId);
    await agentPass(m.agent);
    await tendSales(m.seller, {});
    await agentPass(m.agent);
    expect(m.events).to.deep.equal([]);
    const tags = await m.market.leads.consumers(m.agent.trader.address, "suppressed");
    expect(tags.size > 0).to.equal(true);
  }).timeout(120_000);

  it("takes its money back where a seller does not deliver, and tells", async () => {
    const m = await open();
    const leadId = await m.list();
    await agentPass(m.agent);
    await m.toOpening(leadId);
    await agentPass(m.agent);
    const { deliveryEnd } = await m.house.read.auctionOf([leadId]);
    await m.time.increaseTo(deliveryEnd + 601);
    await agentPass(m.agent);
    expect(m.events.map(({ kind, reason }) => [kind, reason])).to.deep.equal([
      ["delivery.failed", "Refunded"],
    ]);
    expect((await m.balanceOf(m.agent.trader)).locked).to.equal(0n);
  }).timeout(120_000);
});
