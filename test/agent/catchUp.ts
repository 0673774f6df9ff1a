import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { randomBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import hre from "hardhat";
import { bytesToHex, parseEther, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackFacts, writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { admitTraders } from "../fixtures/admitTraders.ts";
import { HARDHAT } from "../fixtures/hardhatProcess.ts";
import { lineTo, type Line } from "../fixtures/line.ts";
import { runTask } from "../fixtures/runTask.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";

const [SELLER, AGENT] = ["CATCH_UP_SELLER_KEY", "CATCH_UP_AGENT_KEY"];
const RULES = { rules: [{ name: "solar", vertical: "solar", bid: 120, maxPerLead: 300 }] };
const LIMITS = { maxPerBid: 300, perHour: 5_000, perDay: 5_000, verticals: ["solar"] };
/** More blocks than the agent asks a node about. */
const GAP = 520;
/** How long a program that shares two cores with a stack may take, milliseconds. */
const PATIENCE = 120_000;

describe("agent run on a connection that breaks", () => {
  let stack: Stack;
  let tasks: TasksOnStack;
  let chain: Line;
  let index: Line;
  let agent: Address;
  const keys: Record<string, Hex> = {};
  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    tasks = await tasksOn(stack);
    for (const name of [SELLER, AGENT]) keys[name] = bytesToHex(randomBytes(32));
    Object.assign(process.env, keys);
    const accounts = Object.values(keys).map((key) => privateKeyToAccount(key).address);
    [, agent = "0x"] = accounts;
    const [rich] = await stack.connection.viem.getWalletClients();
    for (const to of accounts) await rich?.sendTransaction({ to, value: parseEther("10") });
    await admitTraders(stack, accounts);
    for (const account of [SELLER, AGENT]) {
      await run(["vault", "deposit"], { account, amount: "2000", faucet: true });
    }
    const rules = path.join(tasks.folder, "rules.json");
    await writeFile(rules, JSON.stringify(RULES));
    await run(["agent", "rules", "set"], { file: rules });
    const operator = path.join(tasks.folder, "operator.json");
    await writeFile(operator, JSON.stringify({ limits: LIMITS }));
    await stack.indexed();
    [chain, index] = await Promise.all([lineTo(stack.urls.rpc), lineTo(stack.urls.graphql)]);
  });
  after(async () => {
    await chain.cut();
    await index.cut();
    for (const name of [SELLER, AGENT]) Reflect.deleteProperty(process.env, name);
    await tasks.close();
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const result = await runTask(id, { json: true, ...args });
    expect(result.succeeded, result.err.join("\n")).to.equal(true);
    return result.json;
  };
  const listed: bigint[] = [];
  /** Lists a lead of Texas, of another consumer each time. */
  const list = async (): Promise<bigint> => {
    const file = path.join(tasks.folder, "lead.json");
    const consentTime = (await stack.connection.networkHelpers.time.latest()) - 60;
    const phone = `(512) 867-6${String(listed.length).padStart(3, "0")}`;
    const contact = { ...example.contact, phone, email: `catch.up.${listed.length}@example.com` };
    await writeFile(file, JSON.stringify({ ...example, contact, consentTime }));
    const { leadId } = await run(["lead", "submit"], { account: SELLER, file });
    listed.push(BigInt(String(leadId)));
    return BigInt(String(leadId));
  };
  /** The leads of these tests that the agent bid on, as often as it did. */
  const bidsOn = async (): Promise<bigint[]> => {
    const { house } = stack.protocol;
    const logs = await house.getEvents.BidCommitted({ bidder: agent }, { fromBlock: 0n });
    const leads = logs.flatMap(({ args }) => args.leadId ?? []);
    return leads.filter((leadId) => listed.includes(leadId));
  };
  const untilBid = (leads: readonly bigint[]) =>
    poll({
      look: async () => {
        const bids = await bidsOn();
        return leads.every((leadId) => bids.includes(leadId)) ? true : undefined;
      },
      deadline: PATIENCE,
      interval: 100,
      late: async () => new Error(`It bid on ${(await bidsOn()).join()}, not on ${leads.join()}.`),
    });

  /** Starts `agent run` in a terminal that reaches chain and subgraph through the lines. */
  async function startAgent(): Promise<ChildProcess> {
    const file = path.join(tasks.folder, "lines.json");
    const urls = { ...stack.urls, rpc: chain.url, graphql: index.url };
    await writeStackFile(stackFacts({ ...stack, urls }), file);
    const child = spawn(process.execPath, [HARDHAT, "agent", "run", "--account", AGENT], {
      cwd: hre.config.paths.root,
      env: { ...process.env, ...tasks.environment, LEAD_ENGINE_STACK: file },
      stdio: ["ignore", "ignore", "inherit"],
    });
    return child;
  }

  it("catches up from the subgraph after a long gap, and bids once on each lead", async () => {
    const child = await startAgent();
    try {
      const first = await list();
      await untilBid([first]);

      await chain.cut();
      const missed = [await list(), await list()];
      // One by one: EDR 0.20 cannot mine many at once on a chain of Base's kind, and takes the process with it.
      for (let block = 0; block < GAP; block++) await stack.connection.networkHelpers.mine();
      await stack.indexed();
      expect(await bidsOn()).to.deep.equal([first]);
      const asked = index.bytes();
      await chain.restore();
      await untilBid(missed);
      expect(index.bytes()).to.be.above(asked);

      const last = await list();
      await untilBid([last]);
      expect((await bidsOn()).sort()).to.deep.equal([first, ...missed, last].sort());
      const { judged } = await run(["agent", "status"], { account: AGENT });
      expect(judged).to.be.at.least(4);
    } finally {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    expect(child.exitCode).to.equal(0);
  }).timeout(2 * PATIENCE);
});
