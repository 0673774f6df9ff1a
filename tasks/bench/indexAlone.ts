import { readFile } from "node:fs/promises";

import { startIpfs } from "../../deploy/local/ipfs.ts";
import { openDataDir } from "../../deploy/local/stack/dataDir.ts";
import { gndBinary } from "../../deploy/local/stack/gnd.ts";
import { awaitIndexed } from "../../deploy/local/stack/graphNode.ts";
import { prepareIndexer } from "../../deploy/local/stack/indexer.ts";
import { FREE_PORTS } from "../../deploy/local/stack/stack.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { startWarden } from "../../deploy/local/stack/warden.ts";
import { indexedBlockIn, indexingSeconds } from "./indexingSeconds.ts";
import type { Market } from "./market.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Keeps no answers: Graph Node would answer a repeated query from memory. */
const UNCACHED = { GRAPH_CACHED_SUBGRAPH_IDS: "" };
/** How long Graph Node may take, milliseconds. */
const DEADLINE = 7_200_000;
/** Time between two lines of progress, milliseconds. */
const TOLD = 20_000;
/** Time between two looks into Graph Node's log, milliseconds: each look costs Graph Node time. */
const INTERVAL = 500;

/** How Graph Node's log says that it gives up. */
const FAILURE = /Subgraph failed with .*/;

/** A subgraph that has indexed a market, still served. */
export interface IndexedMarket {
  /** See `indexingSeconds`. */
  readonly seconds: number;
  /** Its GraphQL endpoint. */
  readonly graphql: string;
  readonly close: () => Promise<void>;
}

/** Indexes a market with a Graph Node of its own on an empty database. Nothing else is indexed meanwhile. */
export async function indexAlone(
  { chain, subgraph, head }: Market,
  progress: (line: string) => void,
): Promise<IndexedMarket> {
  await using parts = new AsyncDisposableStack();
  // Graph Node reads from these: they are closed after it.
  const underneath = parts.use(new AsyncDisposableStack());
  const program = await gndBinary();
  const dataDir = { ...(await openDataDir(undefined)), subgraph };
  const warden = startWarden(dataDir.log("warden"));
  parts.defer(warden.close);
  for (const path of dataDir.temporary) warden.removeAtEnd({ path });
  const ipfs = await startIpfs({ folder: dataDir.ipfs, port: 0, log: dataDir.log("ipfs") });
  underneath.defer(ipfs.close);
  const choice = { program, ports: FREE_PORTS, settings: UNCACHED };
  const index = await prepareIndexer(choice, warden, dataDir);
  const { node, failure } = await index({ rpc: chain.rpc, ipfs: ipfs.url });
  failure.catch(() => undefined);
  const log = dataDir.log("graph-node");
  const seconds = await Promise.race([secondsIn(log, head, progress), failure]);
  await awaitIndexed(chain.connection, node, head);
  const open = parts.move();
  return { seconds, graphql: node.graphql, close: () => open.disposeAsync() };
}

/** Waits for the head by the log alone: asking for the status again and again would slow Graph Node down. @throws when Graph Node gives up. */
function secondsIn(log: string, head: bigint, progress: (line: string) => void): Promise<number> {
  let told = Date.now();
  return poll({
    look: async () => {
      const text = await readFile(log, "utf8");
      const failure = FAILURE.exec(text);
      if (failure !== null) {
        throw new LeadEngineError(
          "STACK_FAILED",
          failure[0],
          `Fix the mappings and measure again. See ${log}.`,
        );
      }
      if (Date.now() - told > TOLD) {
        told = Date.now();
        progress(`Indexed up to block ${indexedBlockIn(text)} of ${head}`);
      }
      return indexingSeconds(text, head);
    },
    deadline: DEADLINE,
    interval: INTERVAL,
    late: () =>
      new LeadEngineError(
        "STACK_FAILED",
        `Graph Node's log does not say within ${DEADLINE / 60_000} minutes when block ${head} was indexed.`,
        `See ${log}. If it is there, Graph Node words it differently than 0.45.0: fix tasks/bench/indexingSeconds.ts.`,
      ),
  });
}
