import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { zeroAddress, zeroHash } from "viem";

import { operatorConfigSchema } from "../../deploy/agent/operatorConfig.ts";
import { openPassQueue } from "../../deploy/agent/run/passQueue.ts";
import { marketKeyOf } from "../../deploy/agent/store/market.ts";
import { migrate } from "../../deploy/agent/store/migrate.ts";
import { openShared } from "../../deploy/agent/store/openMemory.ts";
import { openPostgres } from "../../deploy/agent/store/postgres.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { runAgent } from "../../tasks/agent/runAgent.ts";
import { openReceiver, type CrmReceiver } from "../fixtures/crmReceiver.ts";
import { VERTICAL } from "../fixtures/market.ts";
import { openPostgresServer, type TestPostgres } from "../fixtures/postgres.ts";
import { areKeptAlive } from "../fixtures/processes.ts";
import { hasRedis, openRedisServer } from "../fixtures/redis.ts";
import { rejection } from "../fixtures/rejection.ts";
import {
  marketOf,
  openServers,
  servedMarket,
  type ServedMarket,
} from "../fixtures/servedMarket.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

const HOME = "LEAD_ENGINE_HOME";
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const RULES = [{ name: "solar", vertical: VERTICAL, bid: 120, maxPerLead: 150 }];
const WORKERS = 2;
/** How long a killed worker holds up the others, milliseconds. */
const LEASE = 1_000;
/** Seconds between two looks. */
const EVERY = 0.3;
/** What is said of a server that is away. */
const AWAY = /^The agents' (database|queue) cannot be used: .* Trying again\.$/;
/** So often workers ask in vain for a pass, or begin one, in an outage: as many lines would be a flood. */
const LOOKS = 6;
/** How long the workers may take for anything, milliseconds. */
const PATIENCE = 60_000;

type Redis = Awaited<ReturnType<typeof openRedisServer>>;

