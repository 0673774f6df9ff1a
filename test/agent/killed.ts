import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { build } from "esbuild";
import { network } from "hardhat";
import { bytesToNumber, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";

import { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import { marketKeyOf } from "../../deploy/agent/store/market.ts";
import { stackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { EVENTS, SETTINGS, type AgentProcessSettings } from "../fixtures/agentProcess.ts";
import { usdc, VERTICAL } from "../fixtures/market.ts";
import { seededRandom } from "../fixtures/random.ts";
import { serveRpc, type RpcServer } from "../fixtures/rpcServer.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

/** How often the agent is killed; by hand more often. */
const KILLS = Number(process.env["AGENT_KILLS"] ?? 4);
const SOURCE = fileURLToPath(new URL("../fixtures/agentProcess.ts", import.meta.url));
const MNEMONIC = "test test test test test test test test test test test junk";
/** Lets CommonJS packages load what belongs to Node from a bundle. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
/** The market's first bidder. */
const BIDDER = 9;
const RULES = [
  { name: "solar", vertical: VERTICAL, bid: 120, maxPerLead: 500, budgets: { day: 360 } },
];

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("an agent that is killed and started again", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let rpc: RpcServer;
  let programs: string;
  let program: string;
  const fixture = marketOf(connection);
  before(async () => {
    servers = await openServers(connection);
    rpc = await serveRpc(connection);
    // As one file it starts in a third of the time, which counts when it is killed often.
    programs = await mkdtemp(path.join(tmpdir(), "lead-engine-program-"));
    program = path.join(programs, "agent.mjs");
    await build({
      entryPoints: [SOURCE],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: { js: REQUIRE },
      logLevel: "silent",
    });
  });
  after(async () => {
    await rm(programs, { recursive: true });
    await rpc.close();
    await servers.close();
  });

  /**
   * A day of an agent: it bids on three leads and not on two, opens, loses one, receives two. In each of the three parts it is killed that
   * often, after random times up to what the part took undisturbed, in milliseconds, before it may end.
   */
  async function day(
    killsOfPart: readonly number[],
    random: () => number,
    undisturbed: readonly number[],
  ) {
    const m = await servedMarket(connection, fixture, servers.urls);
    const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-killed-"));
    const key = mnemonicToAccount(MNEMONIC, { addressIndex: BIDDER }).getHdKey().privateKey;
    if (key === null) throw new Error("The mnemonic gives no key.");
    const settings: AgentProcessSettings = {
      rpc: rpc.url,
      ...servers.urls,
      deployment: stackAddresses(m),
      key: toHex(key),
      folder,
      rules: RULES,
    };
    let killed = 0;
    let part = 0;
    const times: number[] = [];
    const run = async () => {
      for (let kill = 0; kill < (killsOfPart[part] ?? 0); kill++) {
        const { wasKilled } = await agentProcess(
          program,
          settings,
          random() * (undisturbed[part] ?? 0),
        );
        if (wasKilled) killed++;
      }
      part++;
      const { took } = await agentProcess(program, settings);
      times.push(took);
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
      return { killed, times, end: await endOf(m, folder) };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** All that the agent did, on the chain and in its store, and told; without times. */
  async function endOf(m: Awaited<ReturnType<typeof servedMarket>>, folder: string) {
    const [trader] = m.bidders;
    const { address } = trader;
    const commits = await m.house.getEvents.BidCommitted({ bidder: address }, { fromBlock: 0n });
    const store = new AgentStore(folder);
    const market = store.market(await marketKeyOf(trader));
    const decisions = market.leads.decisions(address);
    const states = ["reserved", "committed", "won", "delivered", "lost", "released"] as const;
    const bids = market.bids.list(address, states);
    store.close();
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

  it(`ends as if nothing had happened: no bid twice, no lead lost, no opening forgotten (${KILLS} kills)`, async () => {
    const bytes = seededRandom("killed");
    const random = () => bytesToNumber(bytes(4)) / 2 ** 32;
    const undisturbed = await day([], random, []);
    expect(undisturbed.end.commits).to.have.length(3);
    expect(undisturbed.end.told.map(([, reason]) => reason)).to.include.members([102, null]);
    const parts = [0, 1, 2].map((part) => Math.floor((KILLS + 2 - part) / 3));
    const disturbed = await day(parts, random, undisturbed.times);
    console.log(`      killed ${disturbed.killed} times`);
    expect(disturbed.killed > 0).to.equal(true);
    expect(disturbed.end).to.deep.equal(undisturbed.end);
  }).timeout(1_800_000);
});

/** Runs the agent until it ends, or is killed so many milliseconds after it is ready. */
function agentProcess(program: string, settings: AgentProcessSettings, killAfter?: number) {
  return new Promise<{ readonly took: number; readonly wasKilled: boolean }>((resolve, reject) => {
    const child = spawn(process.execPath, [program], {
      env: {
        ...process.env,
        [SETTINGS]: JSON.stringify(settings),
        LEAD_ENGINE_HOME: settings.folder,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let start = 0;
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.once("data", () => {
      start = performance.now();
      if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const took = performance.now() - start;
      if (code === 0 || signal === "SIGKILL") resolve({ took, wasKilled: signal === "SIGKILL" });
      else reject(new Error(`The agent ended with ${code}: ${errors}`));
    });
  });
}
