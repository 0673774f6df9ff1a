import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { parseEventLogs } from "viem";
import { getTransactionReceipt } from "viem/actions";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackFacts, writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { openMarket, type Market } from "../scenarios/day/market.ts";

/** Longest windows of a vertical whose auctions are over within a minute, seconds. */
const FAST = 30;
/** How long the sale may take before the measurement gives up, and the time between two looks, milliseconds. */
const PATIENCE = 180_000;
const INTERVAL = 100;
/** Accounts of the local chain: one without a role in the market, and its honest seller. */
const [KEEPER, SELLER] = ["0", "8"];

/** How a sale went that nobody attended. */
export interface SaleTimes {
  /** Gas of the transactions that opened the bids, for each bid. */
  readonly revealGasPerBid: number;
  /** Seconds of real time from the auction's start to the buyer's reading of the lead. */
  readonly listedToDecryptedSeconds: number;
}

/**
 * Sells a lead of a fast vertical on a stack of its own, with `keeper run` and `seller run` as processes beside it: five bidders commit and
 * go, time passes by itself, and the buyer reads the lead as soon as it is its own.
 */
export async function measureSale(
  hre: HardhatRuntimeEnvironment,
  progress: (line: string) => void,
): Promise<SaleTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-bench-"));
  const stack = await openStack(hre);
  const runs: ChildProcess[] = [];
  try {
    const market = await openMarket(stack);
    const environment = await environmentOf(stack, folder);
    for (const words of [
      ["keeper", "run", "--account", KEEPER, "--every", "1s"],
      ["seller", "run", "--account", SELLER, "--every", "1s"],
    ]) {
      runs.push(await start(words, environment, progress));
    }
    return await sell(market, progress);
  } finally {
    for (const run of runs) await stop(run);
    await stack.close();
    await rm(folder, { recursive: true });
  }
}

async function environmentOf(stack: Stack, folder: string): Promise<Record<string, string>> {
  const file = path.join(folder, "stack.json");
  await writeStackFile(stackFacts(stack), file);
  return { LEAD_ENGINE_STACK: file, LEAD_ENGINE_HOME: folder };
}

/** Starts a command of this program and waits until it says that it watches. */
async function start(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  progress: (line: string) => void,
): Promise<ChildProcess> {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.trimEnd().split("\n")) progress(`  ${words[0]}: ${line}`);
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error(`${words.join(" ")} ended at its start.`);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGINT");
  await once(child, "exit");
}

async function sell(market: Market, progress: (line: string) => void): Promise<SaleTimes> {
  const { bidders, sellers, contracts, publicClient, now } = market;
  const fast = [...market.verticals.values()].find(({ config }) => config.commitWindow <= FAST);
  if (fast === undefined) throw new Error("No vertical is fast.");
  const drafts = { seed: "bench/sale", count: 1, now: await now(), verticals: [fast] };
  const [lead] = generateLeads(drafts);
  if (lead === undefined) throw new Error("No lead was generated.");
  const { leadId, reserve, commitEnd } = await submitLead(sellers.honest, { lead, vertical: fast });
  for (const [index, bidder] of bidders.entries()) {
    await commitBid(bidder, { leadId, amount: reserve + BigInt(index + 1) * 1_000_000n });
  }
  progress(`Listed lead ${leadId} in ${fast.slug}; five bidders have committed and are gone`);

  const buyer = bidders[bidders.length - 1] ?? bidders[0];
  await poll({
    look: async () => {
      const owner = await contracts.nft.read.ownerOf([leadId]);
      return owner === buyer.address ? decryptLead(buyer, { leadId }) : undefined;
    },
    deadline: PATIENCE,
    interval: INTERVAL,
    late: () => new Error(`Lead ${leadId} was not sold within ${PATIENCE / 1_000} s.`),
  });
  const seconds = Date.now() / 1_000 - (commitEnd - fast.config.commitWindow);

  const { abi, getEvents } = contracts.house;
  const found = await getEvents.BidRevealed({ leadId }, { fromBlock: 0n });
  const logs = parseEventLogs({ abi, eventName: "BidRevealed", logs: found });
  const hashes = new Set(logs.map(({ transactionHash }) => transactionHash));
  let gas = 0n;
  for (const hash of hashes) gas += (await getTransactionReceipt(publicClient, { hash })).gasUsed;
  return {
    revealGasPerBid: Math.round(Number(gas) / logs.length),
    listedToDecryptedSeconds: Math.round(seconds * 10) / 10,
  };
}
