import { access, constants, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { CHAIN_NETWORK } from "./chain.ts";
import type { DataDir } from "./dataDir.ts";
import { statusOf, type GraphNode } from "./graphNode.ts";
import { isExposed, loopbackOnly } from "./loopbackOnly.ts";
import { poll } from "../../sdk/poll.ts";
import { HOST, reservePorts } from "./ports.ts";
import { failureOf, unexpectedEnd, type Warded, type Warden } from "./warden.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** The name under which `gnd dev` serves its first subgraph. */
const SUBGRAPH_NAME = "subgraph-0";
/** Kilobytes that Graph Node gathers before it writes. It weighs all of it at each block: with its default of 10,000 that takes long. */
const WRITE_BATCH_SIZE = "1000";
/** In its working directory: the loader accepts no path with a space. */
const LOOPBACK_ONLY = "loopback-only.so";
const START_DEADLINE = 60_000;
/** It sometimes ignores SIGTERM, and its database is useless afterwards. */
const STOP = [{ signal: "SIGTERM", patience: 500 }] as const;

/** What gnd needs around it. */
export interface GndOptions {
  /** See `gndBinary`. */
  readonly program: string;
  readonly rpc: string;
  readonly ipfs: string;
  readonly postgres: string;
  readonly ports: { readonly graphql: number; readonly status: number };
  /** More of Graph Node's environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The `gnd` program that npm has installed for a platform. @throws {LeadEngineError} there is none. */
export async function gndBinary(platform = `${process.platform}-${process.arch}`): Promise<string> {
  const name = `@graphprotocol/gnd-${platform}`;
  try {
    const manifest = fileURLToPath(import.meta.resolve(`${name}/package.json`));
    const program = path.join(path.dirname(manifest), "bin", "gnd");
    await access(program, constants.X_OK);
    return program;
  } catch (cause) {
    throw new LeadEngineError(
      "STACK_FAILED",
      `Graph Node for this platform (${name}) is not installed.`,
      'On linux-x64 run "npm run setup" again; elsewhere start one with "docker compose -f subgraph/docker-compose.yml up" and give its URL: --graph-node http://127.0.0.1:8000.',
      { cause },
    );
  }
}

/** Graph Node, running. */
export interface StartedGnd {
  readonly node: GraphNode;
  readonly process: Warded;
  /** A warning for its user; undefined if there is none. */
  readonly warning: string | undefined;
}

/** Starts Graph Node with the subgraph that is built in the data directory: it indexes at once. */
export async function startGnd(
  warden: Warden,
  dataDir: DataDir,
  options: GndOptions,
): Promise<StartedGnd> {
  const [graphql, status, admin, metrics] = (await reservePorts([
    { wanted: options.ports.graphql, option: "--graphql-port" },
    { wanted: options.ports.status, option: "--status-port" },
    { wanted: 0, option: "" },
    { wanted: 0, option: "" },
  ])) as [number, number, number, number];
  await writeFile(path.join(dataDir.subgraph, LOOPBACK_ONLY), loopbackOnly());
  const gnd = await warden.start({
    name: "Graph Node",
    command: options.program,
    args: [
      "dev",
      "--manifests=./subgraph.yaml",
      `--ethereum-rpc=${CHAIN_NETWORK}:${options.rpc}`,
      `--ipfs=${options.ipfs}`,
      `--http-port=${graphql}`,
      `--index-node-port=${status}`,
      `--admin-port=${admin}`,
      `--metrics-port=${metrics}`,
    ],
    env: {
      POSTGRES_URL: options.postgres,
      ETHEREUM_POLLING_INTERVAL: "100",
      GRAPH_ETHEREUM_REQUEST_RETRIES: "1",
      GRAPH_LOG: "info",
      // Else a query after a quiet time is answered from a head that is up to 30 s old.
      GRAPH_STORE_DISABLE_CHAIN_HEAD_PTR_CACHE: "true",
      GRAPH_STORE_WRITE_BATCH_SIZE: WRITE_BATCH_SIZE,
      LD_PRELOAD: `./${LOOPBACK_ONLY}`,
      ...options.settings,
    },
    cwd: dataDir.subgraph,
    log: dataDir.log("graph-node"),
    stop: STOP,
  });
  const node = {
    graphql: `http://${HOST}:${graphql}/subgraphs/name/${SUBGRAPH_NAME}`,
    status: `http://${HOST}:${status}/graphql`,
    subgraphName: SUBGRAPH_NAME,
    log: gnd.log,
  };
  await ready(gnd, node);
  return { node, process: gnd, warning: await warningOf(status, admin) };
}

/** It opens all its ports in the same way, so one shows how all are open. */
async function warningOf(status: number, admin: number): Promise<string | undefined> {
  if (!(await isExposed(status))) return undefined;
  return `Graph Node listens on all interfaces, its admin port ${admin} included: keep strangers away from this machine.`;
}

/** Waits until the status endpoint answers. */
async function ready(gnd: Warded, node: GraphNode): Promise<void> {
  const up = poll({
    look: () => statusOf(node).then(Boolean, () => undefined),
    deadline: START_DEADLINE,
    late: () => failureOf(gnd, `was not ready within ${START_DEADLINE / 1_000} s`, "Start again."),
  });
  await Promise.race([up, unexpectedEnd(gnd)]);
}
