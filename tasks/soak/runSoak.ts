import { cpuUsage, threadCpuUsage } from "node:process";

import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import type { AgentsVerdict } from "./agents.ts";
import { postBounties, withdrawBounties } from "./bounties.ts";
import type { ChoreCost } from "./desks.ts";
import { finish, keep } from "./finishing.ts";
import { gasSince } from "./gasSince.ts";
import type { SoakEntry, SoakJournal } from "./journal.ts";
import { putOnSale } from "./listing.ts";
import type { Sale } from "./sale.ts";
import { openSoakMarket, type SoakedStack, type SoakMarket } from "./soakMarket.ts";
import { indexed, judge, lockedBy, type Verdict } from "./verdict.ts";

/** Leads that are put on sale together, at most: what the DON scores in ten full runs. A small soak has a few waves too. */
const WAVE = 120;
const FEWEST_WAVES = 5;
/** How long leads take bids, and how long these can be opened, seconds: see `WINDOW` of the market. */
const WINDOW = 1_800;
/** From the end of a commit phase until its bids open by themselves, at most: the margin, and a round. Seconds. */
const OPENING = 66;
/** Longest time that anything of a sale waits for, the delivery window with its grace, seconds; and how often that may be. */
const REST = { seconds: 90_000, times: 5 } as const;
/** One bounty of a root buys at most so many of all leads. */
const SHARE = 10;
/** Blocks that are searched at once. */
const SPAN = 500;
const MB = 2 ** 20;

/** What to trade. */
export interface SoakOptions {
  readonly leads: number;
  readonly seed: string;
  readonly journal: SoakJournal;
  /** Hears of every wave, and of what comes after the last. */
  readonly progress: (moment: SoakMoment, says?: string) => void;
}

/** A moment of a soak. */
export interface SoakMoment {
  /** Since its start, without the time between a kill and the next start. */
  readonly seconds: number;
  /** Leads that were put on sale until now. */
  readonly leads: number;
  /** Resident memory of this process. */
  readonly rssMb: number;
}

/** How a soak went. */
export interface SoakResult extends Verdict, AgentsVerdict {
  readonly leads: number;
  /** Sealed bids on them. */
  readonly bids: number;
  /** Until all sales were over and the subgraph had them. */
  readonly seconds: number;
  readonly leadsPerMinute: number;
  readonly gasPerLead: number;
  readonly rssStartMb: number;
  readonly rssEndMb: number;
  readonly moments: readonly SoakMoment[];
  /** What kinds of the parties' computations have cost, by name. */
  readonly desks: Readonly<Record<string, ChoreCost>>;
  /** Processor time of this process's first thread, and of all its threads; of the stack's too if it is a stack of this process. Seconds. */
  readonly cpuSeconds: { readonly firstThread: number; readonly process: number };
}

/**
 * Trades leads on a running stack, wave after wave: while the DON scores one wave, the bids of the wave before are opened and its leads are
 * delivered. At the end nothing may be locked, no money missing, and the subgraph has to say what the chain says. A soak that was killed goes
 * on where the same chain still runs: what was under way is brought to its end first.
 */
export async function runSoak(stack: SoakedStack, options: SoakOptions): Promise<SoakResult> {
  await using market = await openSoakMarket(stack, options.seed);
  const cpu = { firstThread: threadCpuUsage(), process: cpuUsage() };
  const state = await startOf(market, options);
  const start = performance.now() - state.seconds * 1_000;
  const moments: SoakMoment[] = [];
  const tell = (leads: number, says?: string): SoakMoment => {
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    const moment = { seconds, leads, rssMb: Math.round(process.memoryUsage().rss / MB) };
    moments.push(moment);
    options.progress(moment, says);
    return moment;
  };
  const first = tell(await listedSince(market, state));
  if (first.leads > 0) await finishLeft(market);
  const place = await tradeWaves(market, options, state, tell);
  await rest(market);
  const leads = await listedSince(market, state);
  tell(leads, "Waiting for the subgraph");
  await indexed(market);
  const { seconds, rssMb } = tell(leads, "Comparing the subgraph with the chain");
  const bids = await bidsSince(market, state);
  const { before } = state;
  const verdict = await judge(market, {
    firstLead: BigInt(before.lead + 1),
    lastLead: BigInt(before.lead + leads),
    bids,
    liabilities: BigInt(before.liabilities),
  });
  const agents = await market.agents.judge();
  const gas = await gasSince(market.publicClient, BigInt(before.block));
  await options.journal.add({ ...state, place, seconds, isOver: true });
  return {
    ...{ leads, bids, seconds },
    leadsPerMinute: Math.round((leads * 60) / seconds),
    gasPerLead: Math.round(gas / leads),
    ...verdict,
    ...agents,
    faults: [...verdict.faults, ...agents.faults],
    ...{ rssStartMb: first.rssMb, rssEndMb: rssMb },
    moments,
    desks: market.desks.costs(),
    cpuSeconds: {
      firstThread: secondsOf(threadCpuUsage(cpu.firstThread)),
      process: secondsOf(cpuUsage(cpu.process)),
    },
  };
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 1e5) / 10;
}