describe("workers whose database or queue goes away", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let postgres: TestPostgres;
  let receiver: CrmReceiver;
  let folder: string;
  const fixture = marketOf(connection);
  before(async function () {
    this.timeout(300_000);
    servers = await openServers(connection);
    postgres = await openPostgresServer();
    receiver = await openReceiver();
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-outage-"));
  });
  after(async () => {
    Reflect.deleteProperty(process.env, HOME);
    await receiver.close();
    await postgres.close();
    await servers.close();
    await rm(folder, { recursive: true });
  });

  /** Starts a worker of the market's first bidder, as `agent run` does. */
  async function startWorker(
    m: ServedMarket,
    { name, database, queue }: { name: string; database: string; queue: string },
  ) {
    const [trader] = m.bidders;
    const memory = await openShared(database);
    await memory.store.changeRules(() => ({ rules: RULES }));
    const key = await marketKeyOf(trader);
    const account = trader.address;
    const passes = await openPassQueue({ url: queue, market: key, account, lease: LEASE });
    let looks = 0;
    const notes: string[] = [];
    process.env[HOME] = path.join(folder, name);
    const ended = runAgent({
      trader,
      ...memory,
      market: await memory.store.market(key),
      passes: {
        ...passes,
        ask: () =>
          passes.ask().catch((error: unknown) => {
            looks++;
            throw error;
          }),
        work: (pass) => {
          passes.work(() => {
            looks++;
            return pass();
          });
        },
      },
      operator: operatorConfigSchema.parse({
        limits: { maxPerBid: 150, perHour: 5_000, perDay: 5_000, verticals: ["solar"] },
        hooks: [
          { name: "crm", format: "generic", url: receiver.url, secret: "KEY", allowPrivate: true },
        ],
      }),
      secretOf: () => Promise.resolve(SECRET),
      once: false,
      every: EVERY,
      ws: undefined,
      note: (line) => notes.push(line),
    }).finally(memory.close);
    return { notes, ended, passes, looks: () => looks };
  }

  /** A day on which a server is away twice: over the leads' listing and their opening, and over their delivery. */
  async function outages(server: Pick<TestPostgres, "kill" | "restart">, queueAt?: string) {
    const m = await servedMarket(connection, fixture, servers.urls);
    const database = await postgres.newDatabase();
    await migrate(database);
    const queue = queueAt ?? database;
    const workers: Awaited<ReturnType<typeof startWorker>>[] = [];
    for (let count = 0; count < WORKERS; count++) {
      workers.push(await startWorker(m, { name: `${m.house.address}${count}`, database, queue }));
    }
    const ended = Promise.all(workers.map((worker) => worker.ended));
    const until = (what: string, look: () => Promise<boolean>) =>
      Promise.race([
        poll({
          look: async () => (await look()) || undefined,
          deadline: PATIENCE,
          late: () => new Error(`Not yet: ${what}. ${workers.map(({ notes }) => notes).join()}`),
        }),
        ended.then(() => {
          throw new Error("A worker ended.");
        }),
      ]);
    const looks = () => workers.reduce((sum, worker) => sum + worker.looks(), 0);
    /** Has the server away while this happens, and until workers have failed often enough. */
    const away = async (meanwhile: () => Promise<void>) => {
      const lines = workers.map(({ notes }) => notes.length);
      await server.kill();
      try {
        await meanwhile();
        const before = looks();
        await until("workers look in vain", () => Promise.resolve(looks() >= before + LOOKS));
      } finally {
        await server.restart();
      }
      await until("all workers wait for passes again", async () => {
        const counts = await Promise.all(
          workers.map(({ passes }) => passes.workers().catch(() => 0)),
        );
        return counts.every((count) => count === WORKERS);
      });
      for (const [index, { notes }] of workers.entries()) {
        const said = notes.slice(lines[index]).flatMap((line) => AWAY.exec(line)?.[1] ?? []);
        expect(said, notes.join("\n")).to.have.length(new Set(said).size);
      }
    };
    const bids = async () => {
      const { address: bidder } = m.bidders[0];
      const logs = await m.house.getEvents.BidCommitted({ bidder }, { fromBlock: 0n });
      return logs.map(({ args }) => args.leadId);
    };
    receiver.received.length = 0;
    const won = () => receiver.received.map(({ headers }) => headers["webhook-id"]);

    try {
      const leads = [await m.list({ terms: { baseReserve: "90" } })];
      await until("the first lead is bid on", async () => (await bids()).length === 1);
      await away(async () => {
        leads.push(await m.list({ terms: { baseReserve: "90" } }));
      });
      await until("the second lead is bid on", async () => (await bids()).length === 2);
      await away(() => m.toOpening(leads[1] ?? 0n));
      await until("the bids are opened", async () => {
        const auctions = await Promise.all(leads.map((leadId) => m.house.read.auctionOf([leadId])));
        return auctions.every(({ pendingCommitments }) => pendingCommitments === 0);
      });
      await away(async () => {
        await tendSales(m.seller, {});
      });
      await until("the CRM has both leads", () => Promise.resolve(new Set(won()).size === 2));

      expect(await bids()).to.deep.equal(leads);
      expect(won().every((id) => id?.toString().endsWith(":lead.won"))).to.equal(true);
      for (const { notes } of workers) expect(notes.some((line) => AWAY.test(line))).to.equal(true);
    } finally {
      process.emit("SIGTERM");
      await ended;
    }
  }

  it("fail a transaction in which the connection breaks, and nothing else", async () => {
    const url = await postgres.newDatabase();
    await migrate(url);
    const database = await openPostgres(url, "agents");
    const failure = database.transaction(async (inside) => {
      await inside.run("INSERT INTO rules (id, json) VALUES (1, $1)", "{}");
      await postgres.kill();
      await postgres.restart();
    });
    expect(await rejection(failure)).to.equal("STORE_FAILED");
    expect(await database.all("SELECT * FROM rules")).to.deep.equal([]);
    await database.close();
  }).timeout(PATIENCE);

  it("ask a silent database whether its machine is still there", async () => {
    const url = await postgres.newDatabase();
    await migrate(url);
    const memory = await openShared(url);
    const market = { chainId: 31_337, house: zeroAddress, genesis: zeroHash };
    const passes = await openPassQueue({ url, market, account: zeroAddress });
    passes.work(() => Promise.resolve());
    await poll({
      look: async () => {
        const kept = await areKeptAlive(Number(new URL(url).port));
        return (kept.length > 2 && kept.every(Boolean)) || undefined;
      },
      deadline: PATIENCE,
      late: () => new Error("A connection would wait for a machine that is gone."),
    });
    await passes.close();
    await memory.close();
  }).timeout(2 * PATIENCE);

  it("wait for PostgreSQL, say so once, and go on", () => outages(postgres)).timeout(4 * PATIENCE);

  if (hasRedis()) {
    const withRedis = async (work: (redis: Redis) => Promise<void>) => {
      const redis = await openRedisServer();
      try {
        await work(redis);
      } finally {
        await redis.close();
      }
    };
    it("wait for Redis, say so once, and go on though it forgot the queue", () =>
      withRedis((redis) => outages(redis, redis.url))).timeout(4 * PATIENCE);
    it("wait for PostgreSQL while their queue in Redis is there", () =>
      withRedis(({ url }) => outages(postgres, url))).timeout(4 * PATIENCE);
  } else {
    after(() => {
      console.log("      left out, because redis-server is not installed: a queue in Redis");
    });
  }
});
