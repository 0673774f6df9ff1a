import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkHooks } from "hardhat/types/hooks";
import type { NetworkConnection } from "hardhat/types/network";
import { BlockNotFoundError } from "viem";

import { HOST, reservePort } from "./ports.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** Name of the local chain in the subgraph's manifest. */
export const CHAIN_NETWORK = "hardhat";

/** A Hardhat chain of this process, served to others. */
export interface Chain {
  readonly rpc: string;
  readonly ws: string;
  /** Over HTTP, like any other client's. */
  readonly connection: NetworkConnection<"op">;
  /** Without HTTP: Ignition keeps no journal of what it deploys there, which is of no use once the chain is gone, and takes a third of the time. */
  readonly inProcess: NetworkConnection<"op">;
  readonly close: () => Promise<void>;
}

/** Starts a chain that takes several blocks a second. @param wanted port; 0 takes a free one. */
export async function startChain(hre: HardhatRuntimeEnvironment, wanted: number): Promise<Chain> {
  // Hardhat's server does not say so itself.
  const port = await reservePort(wanted, "--rpc-port");
  const { server, inProcess } = await createServer(hre, port);
  const hangUp = trackClients(port);
  await server.listen();
  const rpc = `http://${HOST}:${port}`;
  const connection = await hre.network.create({
    network: "localhost",
    chainType: "op",
    override: { url: rpc },
  });
  return {
    rpc,
    ws: `ws://${HOST}:${port}`,
    connection,
    inProcess,
    close: async () => {
      await connection.close();
      hangUp();
      await server.close();
    },
  };
}

/** Makes a server of a chain, and keeps the connection that it serves: Hardhat does not give that away. */
async function createServer(hre: HardhatRuntimeEnvironment, port: number) {
  let served: NetworkConnection<"op"> | undefined;
  const catchConnection: Partial<NetworkHooks> = {
    newConnection: async (context, next) => {
      const connection = await next(context);
      served = connection as unknown as NetworkConnection<"op">;
      return connection;
    },
  };
  hre.hooks.registerHandlers("network", catchConnection);
  try {
    const server = await hre.network.createServer(
      { network: "default", chainType: "op", override: { allowBlocksWithSameTimestamp: true } },
      HOST,
      port,
    );
    if (served === undefined) throw new Error("Hardhat served no connection.");
    return { server, inProcess: served };
  } finally {
    hre.hooks.unregisterHandlers("network", catchConnection);
  }
}

/** Tracks who connects to a port: Hardhat's server closes only once every WebSocket client has gone. @returns what disconnects them. */
function trackClients(port: number): () => void {
  const clients = new Set<Socket>();
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort !== port) return;
    clients.add(socket);
    socket.once("close", () => clients.delete(socket));
  };
  subscribe("net.server.socket", note);
  return () => {
    unsubscribe("net.server.socket", note);
    for (const client of clients) client.destroy();
  };
}

/** A block by number and hash. */
export interface BlockReference {
  readonly number: bigint;
  readonly hash: string;
}

/**
 * A chain's block of this number, or its latest; undefined if it has none (yet, or any longer).
 * @throws {LeadEngineError} when the chain is gone.
 */
export async function blockOf(
  { viem, networkConfig }: NetworkConnection<"op">,
  blockNumber?: bigint,
): Promise<BlockReference | undefined> {
  try {
    const client = await viem.getPublicClient();
    const { number, hash } = await client.getBlock(
      blockNumber === undefined ? {} : { blockNumber },
    );
    return { number, hash };
  } catch (cause) {
    if (cause instanceof BlockNotFoundError) return undefined;
    const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : HOST;
    throw new LeadEngineError(
      "STACK_FAILED",
      `The chain at ${url} does not answer.`,
      'Start the stack again: "npx hardhat stack".',
      { cause },
    );
  }
}
