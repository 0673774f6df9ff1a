import type { NetworkConnection } from "hardhat/types/network";

import type { deployWithDon } from "../deployWithDon.ts";
import type { VrfService } from "../vrf.ts";
import type { StackAddresses } from "./stackFile.ts";

/** What a subgraph is built for: its manifest names addresses. */
export interface SubgraphTarget {
  /** Name of the chain as Graph Node knows it. */
  readonly network: string;
  readonly addresses: StackAddresses;
  readonly startBlock: number;
  readonly outDir: string;
}

/** A Graph Node that already runs. */
export interface GraphNodeUrls {
  /** Its GraphQL server, such as `http://127.0.0.1:8000`. */
  readonly graphql: string;
  /** JSON-RPC of its administration. */
  readonly admin: string;
  /** Its index node server. */
  readonly status: string;
  /** Kubo RPC of the IPFS node that it reads from; the stack uses it too. */
  readonly ipfs: string;
}

/** Ports of a stack; 0 takes a free one. */
export interface StackPorts {
  readonly rpc: number;
  readonly graphql: number;
  readonly status: number;
  readonly ipfs: number;
  readonly don: number;
  readonly beacon: number;
  readonly vendors: number;
  readonly graphiql: number;
  readonly board: number;
}

/** Ports that every stack may have. */
export const FREE_PORTS: StackPorts = {
  rpc: 0,
  graphql: 0,
  status: 0,
  ipfs: 0,
  don: 0,
  beacon: 0,
  vendors: 0,
  graphiql: 0,
  board: 0,
};

/** How a stack is started. */
export interface StackOptions {
  /** Keeps ciphertexts and logs; by default a temporary folder, removed at the end. */
  readonly dataDir?: string | undefined;
  readonly ports?: Partial<StackPorts>;
  /** Starts neither PostgreSQL nor Graph Node: deploys the subgraph to this one. */
  readonly graphNode?: GraphNodeUrls | undefined;
  /** Builds another subgraph than the protocol's: puts `subgraph.yaml` and `build/` into `outDir`. */
  readonly buildSubgraph?: (target: SubgraphTarget) => Promise<unknown>;
  /** File that describes the stack to other processes while it is up, see `stackFilePath`; none by default. */
  readonly stackFile?: string | undefined;
  /** Called with a line for every step. */
  readonly progress?: (line: string) => void;
}

/** Where the parts of a stack answer. */
export interface StackUrls {
  /** JSON-RPC of the chain. */
  readonly rpc: string;
  /** The same over WebSocket. */
  readonly ws: string;
  /** The subgraph: GraphQL by POST. */
  readonly graphql: string;
  /** GraphiQL for it, in a browser; needs no Internet. */
  readonly graphiql: string;
  /** The market board for it, in a browser; needs no Internet. */
  readonly board: string;
  /** Graph Node's indexing status, GraphQL. */
  readonly status: string;
  /** Kubo RPC: `/api/v0/block/put` and `/api/v0/block/get`. */
  readonly ipfs: string;
  /** `${gateway}/<cid>` is a block's content. */
  readonly gateway: string;
  /** The local DON: `POST /packages`, `GET /packages/<submissionHash>`, `GET /health`. */
  readonly don: string;
  /** The local beacon, with drand's paths; see `LOCAL_LEAGUE`. */
  readonly beacon: string;
  /** The local vendor gateway; `PUT /failures` makes it fail, see `startVendors`. */
  readonly vendors: string;
}

/** A chain with the protocol on it and all that it needs, running. */
export interface Stack {
  /** To the stack's chain, over HTTP. */
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  readonly chainId: number;
  readonly addresses: StackAddresses;
  readonly urls: StackUrls;
  /** Answers requests for random words until it is closed, at the latest with the stack. */
  readonly vrf: VrfService;
  /** Holds PostgreSQL, IPFS's blocks and the logs. */
  readonly dataDir: string;
  /**
   * Waits until the subgraph has indexed the chain up to a block, by default up to its head.
   * @throws {LeadEngineError} when the subgraph failed, makes no progress, or the chain or Graph Node is gone.
   */
  readonly indexed: (blockNumber?: bigint | number) => Promise<void>;
  /** Rejects when a part of the stack ends by itself; never resolves. */
  readonly failure: Promise<never>;
  /** Stops everything, Graph Node before PostgreSQL, and removes what is temporary. Can be called twice. */
  readonly close: () => Promise<void>;
}
