import type { NetworkConnection } from "hardhat/types/network";

import type { deployWithDon } from "../deployWithDon.ts";
import type { VrfService } from "../vrf/vrfNode.ts";
import type { StackAddresses } from "./stackFile.ts";

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
  /** Graph Node's indexing status, GraphQL. */
  readonly status: string;
  /** Kubo RPC, `/api/v0/…`. */
  readonly ipfs: string;
  /** `${gateway}/<cid>` is a block's content. */
  readonly gateway: string;
  /** The local DON: `POST /leads`, `GET /health`. */
  readonly don: string;
}

/** A chain with the protocol on it and all that it needs, running. */
export interface Stack {
  /** To the stack's chain, over HTTP. */
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  readonly chainId: number;
  readonly addresses: StackAddresses;
  readonly urls: StackUrls;
  /** Answers requests for random words until it is closed, which it is with the stack at the latest. */
  readonly vrf: VrfService;
  /** Holds PostgreSQL, IPFS's blocks and the logs. */
  readonly dataDir: string;
  /**
   * Waits until the subgraph holds the chain up to a block, by default up to its present head.
   * @throws {StackError} when the subgraph failed, makes no progress, or the chain or Graph Node is gone.
   */
  readonly indexed: (blockNumber?: bigint | number) => Promise<void>;
  /** Rejects when a part of the stack ends by itself; never resolves. */
  readonly failure: Promise<never>;
  /** Stops everything, Graph Node before PostgreSQL; what is temporary is removed. Can be called twice. */
  readonly close: () => Promise<void>;
}
