import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { startDon } from "../don/server.ts";
import { startGraphiql } from "../graphiql/server.ts";
import { startIpfs } from "../ipfs/server.ts";
import { startChain } from "./chain.ts";
import { checkStart } from "./checkStart.ts";
import { allOrFirstFailure, Closers } from "./closers.ts";
import { openDataDir } from "./dataDir.ts";
import { deployOn } from "./deployOn.ts";
import { awaitIndexed } from "./indexed.ts";
import { prepareIndexer } from "./indexer.ts";
import { requireNoStack } from "./livingStack.ts";
import { FREE_PORTS, type StackOptions } from "./options.ts";
import type { Stack } from "./stack.ts";
import { writeStackFile } from "./stackFile.ts";
import { startWarden } from "./startWarden.ts";
import { startVrf } from "../vrf/vrfNode.ts";

/**
 * Starts a chain with the protocol, IPFS, the local DON, PostgreSQL and Graph Node on this machine, and waits until the subgraph answers.
 * Contracts must be built. Whatever has been started is stopped again when a part fails.
 * @throws {StackError} names the cause and the next step.
 */
export async function openStack(
  hre: HardhatRuntimeEnvironment,
  options: StackOptions = {},
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
  // What can be known to fail fails before anything is started.
  const choice = await checkStart(options);

  const journals = join(hre.config.paths.ignition, "deployments");
  const dataDir = await openDataDir(options.dataDir, journals);
  const warden = startWarden(dataDir.log("warden"));
  closers.add(warden.close);
  for (const path of dataDir.temporary) warden.removeAtEnd({ path });
  const chain = await startChain(hre, ports.rpc);
  closers.addUnderneath(chain.close);
  const { connection, rpc, ws } = chain;
  const ipfs =
    "running" in choice
      ? choice.running.ipfs
      : await openIpfs(closers, {
          folder: dataDir.ipfs,
          port: ports.ipfs,
          log: dataDir.log("ipfs"),
        });
  progress(`Chain at ${rpc}, IPFS at ${ipfs}, logs in ${dataDir.log("*")}`);

  const [{ protocol, chainId, addresses }, index] = await allOrFirstFailure(
    deployOn(connection, options, dataDir),
    prepareIndexer(choice, warden, dataDir),
  );
  const don = await startDon({
    connection,
    protocol,
    ipfs,
    port: ports.don,
    log: dataDir.log("don"),
  });
  closers.add(don.close);
  const vrf = await startVrf({ connection, protocol }, dataDir.log("vrf"));
  closers.add(vrf.close);
  progress(`Protocol deployed, subgraph built, DON at ${don.url}`);

  const { node, warning, failure } = await index({ rpc, ipfs });
  failure.catch(() => undefined);
  const indexed = (blockNumber?: bigint | number) => {
    const target = blockNumber === undefined ? undefined : BigInt(blockNumber);
    return Promise.race([awaitIndexed(connection, node, target), failure]);
  };
  await indexed();
  progress(`Subgraph indexed at ${node.graphql}`);
  if (warning !== undefined) progress(warning);

  const { graphql, status } = node;
  const graphiql = await startGraphiql({
    endpoint: graphql,
    port: ports.graphiql,
    log: dataDir.log("graphiql"),
  });
  closers.add(graphiql.close);
  const urls = {
    rpc,
    ws,
    graphql,
    graphiql: graphiql.url,
    status,
    ipfs,
    gateway: `${ipfs}/ipfs`,
    don: don.url,
  };
  if (options.stackFile !== undefined) {
    // Another may have come up since.
    await requireNoStack(options.stackFile);
    const text = await writeStackFile(
      { chainId, rpc, graphql, ipfs, don: don.url, addresses },
      options.stackFile,
    );
    warden.removeAtEnd({ path: options.stackFile, text });
  }
  return {
    connection,
    protocol,
    chainId,
    addresses,
    urls,
    dataDir: dataDir.root,
    vrf,
    indexed,
    failure,
    close: () => closers.close(),
  };
}

async function openIpfs(
  closers: Closers,
  options: Parameters<typeof startIpfs>[0],
): Promise<string> {
  const { url, close } = await startIpfs(options);
  closers.addUnderneath(close);
  return url;
}
