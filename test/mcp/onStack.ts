import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect } from "chai";
import hre from "hardhat";
import { bytesToHex, parseEther, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { randomBytes } from "@noble/hashes/utils.js";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { openTrader, type TaskTrader } from "../../tasks/cli/client.ts";
import { admitTraders } from "../fixtures/admitTraders.ts";
import { HARDHAT } from "../fixtures/hardhatProcess.ts";
import { callTool, connect, ERAS, openMcp, TOKEN, type Era } from "../fixtures/mcp.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runTask } from "../fixtures/runTask.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";
import { TOOL_CALLS } from "./toolCalls.ts";

const INSPECTOR = fileURLToPath(
  import.meta.resolve("@modelcontextprotocol/inspector/clients/launcher/build/index.js"),
);
/** Of the README. */
const SECTION = "### Through an MCP client";
const [SELLER, BUYER] = ["MCP_SELLER_KEY", "MCP_BUYER_KEY"];
/** Codes of what must not happen: a fault of ours, or of the call. */
const BROKEN = ["UNFORESEEN", "INVALID_PARAMETERS", "CANNOT_ASK", "READ_ONLY"];
/** How long a program that shares two cores with a stack may take, milliseconds. */
const PATIENCE = 240_000;

describe("the MCP server on the whole stack", () => {
  let stack: Stack;
  let tasks: TasksOnStack;
  let trader: TaskTrader;
  let server: Awaited<ReturnType<typeof openMcp>>;
  const keys: Record<string, Hex> = {};
  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    tasks = await tasksOn(stack);
    const accounts = [SELLER, BUYER].map((name) => {
      const key = bytesToHex(randomBytes(32));
      keys[name] = key;
      process.env[name] = key;
      return privateKeyToAccount(key).address;
    });
    const [rich] = await stack.connection.viem.getWalletClients();
    for (const to of accounts) await rich?.sendTransaction({ to, value: parseEther("10") });
    await admitTraders(stack, accounts);
    const [, [, , amount = ""] = []] = await readmeCommands(SECTION);
    for (const account of [SELLER, BUYER]) {
      await run(["vault", "deposit"], { account, amount, faucet: true });
    }
    await writeFile(
      path.join(tasks.folder, "operator.json"),
      (await readmeBlocks())[0]?.replace('"solar"', '"solar", "roofing"') ?? "",
    );
    trader = await openTrader(
      hre,
      { account: BUYER, graphql: undefined, ipfs: undefined, don: undefined, beacon: undefined },
      () => undefined,
    );
    await stack.indexed();
    server = await openMcp({ client: trader, trader, unattended: true });
  });
  after(async () => {
    await server.close();
    await trader.connection.close();
    for (const name of [SELLER, BUYER]) Reflect.deleteProperty(process.env, name);
    await tasks.close();
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const result = await runTask(id, { json: true, ...args });
    expect(result.succeeded, result.err.join("\n")).to.equal(true);
    return result.json;
  };
  let listed = 0;
  /** A lead of Texas by the seller of these tests; another consumer each time. */
  const list = async (changes: object = {}): Promise<number> => {
    const file = path.join(tasks.folder, "lead.json");
    const now = await stack.connection.networkHelpers.time.latest();
    // Of numbers with 555 the vendors say the best.
    const number = String(listed++).padStart(2, "0");
    const contact = {
      ...example.contact,
      phone: `(325) 555-01${number}`,
      email: `mcp.${number}@example.com`,
    };
    await writeFile(
      file,
      JSON.stringify({ ...example, contact, consentTime: now - 60, ...changes }),
    );
    const { leadId } = await run(["lead", "submit"], { account: SELLER, file });
    await stack.indexed();
    return Number(leadId);
  };
  const environment = () => ({ ...definedEnvironment(), ...tasks.environment, ...keys });
  const overStdio = (...options: string[]) =>
    new StdioClientTransport({
      command: process.execPath,
      args: [HARDHAT, "mcp", "--account", BUYER, ...options],
      env: environment(),
      cwd: hre.config.paths.root,
      stderr: "ignore",
    });

  for (const era of ERAS) {
    it(`answers the official client's call of every tool over both transports, in the ${era} era`, async () => {
      const stdio = await connect(overStdio("--allow-unattended"), { era });
      const noise: string[] = [];
      stdio.client.onerror = ({ message }) => noise.push(message);
      const http = await server.connect({ era });
      for (const { client } of [stdio, http]) {
        const { tools } = await client.listTools();
        for (const { name } of tools) {
          const call = TOOL_CALLS[name];
          expect(call, `a call of ${name}`).to.be.an("object");
          const { data, error } = await callTool(client, name, call?.with(trader.address));
          const what = `${name}: ${error?.code ?? ""} ${error?.says ?? ""}`;
          if (error === undefined) expect(Object.keys(data).length, what).to.be.above(0);
          else {
            expect(call?.mayRefuse, what).to.equal(true);
            expect(error.code, what).not.to.be.oneOf(BROKEN);
          }
        }
        const names = tools.map(({ name }) => name);
        expect(names.includes("decryptLead")).to.equal(client === stdio.client);
      }
      // Each line of stdout was the protocol's.
      expect(noise).to.deep.equal([]);
      await stdio.client.close();
      await http.client.close();
    }).timeout(PATIENCE);
  }

  it("is listed and called by the inspector, over both transports, in both eras", async () => {
    const mcp = [process.execPath, HARDHAT, "mcp", "--account", BUYER, ...serverEnvironment()];
    const header = ["--header", `Authorization: Bearer ${TOKEN}`];
    const calls: [Era, string[], string[]][] = [
      ["modern", [server.url], header],
      ["legacy", [server.url], header],
      ["modern", mcp, []],
      ["legacy", mcp, []],
    ];
    for (const [era, target, more] of calls) {
      const listed = await inspect([...target, ...more], era, "tools/list");
      expect(listed, era).to.include("search_leads").and.include("commitBid");
    }
    for (const [era, target, more] of calls.slice(0, 2)) {
      const called = await inspect([...target, ...more], era, "tools/call", [
        "--tool-name",
        "search_leads",
        "--tool-args-json",
        '{"status":"Any","limit":2}',
      ]);
      expect(called, era).to.include("verticalSlug");
    }
  }).timeout(PATIENCE);

  /** The inspector gives a server only what it is told to. */
  const serverEnvironment = () =>
    Object.entries({ ...tasks.environment, ...keys }).flatMap(([name, value]) => [
      "-e",
      `${name}=${value}`,
    ]);
  const inspect = (target: string[], era: Era, method: string, more: string[] = []) =>
    new Promise<string>((resolve, reject) => {
      const args = ["--cli", ...target, "--protocol-era", era, "--method", method, ...more];
      execFile(
        process.execPath,
        [INSPECTOR, ...args],
        { env: { ...environment(), HOME: tasks.folder }, maxBuffer: 10_000_000 },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new Error(`${args.join(" ")}: ${stdout}${stderr}`));
        },
      );
    });

  it("pages: every listing once, with nothing left out", async () => {
    const { client } = await server.connect({ era: "modern" });
    const all = await callTool(client, "export_leads", { format: "json", days: 365 });
    const expected = (all.data["leads"] as { cursor: string }[]).map(({ cursor }) => cursor);
    expect(expected.length).to.be.above(10);
    const seen: string[] = [];
    for (let uri = "lead://live?after=0x&limit=3"; ;) {
      const [content] = (await client.readResource({ uri })).contents;
      const page = JSON.parse(content !== undefined && "text" in content ? content.text : "") as {
        leads: { cursor: string }[];
        cursor: string;
        more: boolean;
      };
      seen.push(...page.leads.map(({ cursor }) => cursor));
      if (!page.more) break;
      uri = `lead://live?after=${page.cursor}&limit=3`;
    }
    expect(seen).to.deep.equal(expected);
    const csv = await callTool(client, "export_leads", { format: "csv", days: 365 });
    expect(String(csv.data["csv"]).split("\r\n")).to.have.length(expected.length + 1);
    await client.close();
  });

  for (const era of ERAS) {
    it(`tells of new leads, loses none over a reconnect, and stops watching, in the ${era} era`, async () => {
      const first = await server.connect({ era });
      const started = await callTool(first.client, "subscribe_to_live_leads", { verticals: [] });
      const subscription =
        era === "modern"
          ? await first.client.listen({ resourceSubscriptions: ["lead://live"] })
          : undefined;
      if (era === "legacy") await first.client.subscribeResource({ uri: "lead://live" });
      expect(server.live.isWatching).to.equal(true);
      const told = await list();
      await until(() => first.updates.includes("lead://live"));
      await subscription?.close();
      await first.client.close();
      await until(() => !server.live.isWatching);
      expect(server.live.listenerCount).to.equal(0);

      const missed = await list();
      const again = await server.connect({ era });
      const uri = String(started.data["read"]);
      const [content] = (await again.client.readResource({ uri })).contents;
      const { leads } = JSON.parse(
        content !== undefined && "text" in content ? content.text : "",
      ) as { leads: { leadId: number }[] };
      expect(leads.map(({ leadId }) => leadId)).to.deep.equal([told, missed]);
      await again.client.close();
    }).timeout(PATIENCE);
  }

  it("sells a lead in one sitting to a person who has an MCP client and the README", async () => {
    const leadId = await list();
    const [, configuration = ""] = await readmeBlocks();
    const root = hre.config.paths.root;
    const written = configuration.replaceAll("/path/to/lead-engine", root);
    const { mcpServers } = JSON.parse(written.replaceAll("AGENT_KEY", BUYER)) as {
      mcpServers: Record<string, { command: string; args: string[] }>;
    };
    const elsewhere = await mkdtemp(path.join(tmpdir(), "lead-engine-sitting-"));
    const transport = new StdioClientTransport({
      command: mcpServers["lead-engine"]?.command ?? "",
      args: mcpServers["lead-engine"]?.args ?? [],
      env: environment(),
      cwd: elsewhere,
      stderr: "ignore",
    });
    const { client, asked } = await connect(transport, { era: "legacy", answers: "yes" });
    const prompt = await client.getPrompt({
      name: "find-and-buy",
      arguments: { wanted: "home owners in Texas who want solar", budget: "300" },
    });
    expect(JSON.stringify(prompt.messages)).to.include("suggest_vertical");

    const suggested = await callTool(client, "suggest_vertical", {
      description: "home owners in Texas who want solar panels on their roof",
    });
    const [best] = suggested.data["suggestions"] as { vertical: string }[];
    expect(best?.vertical).to.match(/^solar/);
    const found = await callTool(client, "search_leads_advanced", {
      vertical: "solar",
      region: "US-TX",
      filterRules: [{ field: "ownOrRent", operator: "EQUALS", value: "own" }],
    });
    const leads = found.data["leads"] as { leadId: number; reserve: number }[];
    const lead = leads.find((one) => one.leadId === leadId);
    expect(lead, found.text).to.be.an("object");
    const looked = await callTool(client, "ping_lead", { leadId, action: "evaluate" });
    expect(looked.data).to.deep.include({ mayBid: true, limits: null });
    const amount = (lead?.reserve ?? 0) + 1_000_000;
    const bid = await callTool(client, "place_bid", { leadId, amount });
    expect(bid.error, bid.text).to.equal(undefined);
    expect(asked.join()).to.include(`on lead ${leadId}`);

    const pass = { once: true, every: "2s" };
    await run(["chain", "advance"], { until: "reveal", lead: String(leadId) });
    // Until the drand round that opens the bid.
    await run(["chain", "advance"], { until: "2m" });
    await stack.indexed();
    await run(["keeper", "run"], { account: SELLER, ...pass });
    await stack.indexed();
    await run(["seller", "run"], { account: SELLER, ...pass, relist: 0, reserveStep: 0 });
    await stack.indexed();
    const status = await callTool(client, "ping_lead", { leadId, action: "status" });
    expect(status.data).to.include({ owner: trader.address });
    const read = await callTool(client, "decryptLead", { leadId });
    expect(read.data["contact"]).to.include({ firstName: example.contact.firstName });
    await client.close();
    await rm(elsewhere, { recursive: true });
  }).timeout(PATIENCE);
});

/** The README's blocks of JSON in its section on agents. */
async function readmeBlocks(): Promise<string[]> {
  const text = await readFile(path.join(hre.config.paths.root, "README.md"), "utf8");
  const section = text.split(`${SECTION}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
}

function until(isSo: () => boolean): Promise<boolean> {
  return poll({
    look: () => Promise.resolve(isSo() ? true : undefined),
    deadline: 60_000,
    interval: 100,
    late: () => new Error("It did not happen."),
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
