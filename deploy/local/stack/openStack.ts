import { randomBytes } from "node:crypto";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { bytesToHex } from "viem";

import { buildSubgraph as buildOurs } from "../../../subgraph/build/buildSubgraph.ts";
import { chainTime } from "../../sdk/actions/chainTime.ts";
import { startBeacon } from "../beacon/server.ts";
import { startBoard } from "../board.ts";
import { deployWithDon } from "../deployWithDon.ts";
import { startDon } from "../don/server.ts";
import { compileScoring } from "../don/workflowCache.ts";
import { startGraphiql } from "../graphiql.ts";
import { startIpfs } from "../ipfs.ts";
import { startVendors } from "../vendors/server.ts";
import { startVrf } from "../vrf.ts";
import { CHAIN_NETWORK, startChain } from "./chain.ts";
import { checkStart } from "./checkStart.ts";
import { openDataDir, type DataDir } from "./dataDir.ts";
import { awaitIndexed } from "./graphNode.ts";
import { prepareIndexer } from "./indexer.ts";
import { FREE_PORTS, type Stack, type StackOptions } from "./stack.ts";
import { requireNoStack, stackAddresses, stackFacts, writeStackFile } from "./stackFile.ts";
import { startWarden } from "./warden.ts";

/**
 * Starts a chain with the protocol, IPFS, the local DON, PostgreSQL and Graph Node on this machine, and waits until the subgraph answers.
 * Contracts must be built before this file is imported: deployment modules read artifacts. If a part fails, this stops what it has started.
 * @throws {LeadEngineError} names the cause and the next step.
 */
export async function openStack(
  hre: HardhatRuntimeEnvironment,
  options: StackOptions = {},
): Promise<Stack> {
  const { progress = () => undefined } = options;
  const ports = { ...FREE_PORTS, ...options.ports };
  // What can fail early fails before anything is started.
  const choice = await checkStart(options);

  // If a later part fails, what has been started is closed, the latest first.
  await using starting = new AsyncDisposableStack();
  // Graph Node reads from these: they are closed after it.
  const underneath = starting.use(new AsyncDisposableStack());
  const dataDir = await openDataDir(options.dataDir);
  const warden = startWarden(dataDir.log("warden"));
  starting.defer(warden.close);
  for (const item of dataDir.temporary) warden.removeAtEnd({ path: item });
  const chain = await startChain(hre, ports.rpc);
  underneath.defer(chain.close);
  const { connection, rpc, ws } = chain;
  const ipfs =
    "running" in choice
      ? choice.running.ipfs
      : await openIpfs(underneath, {
          folder: dataDir.ipfs,
          port: ports.ipfs,
          log: dataDir.log("ipfs"),
        });
  progress(`Chain at ${rpc}, IPFS at ${ipfs}, logs in ${dataDir.log("*")}`);

  const [{ protocol, chainId, addresses }, index, workflow] = await allOrFirstFailure(
    deployOn(chain.inProcess, options, dataDir),
    prepareIndexer(choice, warden, dataDir),
    compileScoring(path.join(hre.config.paths.cache, "workflows")),
  );
  const vendors = await startVendors({
    apiKey: protocol.don.secrets.get("VENDOR_API_KEY") ?? "",
    port: ports.vendors,
    log: dataDir.log("vendors"),
  });
  // The DON asks them until it is closed.
  underneath.defer(vendors.close);
  const don = await startDon({
    rpc,
    protocol,
    vendorPort: Number(new URL(vendors.url).port),
    workflow: () => Promise.resolve(workflow),
    ipfs,
    queueFile: dataDir.queue,
    port: ports.don,
    log: dataDir.log("don"),
  });
  starting.defer(don.close);
  const publicClient = await connection.viem.getPublicClient();
  const beacon = await startBeacon({
    now: () => chainTime(publicClient, chainId),
    port: ports.beacon,
    log: dataDir.log("beacon"),
  });
  starting.defer(beacon.close);
  const vrf = await startVrf({ connection, protocol }, dataDir.log("vrf"));
  starting.defer(vrf.close);
  progress(`Protocol deployed, workflow and subgraph built, DON at ${don.url}`);

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
  starting.defer(graphiql.close);
  const board = await startBoard({
    endpoint: graphql,
    port: ports.board,
    log: dataDir.log("board"),
  });
  starting.defer(board.close);
  const urls = {
    rpc,
    ws,
    graphql,
    graphiql: graphiql.url,
    board: board.url,
    status,
    ipfs,
    gateway: `${ipfs}/ipfs`,
    don: don.url,
    beacon: beacon.url,
    vendors: vendors.url,
  };
  if (options.stackFile !== undefined) {
    // Another stack may have started since.
    await requireNoStack(options.stackFile);
    const facts = stackFacts({ chainId, addresses, urls });
    const text = await writeStackFile(facts, options.stackFile);
    warden.removeAtEnd({ path: options.stackFile, text });
  }
  const parts = starting.move();
  let closing: Promise<void> | undefined;
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
    close: () => (closing ??= parts.disposeAsync()),
  };
}

async function openIpfs(
  parts: AsyncDisposableStack,
  options: Parameters<typeof startIpfs>[0],
): Promise<string> {
  const { url, close } = await startIpfs(options);
  parts.defer(close);
  return url;
}

/** Deploys the protocol with a DON of fresh keys, and builds the subgraph for its addresses. */
export async function deployOn(
  connection: NetworkConnection<"op">,
  { buildSubgraph = buildOurs }: StackOptions,
  { subgraph: outDir }: DataDir,
) {
  const protocol = await deployWithDon(connection, bytesToHex(randomBytes(32)));
  const client = await connection.viem.getPublicClient();
  const addresses = stackAddresses(protocol);
  await buildSubgraph({ network: CHAIN_NETWORK, addresses, startBlock: 0, outDir });
  return { protocol, addresses, chainId: await client.getChainId() };
}

/** Waits for all, so that nothing is still starting when the first failure is thrown. */
async function allOrFirstFailure<const TasksT extends readonly Promise<unknown>[]>(
  ...tasks: TasksT
): Promise<{ -readonly [K in keyof TasksT]: Awaited<TasksT[K]> }> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
