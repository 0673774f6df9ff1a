import assert from "node:assert/strict";

import type { Address } from "viem";

import { rootVerticals, leafVerticals } from "../../deploy/parameters/verticals.ts";
import { stackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { listAuctions, roundPhase } from "../../deploy/sdk/actions/auction/listAuctions.ts";
import { watchedAuctions } from "../../deploy/sdk/actions/auction/watchedAuctions.ts";
import { listBids } from "../../deploy/sdk/actions/bid/listBids.ts";
import { exportLeads } from "../../deploy/sdk/actions/lead/exportLeads.ts";
import { leadState, listLeads } from "../../deploy/sdk/actions/lead/listLeads.ts";
import { getRoles } from "../../deploy/sdk/actions/protocol/getRoles.ts";
import { listVerticals } from "../../deploy/sdk/actions/vertical/listVerticals.ts";
import { getVaultHistory } from "../../deploy/sdk/actions/vault/getVaultHistory.ts";
import { clientOf, type Client } from "../../deploy/sdk/client.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";

/** Fewer than there are leads, rounds and bids of the busiest bidder. */
const PAGE = 5;
/** More than there are. */
const ALL = 1_000;

describe("what lists say without a subgraph", () => {
  /** Two who read the same chain: one asks its subgraph. */
  let indexed: Client;
  let alone: Client;
  /** Leads that the market day had; others on this stack may have been attested with attributes that no DON lets through. */
  let leads: number;
  let bidders: Address[];
  /** Everybody whose money has moved, the treasury and those who earned tips too. */
  let accounts: Address[];
  const notes: string[] = [];

  before(async function () {
    this.timeout(OPENING);
    const { stack, atEnd } = await stackMarketDay();
    await stack.indexed();
    const publicClient = await stack.connection.viem.getPublicClient();
    const options = {
      deployment: stackAddresses(stack.protocol),
      verticals: leafVerticals(),
      roots: rootVerticals(),
      note: (line: string) => notes.push(line),
    };
    const chainId = await publicClient.getChainId();
    const services = { graphql: stack.urls.graphql };
    indexed = clientOf(publicClient, chainId, { ...options, services });
    alone = clientOf(publicClient, chainId, options);
    leads = atEnd.chain.leadIds.length;
    accounts = [...new Set(atEnd.chain.movements.map(({ account }) => account))];
    bidders = [...new Set(atEnd.chain.rounds.flatMap(({ bids }) => [...bids.keys()]))];
  });

  /** Fails unless both ways give the same answer, but for the time of asking; returns it. */
  async function same<AnswerT extends object>(
    ask: (client: Client) => Promise<AnswerT>,
  ): Promise<AnswerT> {
    const [fromIndex, fromChain] = [await ask(indexed), await ask(alone)];
    assert.deepEqual({ ...fromChain, now: 0 }, { ...fromIndex, now: 0 });
    return fromChain;
  }

  /** The same of leads: attributes of the market day's only. */
  const sameLeads = (filter: Parameters<typeof listLeads>[1]) =>
    same(async (client) => {
      const page = await listLeads(client, filter);
      const known = page.leads.map(({ attributes, ...lead }) => ({
        ...lead,
        attributes: lead.leadId <= leads ? attributes : [],
      }));
      return { ...page, leads: known };
    });

  it("is the same of leads, whole and page by page, by every filter", async () => {
    const all = await sameLeads({ limit: ALL });
    const page = await sameLeads({ limit: PAGE });
    const cursor = page.cursor ?? undefined;
    await sameLeads({ limit: PAGE, cursor });
    for (const state of leadState.options) {
      const { leads: found } = await sameLeads({ state, limit: ALL });
      assert.equal(found.length, all.leads.filter((lead) => lead.state === state).length);
    }
    const [{ seller, owner, verticalSlug: vertical } = assert.fail()] = all.leads.filter(
      (lead) => lead.state === "Sold",
    );
    const scores = all.leads.map(({ score }) => score).sort((a, b) => a - b);
    for (const filter of [
      { seller },
      { owner },
      { vertical },
      { region: "DE" },
      { minScore: scores[Math.floor(scores.length / 2)] },
    ]) {
      const { leads: some } = await sameLeads({ ...filter, limit: 3 });
      assert.notEqual(some.length, 0, JSON.stringify(filter));
    }
  });

  it("is the same of rounds, whole and page by page, in every phase", async () => {
    const { auctions } = await same((client) => listAuctions(client, { limit: ALL }));
    assert.ok(auctions.some(({ round }) => round > 1));
    assert.ok(auctions.some(({ tiedBids }) => tiedBids > 0));
    const page = await same((client) => listAuctions(client, { limit: PAGE }));
    await same((client) => listAuctions(client, { limit: PAGE, cursor: page.cursor ?? undefined }));
    for (const phase of roundPhase.options) {
      const found = await same((client) => listAuctions(client, { phase, limit: ALL }));
      const known = auctions.filter((round) => round.phase === phase);
      assert.equal(found.auctions.length, known.length);
    }
    const [{ reserve } = assert.fail()] = auctions;
    await same((client) => listAuctions(client, { minReserve: reserve, limit: PAGE }));
    await same((client) => listAuctions(client, { maxReserve: reserve, minScore: 1, limit: PAGE }));
  });

  it("is the same of each account's bids", async () => {
    const statuses = new Set<string>();
    for (const account of bidders) {
      const { bids } = await same((client) => listBids(client, { account, limit: ALL }));
      for (const { status } of bids) statuses.add(status);
      const page = await same((client) => listBids(client, { account, limit: 2 }));
      const cursor = page.cursor ?? undefined;
      await same((client) => listBids(client, { account, cursor, limit: 2 }));
    }
    for (const status of ["Delivered", "Outbid", "Refunded", "Forfeited", "Released"]) {
      assert.ok(statuses.has(status), status);
    }
  });

  it("is the same of each account's money, to the start", async () => {
    const reasons = new Set<string>();
    for (const account of accounts) {
      const { movements } = await same((client) =>
        getVaultHistory(client, { account, limit: ALL, leastDeposit: 0n }),
      );
      for (const { reason } of movements) reasons.add(reason);
      const page = await same((client) => getVaultHistory(client, { account, limit: PAGE }));
      const cursor = page.cursor ?? undefined;
      await same((client) => getVaultHistory(client, { account, limit: PAGE, cursor }));
    }
    assert.ok(reasons.size >= 20, [...reasons].join());
  });

  it("is the same of what is watched, and whose bids are marked", async () => {
    const { auctions } = await listAuctions(indexed, { limit: ALL });
    const seen = auctions.map(({ id }) => id);
    const [account] = bidders;
    const watched = await same((client) => watchedAuctions(client, { seen, account }));
    assert.ok(watched.auctions.some(({ ownBid }) => ownBid !== null));
    assert.equal(watched.auctions.length, auctions.length);
  });

  it("is the same of verticals and roles, and of the leads of a region in a file", async () => {
    const { verticals } = await same((client) => listVerticals(client, { slug: "solar" }));
    assert.ok(verticals.some(({ isRoot, fields }) => isRoot && fields.length > 0));
    const { roles } = await same((client) => getRoles(client, {}));
    assert.ok(roles.some(({ functions, members }) => functions.length > 0 && members.length > 0));
    const { leads } = await same((client) => exportLeads(client, { region: "DE" }));
    assert.notEqual(leads, 0);
  });

  it("is told to be the chain's", () => {
    assert.deepEqual(new Set(notes), new Set(["Read from the chain: no subgraph is named."]));
  });
});
