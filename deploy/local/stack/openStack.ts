import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { startIpfs } from "../ipfs/server.ts";
import { startChain } from "./chain.ts";
import { allOrFirstFailure, Closers } from "./closers.ts";
import { openDataDir } from "./dataDir.ts";
import { deployOn } from "./deployOn.ts";
import { gndBinary, startGnd } from "./gnd.ts";
import { awaitIndexed } from "./indexed.ts";
import { FREE_PORTS, type StackOptions, type StackPorts } from "./options.ts";
import { reservePorts } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import type { Stack } from "./stack.ts";
import { startWarden, unexpectedEnd } from "./startWarden.ts";

/**
 * Starts a chain with the protocol, IPFS, the local DON, PostgreSQL and Graph Node on this machine, and waits until the subgraph answers.
 * Contracts must be built. Whatever has been started is stopped again when a part fails.
 * @throws {StackError} names the cause and the next step.
 */
export async function openStack(
  hre: HardhatRuntimeEnvironment,
  options: StackOptions,
): Promise<Stack> {
  const closers = new Closers();
  try {
    return await start(hre, options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(
  hre: HardhatRuntimeEnvironment,
  options: StackOptions,
  closers: Closers,
): Promise<Stack> {
  const { progress = () => undefined } = options;
  const ports = { ...FREE_PORTS, ...options.ports };
  await requireFree(ports);
  const program = await gndBinary();

  const dataDir = await openDataDir(
    options.dataDir,
    path.join(hre.config.paths.ignition, "deployments"),
  );
  const warden = startWarden(dataDir.log("warden"));
  warden.removeAtEnd(...dataDir.temporary);
  const chain = await startChain(hre, ports.rpc);
  closers.add(chain.close);
  const ipfs = await startIpfs({ folder: dataDir.ipfs, port: ports.ipfs });
  closers.add(ipfs.close);
  closers.add(warden.close);
  progress(`Chain at ${chain.rpc}, IPFS at ${ipfs.url}, logs in ${dataDir.root}/logs`);

  const [deployment, postgres] = await allOrFirstFailure(
    deployOn(chain.connection, options, dataDir),
    startPostgres(warden, dataDir),
  );
  const { protocol, chainId, addresses } = deployment;
  progress("Protocol deployed, subgraph built, PostgreSQL up");

  const { node, process } = await startGnd(warden, dataDir, {
    program,
    rpc: chain.rpc,
    ipfs: ipfs.url,
    postgres: postgres.url,
    ports,
  });
  const failure = Promise.race([unexpectedEnd(process), unexpectedEnd(postgres.process)]);
  failure.catch(() => undefined);
  const indexed = (blockNumber?: bigint | number) =>
    Promise.race([
      awaitIndexed(
        chain.connection,
        node,
        blockNumber === undefined ? undefined : BigInt(blockNumber),
      ),
      failure,
    ]);
  await indexed();
  progress(`Subgraph indexed at ${node.graphql}`);

  return {
    connection: chain.connection,
    protocol,
    chainId,
    addresses,
    urls: {
      rpc: chain.rpc,
      ws: chain.ws,
      graphql: node.graphql,
      status: node.status,
      ipfs: ipfs.url,
      gateway: ipfs.gateway,
      don: "",
    },
    dataDir: dataDir.root,
    indexed,
    failure,
    close: () => closers.close(),
  };
}

/** All wanted ports are checked before anything is started. */
async function requireFree(ports: StackPorts): Promise<void> {
  await reservePorts(
    Object.entries<number>({ ...ports }).map(([name, wanted]) => ({
      wanted,
      option: `--${name}-port`,
    })),
  );
}
