import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre, { network } from "hardhat";

import { runTask, type TaskRun } from "../fixtures/runTask.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
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
      const run = await runWords(args);
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

  /** Runs a command's words as Hardhat's command line reads them. */
  async function runWords(words: readonly string[]): Promise<TaskRun> {
    const isFlag = (word: string) => word.startsWith("--");
    const rest = words.filter((word, index) => !isFlag(word) && !takesValue(words[index - 1]));
    let length = rest.length;
    while (length > 0 && !hasTask(rest.slice(0, length))) length--;
    const id = rest.slice(0, length);
    const { positionalArguments } = hre.tasks.getTask(id);
    const values = rest.slice(length);
    const args: Record<string, unknown> = { ...defaultsOf(id) };
    for (const [index, { name }] of [...positionalArguments].entries()) args[name] = values[index];
    for (const [index, word] of words.entries()) {
      if (isFlag(word)) args[word.slice(2)] = takesValue(word) ? valueOf(words[index + 1]) : true;
    }
    return runTask([...id], args);
  }

  const hasTask = (id: readonly string[]) => {
    try {
      return hre.tasks.getTask([...id]).id.join(" ") === id.join(" ");
    } catch {
      return false;
    }
  };
  /** `--days` is the only number; accounts are named by texts. */
  const valueOf = (word = "") => (word === "7" ? Number(word) : word);
  const takesValue = (word: string | undefined) =>
    word === "--account" || word === "--eth" || word === "--days";
  const defaultsOf = (id: readonly string[]) =>
    Object.fromEntries(
      [...hre.tasks.getTask([...id]).options].map(([name, { defaultValue }]) => [
        name,
        defaultValue,
      ]),
    );

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
