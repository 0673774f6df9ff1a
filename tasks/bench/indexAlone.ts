import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { startIpfs } from "../../deploy/local/ipfs/server.ts";
import { Closers } from "../../deploy/local/stack/closers.ts";
import { openDataDir } from "../../deploy/local/stack/dataDir.ts";
import { gndBinary } from "../../deploy/local/stack/gnd.ts";
import { awaitIndexed } from "../../deploy/local/stack/indexed.ts";
import { prepareIndexer } from "../../deploy/local/stack/indexer.ts";
import { FREE_PORTS } from "../../deploy/local/stack/options.ts";
import { poll } from "../../deploy/local/stack/poll.ts";
import { StackError } from "../../deploy/local/stack/stackError.ts";
import { startWarden } from "../../deploy/local/stack/startWarden.ts";
import { indexingSeconds } from "./indexingSeconds.ts";
import type { Market, SubgraphName } from "./market.ts";

/** Graph Node would answer a query that it has just answered from memory: no subgraph's answers are kept. */
const UNCACHED = { GRAPH_CACHED_SUBGRAPH_IDS: "" };
/** How long Graph Node may take to write what it has done to its log, milliseconds. */
const LOG_DEADLINE = 5_000;

/** A subgraph that has indexed a market, still served. */
export interface IndexedMarket {
  /** See `indexingSeconds`. */
  readonly seconds: number;
  /** Its GraphQL endpoint. */
  readonly graphql: string;
  readonly close: () => Promise<void>;
}

/** Indexes a market by a Graph Node of its own on an empty database. Nothing else is indexed meanwhile. */
export async function indexAlone(
  hre: HardhatRuntimeEnvironment,
  { chain, builds, head }: Market,
  name: SubgraphName,
): Promise<IndexedMarket> {
  const closers = new Closers();
  try {
    const program = await gndBinary();
    const journals = join(hre.config.paths.ignition, "deployments");
    const dataDir = { ...(await openDataDir(undefined, journals)), subgraph: builds[name] };
    const warden = startWarden(dataDir.log("warden"));
    closers.add(warden.close);
    for (const path of dataDir.temporary) warden.removeAtEnd({ path });
    const ipfs = await startIpfs({ folder: dataDir.ipfs, port: 0, log: dataDir.log("ipfs") });
    closers.addUnderneath(ipfs.close);
    const choice = { program, ports: FREE_PORTS, settings: UNCACHED };
    const index = await prepareIndexer(choice, warden, dataDir);
    const { node, failure } = await index({ rpc: chain.rpc, ipfs: ipfs.url });
    failure.catch(() => undefined);
    await Promise.race([awaitIndexed(chain.connection, node, head), failure]);

    const log = dataDir.log("graph-node");
    const seconds = await poll({
      look: async () => indexingSeconds(await readFile(log, "utf8"), head),
      deadline: LOG_DEADLINE,
      late: () =>
        new StackError(
          `Graph Node's log does not tell when block ${head} was indexed.`,
          "Graph Node words it differently than 0.45.0: mend tasks/bench/indexingSeconds.ts.",
        ),
    });
    return { seconds, graphql: node.graphql, close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
