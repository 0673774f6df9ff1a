import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { bytesToNumber, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { getBlockNumber } from "viem/actions";

import { marketKeyOf } from "../../deploy/agent/store/market.ts";
import { migrate } from "../../deploy/agent/store/migrate.ts";
import { openFiles, openShared, type Memory } from "../../deploy/agent/store/openMemory.ts";
import { stackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { EVENTS, type AgentProcessSettings } from "../fixtures/agentProcess.ts";
import { bundleAgent, lonelyAgent, sharedAgents, type AgentRuns } from "../fixtures/agentRuns.ts";
import { usdc, VERTICAL } from "../fixtures/market.ts";
import { openPostgresServer, type TestPostgres } from "../fixtures/postgres.ts";
import { seededRandom } from "../fixtures/random.ts";
import { hasRedis, openRedisServer } from "../fixtures/redis.ts";
import { serveRpc, type RpcServer } from "../fixtures/rpcServer.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

/** How often agents are killed in each test; by hand more often. */
const KILLS = Number(process.env["AGENT_KILLS"] ?? 4);
/** Of a day, each with a run of the agent. */
const PARTS = 3;
const MNEMONIC = "test test test test test test test test test test test junk";
/** The market's first bidder. */
const BIDDER = 9;
const RULES = [
  { name: "solar", vertical: VERTICAL, bid: 120, maxPerLead: 500, budgets: { day: 360 } },
];
const STATES = ["reserved", "committed", "won", "delivered", "lost", "released"] as const;

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("an agent that is killed and started again", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let rpc: RpcServer;
  let postgres: TestPostgres;
  let programs: string;
  let program: string;
  let undisturbed: Awaited<ReturnType<typeof day>>;
  /** What its parts took, milliseconds. */
  let spans: readonly number[] = [];
  const fixture = marketOf(connection);
  const bytes = seededRandom("killed");
  const random = () => bytesToNumber(bytes(4)) / 2 ** 32;
  before(async function () {
    this.timeout(300_000);
    servers = await openServers(connection);
    rpc = await serveRpc(connection);
    postgres = await openPostgresServer();
    programs = await mkdtemp(path.join(tmpdir(), "lead-engine-programs-"));
    program = await bundleAgent(programs);
    undisturbed = await day((settings) => lonelyAgent({ program, settings, random }));
    spans = undisturbed.times;
  });
  after(async () => {
    await postgres.close();
    await rpc.close();
    await servers.close();
    await rm(programs, { recursive: true });
  });

  /**
   * A day of an agent: it bids on three leads and not on two, opens, loses one, receives two. In each of the three parts it is killed so
   * often, at random times in what the part took undisturbed.
   */
  async function day(
    runsOf: (settings: AgentProcessSettings) => AgentRuns,
    kills = 0,
    shared?: AgentProcessSettings["shared"],
  ) {
    const m = await servedMarket(connection, fixture, servers.urls);
    const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-killed-"));
    const key = mnemonicToAccount(MNEMONIC, { addressIndex: BIDDER }).getHdKey().privateKey;
    if (key === null) throw new Error("The mnemonic gives no key.");
    const runs = runsOf({
      rpc: rpc.url,
      ...servers.urls,
      deployment: stackAddresses(m),
      key: toHex(key),
      folder,
      rules: RULES,
      ...(shared && { shared }),
    });
    const times: number[] = [];
    const run = async () => {
      const part = times.length;
      const span = spans[part] ?? 0;
      const head = await getBlockNumber(m.client.publicClient, { cacheTime: 0 });
      times.push(
        await runs.run({ kills: Math.floor((kills + PARTS - 1 - part) / PARTS), span, head }),
      );
    };
    try {
      const leads: bigint[] = [];
      for (const baseReserve of ["90", "900", "90", "90", "90"]) {
        leads.push(await m.list({ terms: { baseReserve } }));
      }
      await run();
      const [first = 0n] = leads;
      await commitBid(m.bidders[1], { leadId: first, amount: usdc(300) });
      await m.toOpening(leads.at(-1) ?? 0n);
      await run();
      await tendSales(m.seller, {});
      await run();
      await runs.end();
      const memory = shared === undefined ? openFiles(folder) : await openShared(shared.database);
      return { killed: runs.killed(), times, end: await endOf(m, memory, folder) };
    } finally {
      await runs.end();
      await rm(folder, { recursive: true });
    }
  }

  /** All that the agent did, on the chain and in its store, and told; without times. */
  async function endOf(
    m: Awaited<ReturnType<typeof servedMarket>>,
    memory: Memory,
    folder: string,
  ) {
    const [trader] = m.bidders;
    const { address } = trader;
    const commits = await m.house.getEvents.BidCommitted({ bidder: address }, { fromBlock: 0n });
    const market = await memory.store.market(await marketKeyOf(trader));
    const decisions = await market.leads.decisions(address);
    const bids = await market.bids.list(address, STATES);
    await memory.close();
    const lines = (await readFile(path.join(folder, EVENTS), "utf8")).trim().split("\n");
    const told = lines.map((line) => JSON.parse(line) as { id: string; reason: unknown });
    return {
      commits: commits.map(({ args }) => String(args.leadId)),
      decisions: decisions.map(({ leadId, code, rule }) => [String(leadId), code, rule]),
      bids: bids.map(({ leadId, state, amount }) => [String(leadId), state, String(amount)]),
      told: [...new Map(told.map(({ id, reason }) => [id, reason]))].sort(),
      balance: await m.balanceOf(trader).then(({ free, locked }) => [String(free), String(locked)]),
    };
  }

  /** Days until the agents were killed so often: one that has nothing left to do ends before it can be killed. */
  async function expectSame(oneDay: (kills: number) => ReturnType<typeof day>) {
    let all = 0;
    do {
      const { killed, end } = await oneDay(Math.max(PARTS, KILLS - all));
      expect(end).to.deep.equal(undisturbed.end);
      all += killed;
    } while (all < KILLS);
    console.log(`      killed ${all} times`);
  }
  const oneMeans = `no bid twice, no lead lost, no opening forgotten (${KILLS} kills)`;

  it("bids, loses and wins when it is left alone", () => {
    expect(undisturbed.end.commits).to.have.length(3);
    expect(undisturbed.end.told.map(([, reason]) => reason)).to.include.members([102, null]);
  });

  it(`ends as if nothing had happened: ${oneMeans}`, async () => {
    await expectSame((kills) =>
      day((settings) => lonelyAgent({ program, settings, random }), kills),
    );
  }).timeout(1_800_000);

  /** Three workers with PostgreSQL, and the queue there or where it is said. */
  const sharedDay = async (kills: number, queue?: string) => {
    const database = await postgres.newDatabase();
    await migrate(database);
    const shared = { database, queue: queue ?? database };
    return day((settings) => sharedAgents({ program, settings, random }), kills, shared);
  };

  it(`ends so where three workers share PostgreSQL: ${oneMeans}`, async () => {
    await expectSame(sharedDay);
  }).timeout(1_800_000);

  if (hasRedis()) {
    it(`ends so where three workers share PostgreSQL and a queue in Redis: ${oneMeans}`, async () => {
      const server = await openRedisServer();
      try {
        await expectSame((kills) => sharedDay(kills, server.url));
      } finally {
        await server.close();
      }
    }).timeout(1_800_000);
  } else {
    after(() => {
      console.log("      left out, because redis-server is not installed: a queue in Redis");
    });
  }
});