/** Where a soak starts, or goes on. */
async function startOf(market: SoakMarket, { seed, journal }: SoakOptions): Promise<SoakEntry> {
  const { chainMark: chain, contracts, publicClient } = market;
  const last = await journal.last(chain, seed);
  if (last !== undefined && !last.isOver) return last;
  const before = {
    lead: Number(await contracts.nft.read.lastLeadId()),
    block: Number(await publicClient.getBlockNumber({ cacheTime: 0 })),
    liabilities: String(await contracts.vault.read.liabilities()),
  };
  return { chain, seed, before, place: last?.place ?? 0, seconds: 0, isOver: false };
}

/** How many leads there are since a soak's start. */
async function listedSince({ contracts }: SoakMarket, { before }: SoakEntry): Promise<number> {
  return Number(await contracts.nft.read.lastLeadId()) - before.lead;
}

/** Brings to its end what a soak that was killed has left behind, as its seller would. */
async function finishLeft(market: SoakMarket): Promise<void> {
  await withdrawBounties(market);
  for (const wait of [WINDOW + OPENING, WINDOW]) {
    await market.passTo((await market.now()) + wait);
    await indexed(market);
    await tendSales(market.seller, {});
  }
}

/** @returns the next place in the sequence of generated leads. */
async function tradeWaves(
  market: SoakMarket,
  { leads, seed, journal }: SoakOptions,
  state: SoakEntry,
  tell: (leads: number) => SoakMoment,
): Promise<number> {
  const bounties = await postBounties(market, Math.ceil(leads / SHARE));
  const size = Math.min(WAVE, Math.ceil(leads / FEWEST_WAVES));
  let { place } = state;
  let closed: Sale[] = [];
  let waiting: Sale[] = [];
  for (let listed = await listedSince(market, state); ;) {
    const count = Math.min(size, leads - listed);
    const wave = { seed, first: place, count, bounties };
    place += count;
    // A wave that is killed is not tried again: its consumers would be known.
    if (count > 0) await journal.add({ ...state, place, seconds: tell(listed).seconds });
    [closed, waiting] = await Promise.all([
      count > 0 ? putOnSale(market, wave) : [],
      finish(market, { closed, waiting }),
    ]);
    await market.agents.haveBid(closed);
    listed = await listedSince(market, state);
    if (closed.length + waiting.length === 0 && listed >= leads) break;
    await market.passTo(nextTime(closed, waiting));
  }
  await withdrawBounties(market);
  return place;
}

/** When there is something to do: the new sales' bids open by themselves, or the reveal phases of others are over. */
function nextTime(closed: readonly Sale[], waiting: readonly Sale[]): number {
  if (closed.length > 0) return Math.max(...closed.map(({ commitEnd }) => commitEnd)) + OPENING;
  return Math.max(0, ...waiting.map(({ revealEnd }) => revealEnd));
}

/** Lets time pass until the keeper has freed all money: of leads that were never delivered, and of bids that were never opened. */
async function rest(market: SoakMarket): Promise<void> {
  for (let times = 0; times < REST.times; times++) {
    await market.passTo((await market.now()) + REST.seconds);
    await indexed(market);
    await keep(market);
    if ((await lockedBy(market)) === 0n) return;
  }
}

/** How many sealed bids were committed since a soak's start. */
async function bidsSince({ contracts, publicClient }: SoakMarket, { before }: SoakEntry) {
  const { abi, address } = contracts.house;
  const head = Number(await publicClient.getBlockNumber({ cacheTime: 0 }));
  let bids = 0;
  for (let block = before.block; block < head; block += SPAN) {
    const logs = await publicClient.getContractEvents({
      ...{ abi, address, eventName: "BidCommitted" },
      ...{ fromBlock: BigInt(block + 1), toBlock: BigInt(Math.min(block + SPAN, head)) },
    });
    bids += logs.length;
  }
  return bids;
}
