import { mkdtemp, rm } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { parseEventLogs, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../../deploy/local/beacon/localLeague.ts";
import { startIpfs } from "../../../deploy/local/ipfs.ts";
import { generateLeads } from "../../../deploy/local/leads/generateLeads.ts";
import { startChain } from "../../../deploy/local/stack/chain.ts";
import { openSealedBids } from "../../../deploy/sdk/actions/bid/openSealedBids.ts";
import { deliverLead } from "../../../deploy/sdk/actions/lead/deliverLead.ts";
import { openingRound, roundTime } from "../../../deploy/sdk/bid/beaconChain.ts";
import type { Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { poll } from "../../../deploy/sdk/poll.ts";
import { FROM_START } from "../../scenarios/day/promises.ts";
import { bareVenue, openMarket, type Market } from "../../scenarios/day/market.ts";
import { endow, listInBulk, type Listed } from "../bulk.ts";
import { startBareAgent } from "./bareAgent.ts";
import { digestOf, openCrm, receiptFault, type Crm } from "./crm.ts";
import { noteTransactions } from "./nodeTimes.ts";
import { startParties } from "./parties.ts";

const VERTICAL = "solar.residential";
/** Its root: what the parties are licensed for. */
const ROOT = "solar";
/** Leads that come first, so that what is measured is not how a process starts. */
const WARM_UP = 20;
/** How long bids may take, milliseconds. */
const PATIENCE = 60_000;
/** Bids and losses are looked for this often, milliseconds, so that looking disturbs nobody. */
const INTERVAL = 100;

/** What to measure. */
export interface AgentBench {
  /** Leads that arrive singly. */
  readonly leads: number;
  readonly agents: number;
  /** Times at which `burst` leads arrive together. */
  readonly bursts: number;
  readonly burst: number;
  /** Leads that are bought without our code. */
  readonly bare: number;
}

/** Times of leads on their way, milliseconds. */
export interface AgentTimes {
  /** From the block that lists a lead to an agent's bid at the node, for each bid. */
  readonly listedToBid: number[];
  /** From the block that fixes the winner to the CRM's 2xx: the seller delivers meanwhile. */
  readonly acquired: number[];
  /** From the delivery's block to the CRM's 2xx. */
  readonly wonToCrm: number[];
}

/** What was measured. */
export interface AgentMeasurements {
  readonly single: AgentTimes;
  readonly burst: AgentTimes;
  readonly bare: Pick<AgentTimes, "listedToBid" | "wonToCrm">;
}

/**
 * Sells leads to agents that run as processes of their own beside a seller's, on a chain of this process: they seal their bids to a beacon's
 * round, check ciphertexts before they bid, and hand what they win to a CRM. What the CRM got is compared with what was sold. Contracts must
 * be built.
 */
export async function measureAgent(
  hre: HardhatRuntimeEnvironment,
  options: AgentBench,
  progress: (line: string) => void,
): Promise<AgentMeasurements> {
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-bench-"));
  parts.defer(() => rm(folder, { recursive: true }));
  const node = noteTransactions(hre);
  parts.defer(node.close);
  const chain = await startChain(hre, 0);
  parts.defer(chain.close);
  const venue = await bareVenue(chain.inProcess);
  parts.use(venue);
  const ipfs = await startIpfs({ folder: path.join(folder, "ipfs"), port: 0, log: devNull });
  parts.defer(ipfs.close);
  const urls = { ...venue.urls, ipfs: ipfs.url };
  const market = await openMarket({ ...venue, urls }, [ROOT]);
  await endow(market);
  const crm = await openCrm();
  parts.defer(crm.close);
  const { rpc, ws } = chain;
  const beacon = venue.urls?.beacon ?? "";
  const place = { rpc, ws, ipfs: ipfs.url, beacon, market, folder, crm: crm.url };
  const bench = agentBench(market, crm, options.agents);

  const parties = await startParties(place, options.agents);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= parties());
  parts.defer(stop);
  progress(`${options.agents} agents and a seller run; ${WARM_UP} leads are not counted`);
  for (let sold = 0; sold < WARM_UP;) sold += (await bench.sell(1)).length;
  progress(`${options.leads} leads arrive singly`);
  const single: Listed[] = [];
  while (single.length < options.leads) single.push(...(await bench.sell(1)));
  progress(`${options.bursts} times ${options.burst} leads arrive together`);
  const burst: Listed[] = [];
  for (let one = 0; one < options.bursts; one++) burst.push(...(await bench.sell(options.burst)));
  await stop();
  progress(`${options.bare} leads are bought without our code`);
  const agent = await startBareAgent({ market, rpc, ws, crm: crm.url });
  const bare: Listed[] = [];
  while (bare.length < options.bare) bare.push(...(await bench.sellBare(agent.opening)));
  await agent.close();

  const timesOf = await timesOn(market, node, crm);
  return { single: timesOf(single), burst: timesOf(burst), bare: timesOf(bare) };
}

/** Sells leads, one wave after the other. */
function agentBench(market: Market, crm: Crm, agents: number) {
  const { contracts, protocol, sellers, time, anyone } = market;
  const verticals = [...market.verticals.values()].filter(({ slug }) => slug === VERTICAL);
  let next = 0;

  async function list(count: number): Promise<Listed[]> {
    const drafts = { seed: "bench/agent", first: next, count, verticals };
    next += count;
    return listInBulk(market, generateLeads({ ...drafts, now: await time.latest() }));
  }

  const untilBid = (leadId: bigint, count: number) =>
    poll({
      look: async () => {
        const auction = await contracts.house.read.auctionOf([leadId]);
        return auction.pendingCommitments === count ? auction : undefined;
      },
      deadline: PATIENCE,
      interval: INTERVAL,
      late: () => new Error(`Not all of ${count} agents bid on lead ${leadId}.`),
    });

  return {
    /** Leads that arrive together; those are left out that were refused because their consumer has occurred before. */
    sell: async (count: number): Promise<Listed[]> => {
      const listed = await list(count);
      const opens: number[] = [];
      for (const { leadId } of listed) {
        const auction = await untilBid(leadId, agents);
        opens.push(roundTime(LOCAL_LEAGUE, openingRound(LOCAL_LEAGUE, auction)));
      }
      if (listed.length === 0) return [];
      // Nobody sees the reveal phase before its first block, which opens the bids: the winner is fixed in it.
      await time.setNextBlockTimestamp(Math.max(...opens));
      const openings = [];
      for (const { leadId } of listed) openings.push(await openSealedBids(anyone, { leadId }));
      for (const { leadId, openings: all } of openings) {
        try {
          await protocol.house.write.revealBids([leadId, all]);
        } catch (error) {
          // Of leads that arrive together, an agent or the seller may have opened the later ones meanwhile.
          const { pendingCommitments } = await contracts.house.read.auctionOf([leadId]);
          if (pendingCommitments > 0) throw error;
        }
      }
      for (const { leadId, lead } of listed) {
        const fault = receiptFault(digestOf(lead), await crm.until(leadId, agents));
        if (fault !== undefined) throw new Error(`Lead ${leadId} ${fault}`);
      }
      return listed;
    },

    /** A lead for the agent that does without our code. */
    sellBare: async (opening: Opening): Promise<Listed[]> => {
      const listed = await list(1);
      for (const { leadId } of listed) {
        const { commitEnd } = await untilBid(leadId, 1);
        await time.setNextBlockTimestamp(commitEnd);
        await protocol.house.write.revealBid([leadId, opening]);
        await deliverLead(sellers.honest, { leadId });
        await crm.until(leadId, 1);
      }
      return listed;
    },
  };
}

/** Looks up when what happened to leads. */
async function timesOn(
  { contracts: { house } }: Market,
  node: ReturnType<typeof noteTransactions>,
  crm: Crm,
) {
  const names = ["AuctionCreated", "BidCommitted", "BidRevealed", "AuctionSettled"] as const;
  const found = await Promise.all([
    house.getEvents.AuctionCreated({}, FROM_START),
    house.getEvents.BidCommitted({}, FROM_START),
    house.getEvents.BidRevealed({}, FROM_START),
    house.getEvents.AuctionSettled({}, FROM_START),
  ]);
  const logs = parseEventLogs({ abi: house.abi, eventName: [...names], logs: found.flat() });
  const hashesOf = (leadId: bigint, name: (typeof names)[number]): Hex[] =>
    logs
      .filter(({ eventName, args }) => eventName === name && args.leadId === leadId)
      .map(({ transactionHash }) => transactionHash);
  const minedAt = (leadId: bigint, name: (typeof names)[number]): number => {
    const hash = hashesOf(leadId, name).at(-1);
    if (hash === undefined) throw new Error(`Lead ${leadId} has no ${name}.`);
    return node.of(hash).mined;
  };
  const toldAt = (leadId: bigint): number => {
    const told = crm.about(leadId).find(({ id }) => !/:(bid\.|balance\.|budget\.)/.test(id));
    if (told === undefined) throw new Error(`The CRM was not told about lead ${leadId}.`);
    return told.at;
  };
  return (leads: readonly Listed[]): AgentTimes => ({
    listedToBid: leads.flatMap(({ leadId }) => {
      const listed = minedAt(leadId, "AuctionCreated");
      return hashesOf(leadId, "BidCommitted").map((hash) => node.of(hash).got - listed);
    }),
    acquired: leads.map(({ leadId }) => toldAt(leadId) - minedAt(leadId, "BidRevealed")),
    wonToCrm: leads.map(({ leadId }) => toldAt(leadId) - minedAt(leadId, "AuctionSettled")),
  });
}
