import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";

import { agentPass } from "../../deploy/agent/run/agentPass.ts";
import type { BidState } from "../../deploy/agent/store/bidLedger.ts";
import { migrate } from "../../deploy/agent/store/migrate.ts";
import { openShared } from "../../deploy/agent/store/openMemory.ts";
import { MIGRATIONS, SCHEMA } from "../../deploy/agent/store/migrations.ts";
import { openPool } from "../../deploy/agent/store/postgres.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { putContent } from "../../deploy/sdk/lead/contentStore.ts";
import { rejection } from "../fixtures/rejection.ts";
import { agentOn } from "../fixtures/agentOn.ts";
import { VERTICAL } from "../fixtures/market.ts";
import { openPostgresServer, type TestPostgres } from "../fixtures/postgres.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runTask, type TaskRun } from "../fixtures/runTask.ts";
import {
  marketOf,
  openServers,
  servedMarket,
  type ServedMarket,
} from "../fixtures/servedMarket.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";
import { placesOf, tracesInFiles, type Trace } from "../fixtures/traces.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const RULES = {
  rules: [{ name: "solar", vertical: VERTICAL, bid: 120, maxPerLead: 150, budgets: { day: 120 } }],
};
const OPERATOR = {
  limits: { maxPerBid: 150, perHour: 500, perDay: 2000, verticals: ["solar"] },
  shared: { database: "AGENTS_DATABASE" },
};

