import type { DataDir } from "./dataDir.ts";
import { startGnd } from "./gnd.ts";
import type { GraphNode } from "./graphNode.ts";
import type { GraphNodeUrls, StackPorts } from "./stack.ts";
import { startPostgres } from "./postgres.ts";
import { deployTo } from "./remoteGraphNode.ts";
import { unexpectedEnd, type Warden } from "./warden.ts";

/** Who indexes: a Graph Node that already runs, or one that the stack runs. */
export type IndexerChoice =
  | { readonly running: GraphNodeUrls }
  | {
      /** See `gndBinary`. */
      readonly program: string;
      readonly ports: StackPorts;
      /** More of Graph Node's environment variables. */
      readonly settings?: Readonly<Record<string, string>>;
    };

/** A Graph Node that has the subgraph. */
export interface Indexer {
  readonly node: GraphNode;
  /** See `StartedGnd`. */
  readonly warning: string | undefined;
  /** Rejects when it or its database ends by itself. */
  readonly failure: Promise<never>;
}

/** What to index: a chain, with the subgraph from an IPFS node. */
export interface IndexedServices {
  readonly rpc: string;
  readonly ipfs: string;
}

/** Starts what an index needs before there is a subgraph. @returns how to index the subgraph, once it is built in the data directory. */
export async function prepareIndexer(
  choice: IndexerChoice,
  warden: Warden,
  dataDir: DataDir,
): Promise<(services: IndexedServices) => Promise<Indexer>> {
  if ("running" in choice) {
    return async () => ({
      node: await deployTo(choice.running, dataDir.subgraph),
      warning: undefined,
      failure: new Promise(() => undefined),
    });
  }
  const postgres = await startPostgres(warden, dataDir);
  return async (services) => {
    const gnd = await startGnd(warden, dataDir, { ...choice, ...services, postgres: postgres.url });
    const ends = [unexpectedEnd(gnd.process), unexpectedEnd(postgres.process)];
    return { node: gnd.node, warning: gnd.warning, failure: Promise.race(ends) };
  };
}
