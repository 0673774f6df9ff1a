import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { startChain, CHAIN_NETWORK, type Chain } from "../../deploy/local/stack/chain.ts";
import { Closers } from "../../deploy/local/stack/closers.ts";
import { openDataDir } from "../../deploy/local/stack/dataDir.ts";
import { deployOn } from "../../deploy/local/stack/deployOn.ts";
import { startWarden } from "../../deploy/local/stack/startWarden.ts";
import type { StackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { openVrfNode } from "../../deploy/local/vrf/vrfNode.ts";
import type { Floor } from "../market-day/floor.ts";
import { listBatch } from "../market-day/listing.ts";
import { runMarketDay } from "../market-day/marketDay.ts";
import { memoryStore } from "../market-day/venue.ts";
import { SOURCES } from "../subgraph/sources.ts";
import { buildMinimalSubgraph } from "./minimalSubgraph.ts";

/** A page of live auctions, in reports of ten. */
const OPEN_LEADS = 100;
const BATCH = 10;

/** The subgraphs that are compared. */
export type SubgraphName = "ours" | "minimal";

/** A chain on which a market day is over, and the subgraphs built for it. */
export interface Market {
  readonly chain: Chain;
  readonly head: bigint;
  /** How many the indexed contracts have emitted. */
  readonly events: number;
  /** Folders. */
  readonly builds: Readonly<Record<SubgraphName, string>>;
  readonly close: () => Promise<void>;
}

/** How busy a market day is. */
export interface MarketOptions {
  readonly leads: number;
  readonly progress: (line: string) => void;
}

/** Holds a market day. Contracts must be built. */
export async function holdMarket(
  hre: HardhatRuntimeEnvironment,
  { leads, progress }: MarketOptions,
): Promise<Market> {
  const closers = new Closers();
  try {
    const dataDir = await openDataDir(undefined, join(hre.config.paths.ignition, "deployments"));
    const warden = startWarden(dataDir.log("warden"));
    for (const path of dataDir.temporary) warden.removeAtEnd({ path });
    closers.add(warden.close);
    const chain = await startChain(hre, 0);
    closers.add(chain.close);

    const { protocol, addresses } = await deployOn(chain.connection, {}, dataDir);
    const target = { network: CHAIN_NETWORK, addresses, startBlock: 0 };
    const minimal = join(dirname(dataDir.subgraph), "minimal");
    await mkdir(minimal);
    await buildMinimalSubgraph(target, minimal);

    const { connection } = chain;
    const vrf = await openVrfNode({ connection, protocol });
    const venue = { connection, protocol, vrf, content: memoryStore() };
    const quiet = () => undefined;
    progress(`Selling ${leads} leads, listing ${OPEN_LEADS} more`);
    const day = { leads, seed: "bench", ownLead: undefined, progress: quiet };
    const { floor } = await runMarketDay(venue, day);
    await listMore(floor, leads + 1);
    const { head, events } = await historyOf(chain, addresses);
    progress(`${events} events in ${head} blocks`);
    return {
      chain,
      head,
      events,
      builds: { ours: dataDir.subgraph, minimal },
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** Lists leads that are not sold, so that a query for live auctions finds some: of consumers whom the day has not seen. */
async function listMore(floor: Floor, first: number): Promise<void> {
  const now = await floor.time.latest();
  const leads = generateLeads({ seed: "bench/open", first, count: OPEN_LEADS, now });
  for (let start = 0; start < leads.length; start += BATCH) {
    await listBatch(floor, leads.slice(start, start + BATCH), start);
  }
}

async function historyOf({ connection }: Chain, addresses: StackAddresses) {
  const client = await connection.viem.getPublicClient();
  const logs = await client.getLogs({
    address: Object.values(SOURCES).map((name) => addresses[name]),
    fromBlock: 0n,
    toBlock: "latest",
  });
  return {
    head: await client.getBlockNumber(),
    events: logs.length,
  };
}
