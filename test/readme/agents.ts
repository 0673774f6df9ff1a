import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";

import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runCommand } from "../fixtures/runCommand.ts";
import type { TaskRun } from "../fixtures/runTask.ts";
import {
  marketOf,
  openServers,
  servedMarket,
  type ServedMarket,
} from "../fixtures/servedMarket.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const SECTION = "### An agent that buys by itself";
/** The files that readers are told to write. */
const RULES_FILE = "my-rules.json";
const RULES = { rules: [{ name: "solar", vertical: "solar", bid: 100, maxPerLead: 150 }] };
const OPERATOR = {
  limits: { maxPerBid: 150, perHour: 500, perDay: 2000, verticals: ["solar"] },
};

describe("the README's agent", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let tasks: TaskRunner;
  let folder: string;
  let m: ServedMarket;
  const runs = new Map<string, TaskRun>();
  before(async function () {
    this.timeout(300_000);
    servers = await openServers(connection);
    m = await servedMarket(connection, marketOf(connection), servers.urls);
    tasks = await taskRunner(connection, m);
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-agents-"));
    process.env["LEAD_ENGINE_HOME"] = folder;
    process.env["LEAD_ENGINE_IPFS"] = servers.urls.ipfs;
    process.env["LEAD_ENGINE_BEACON"] = servers.urls.beacon;
    const rules = path.join(folder, RULES_FILE);
    await writeFile(rules, JSON.stringify(RULES));
    await writeFile(path.join(folder, "operator.json"), JSON.stringify(OPERATOR));
    await m.list({ terms: { baseReserve: "90" } });
    for (const words of await readmeCommands(SECTION)) {
      const args = words.map((word) => (word === RULES_FILE ? rules : word));
      const run = await runCommand(args, { json: false });
      expect(run.succeeded, `${words.join(" ")}\n${run.out.concat(run.err).join("\n")}`).to.equal(
        true,
      );
      runs.set(words.filter((word) => /^[a-z]+$/.test(word)).join(" "), run);
    }
  });
  after(async () => {
    for (const name of ["HOME", "IPFS", "BEACON", "AGENT_KEY"]) {
      Reflect.deleteProperty(process.env, `LEAD_ENGINE_${name}`);
    }
    await tasks.close();
    await servers.close();
    await rm(folder, { recursive: true });
  });

  it("bids with its own key, by its principal's credentials, and stays within its money", async () => {
    const [log] = await m.house.getEvents.BidCommitted({}, { fromBlock: 0n });
    const { bidder } = log?.args ?? {};
    expect(runs.get("agent key create")?.out.join()).to.include(String(bidder));
    expect(runs.get("agent status")?.out.join()).to.match(/bids committed\s+│ 1/);
  });

  it("shows its key nowhere", async () => {
    const printed = [...runs.values()].flatMap(({ out, err }) => [...out, ...err]).join("\n");
    const key = (await readFile(path.join(folder, "agent.key"), "utf8")).trim();
    expect(printed).to.not.include(key.slice(2));
  });
});