describe("agents of several machines", () => {
  const fixture = marketOf(connection);
  let servers: Awaited<ReturnType<typeof openServers>>;
  let postgres: TestPostgres;
  let tasks: TaskRunner;
  let m: ServedMarket;
  let url: string;
  let machines: string[];
  const printed: Trace[] = [];
  /** Personal data of the leads. */
  const planted: string[] = [];
  before(async function () {
    this.timeout(300_000);
    servers = await openServers(connection);
    postgres = await openPostgresServer();
    m = await servedMarket(connection, fixture, servers.urls);
    tasks = await taskRunner(connection, m);
    url = await postgres.newDatabase();
    const folder = () => mkdtemp(path.join(tmpdir(), "lead-engine-machine-"));
    machines = [await folder(), await folder()];
    for (const machine of machines) {
      await writeFile(path.join(machine, "operator.json"), JSON.stringify(OPERATOR));
      await writeFile(path.join(machine, "my-rules.json"), JSON.stringify(RULES));
    }
    process.env["AGENTS_DATABASE"] = url;
    process.env["LEAD_ENGINE_IPFS"] = servers.urls.ipfs;
    process.env["LEAD_ENGINE_BEACON"] = servers.urls.beacon;
  });
  after(async () => {
    for (const name of [
      "AGENTS_DATABASE",
      ...["HOME", "IPFS", "BEACON"].map((one) => `LEAD_ENGINE_${one}`),
    ]) {
      Reflect.deleteProperty(process.env, name);
    }
    await tasks.close();
    await postgres.close();
    await servers.close();
    for (const machine of machines) await rm(machine, { recursive: true });
  });

  /** Runs a task on one of the machines, as the first bidder. */
  async function on(machine: number, id: string[], args: object = {}): Promise<TaskRun> {
    process.env["LEAD_ENGINE_HOME"] = machines[machine];
    const account = { account: m.bidders[0].address };
    const signs = id[1] === "run" || id[1] === "status";
    const done = await runTask(id, { json: true, ...(signs && account), ...args });
    const text = [...done.out, ...done.err, JSON.stringify({ error: done.error })].join("\n");
    printed.push({ place: `output of ${id.join(" ")}`, bytes: Buffer.from(text) });
    return done;
  }
  const once = async (machine: number) => {
    const { json, err } = await on(machine, ["agent", "run"], { once: true });
    expect(json["troubles"], err.join("\n")).to.deep.equal([]);
    return json;
  };

  it("need tables of their version, and say how to get them", async () => {
    const before = await on(0, ["agent", "rules", "show"]);
    expect(before.error?.code).to.equal("MIGRATION_NEEDED");
    expect(before.error?.next).to.include("npx hardhat agent migrate");
    const made = await on(0, ["agent", "migrate"]);
    expect(made.json).to.deep.equal({ from: 0, to: MIGRATIONS.length });
    const again = await on(1, ["agent", "migrate"]);
    expect(again.json).to.deep.equal({ from: MIGRATIONS.length, to: MIGRATIONS.length });
    expect((await on(1, ["agent", "rules", "show"])).json).to.deep.equal({ rules: [] });

    const later = await postgres.newDatabase();
    process.env["AGENTS_DATABASE"] = later;
    await on(0, ["agent", "migrate"]);
    const pool = openPool(later);
    await pool.query(
      `INSERT INTO ${SCHEMA}.migrations (version) VALUES (${MIGRATIONS.length + 1})`,
    );
    await pool.end();
    expect(await rejection(openShared(later))).to.equal("MIGRATION_NEWER");
    process.env["AGENTS_DATABASE"] = url;
  });

  it("say without a password what is wrong with an address", async () => {
    const nobody = new URL(url);
    nobody.port = "9";
    const stranger = Object.assign(new URL(url), { password: "planted-secret" });
    for (const address of [nobody.href, stranger.href, "mysql://planted-secret@host"]) {
      process.env["AGENTS_DATABASE"] = address;
      const { error } = await on(0, ["agent", "status"]);
      expect(error?.code, address).to.equal("STORE_FAILED");
    }
    const operator = path.join(machines[0] ?? "", "redis.json");
    const shared = { ...OPERATOR.shared, queue: "AGENTS_QUEUE" };
    await writeFile(operator, JSON.stringify({ ...OPERATOR, shared }));
    process.env["AGENTS_DATABASE"] = url;
    process.env["AGENTS_QUEUE"] = "ftp://planted-secret@host";
    const { error } = await on(0, ["agent", "status"], { operator });
    Reflect.deleteProperty(process.env, "AGENTS_QUEUE");
    expect(error?.code).to.equal("QUEUE_FAILED");
    const alone = await on(0, ["agent", "migrate"], { operator: await withoutShared() });
    expect(alone.error?.code).to.equal("NOT_SHARED");
  });

  async function withoutShared(): Promise<string> {
    const file = path.join(machines[0] ?? "", "alone.json");
    await writeFile(file, JSON.stringify({ limits: OPERATOR.limits }));
    return file;
  }

  it("share rules, leads and budgets, by the README's commands", async () => {
    const commands = await readmeCommands("### When one machine is not enough");
    expect(commands.map(([, ...words]) => words.slice(0, 2).join(" "))).to.deep.equal([
      "migrate",
      "rules set",
      "run --once",
      "status",
    ]);
    const file = path.join(machines[0] ?? "", "my-rules.json");
    for (let lead = 0; lead < 2; lead++) {
      const { lead: listed, disclosure } = await m.listLead({ terms: { baseReserve: "90" } });
      await putContent(servers.urls.ipfs, disclosure.ciphertext);
      const { email = "", phone = "" } = listed.contact;
      planted.push(email, phone);
    }
    expect((await on(0, ["agent", "migrate"])).succeeded).to.equal(true);
    expect((await on(0, ["agent", "rules", "set"], { file })).succeeded).to.equal(true);
    // The other machine has no rules of its own, and finds the budget spent that the first has spent.
    expect(await once(1)).to.include({ judged: 2, bids: 1 });
    expect(await once(0)).to.include({ judged: 0, bids: 0 });
    const { json } = await on(0, ["agent", "status"]);
    expect(json).to.deep.include({ judged: 2, skips: { BUDGET: 1 }, workers: 0 });
    expect(json["bids"]).to.include({ committed: 1 });
  });

  it("keep no personal data in their database and queue, and no password anywhere", async () => {
    const commits = await m.house.getEvents.BidCommitted({}, { fromBlock: 0n });
    const leadId = commits[0]?.args.leadId ?? 0n;
    await m.toOpening(leadId);
    await once(0);
    await tendSales(m.seller, {});
    expect(await once(1)).to.include({ won: 1 });
    await postgres.flush();
    expect(planted.filter((text) => text !== "")).to.have.length(4);
    const { password } = new URL(url);
    const folders = [postgres.folder, ...machines];
    for (const folder of folders) {
      expect(await placesOf([...planted, password], tracesInFiles(folder)), folder).to.deep.equal(
        [],
      );
    }
    expect(await placesOf([...planted, password, "planted-secret"], printed)).to.deep.equal([]);
    // A search that does not find what is there finds nothing.
    const known = await placesOf([m.bidders[0].address], tracesInFiles(postgres.folder));
    expect(known).to.not.have.length(0);
  });

  it("do no harm when two do the same pass at the same time", async () => {
    // A chain without the leads of the other tests.
    const own = await servedMarket(connection, fixture, servers.urls);
    const database = await postgres.newDatabase();
    await migrate(database);
    const memories = [await openShared(database), await openShared(database)] as const;
    const trader = own.bidders[0];
    const rules = [{ name: "all", vertical: "any", bid: 120, maxPerLead: 150 }];
    const one = await agentOn(trader, memories[0], rules);
    const other = await agentOn(trader, memories[1], rules);
    const workers = [one, other];
    const both = () => Promise.all(workers.map(({ agent }) => agentPass(agent)));
    const leads: bigint[] = [];
    for (let lead = 0; lead < 3; lead++) {
      leads.push(await own.list({ terms: { baseReserve: "90" } }));
    }
    const inState = async (...states: BidState[]) => {
      const bids = await one.market.bids.list(trader.address, states);
      return bids.map(({ leadId }) => leadId);
    };
    for (let pass = 0; pass < 2; pass++) await both();
    expect(await inState("committed")).to.deep.equal(leads);
    const { address: bidder } = trader;
    const commits = await own.house.getEvents.BidCommitted({ bidder }, { fromBlock: 0n });
    expect(commits.map(({ args }) => args.leadId)).to.deep.equal(leads);

    await own.toOpening(leads.at(-1) ?? 0n);
    await both();
    await tendSales(own.seller, {});
    await both();
    expect(await inState("delivered")).to.deep.equal(leads);
    const told = new Set(workers.flatMap(({ events }) => events.map(({ id }) => id)));
    expect(told.size).to.equal(leads.length);
    for (const memory of memories) await memory.close();
  }).timeout(120_000);
});
