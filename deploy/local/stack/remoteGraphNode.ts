import { deploySubgraph } from "../../../subgraph/build/graphCli.ts";
import type { GraphNode } from "./graphNode.ts";
import type { GraphNodeUrls } from "./stack.ts";
import { reasonOf } from "./reasonOf.ts";
import { hasCode, LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** Name of the stack's subgraph on a Graph Node that is not its own. */
const SUBGRAPH_NAME = "lead-engine";
/** Ports of a Graph Node and its IPFS node, as `subgraph/docker-compose.yml` has them. */
const PORTS = { admin: "8020", status: "8030", ipfs: "5001" } as const;
const ADVICE =
  'Start one with "docker compose -f subgraph/docker-compose.yml up", or check the URL given with --graph-node.';

/**
 * A running Graph Node by the URL of its GraphQL server: its other servers on the same host, on their standard ports.
 * @throws {LeadEngineError} it is not a URL.
 */
export function graphNodeAt(url: string): GraphNodeUrls {
  if (!URL.canParse(url))
    throw new LeadEngineError("STACK_FAILED", `"${url}" is not a URL.`, ADVICE);
  const at = (port: string) => {
    const { origin } = Object.assign(new URL(url), { port });
    return origin;
  };
  return {
    graphql: new URL(url).origin,
    admin: at(PORTS.admin),
    status: `${at(PORTS.status)}/graphql`,
    ipfs: at(PORTS.ipfs),
  };
}

/** @throws {LeadEngineError} one of its servers does not answer. */
export async function requireGraphNode(urls: GraphNodeUrls): Promise<void> {
  await requireAnswer("The running Graph Node", urls.graphql, { method: "GET" });
  await requireAnswer("The running Graph Node's status server", urls.status, { method: "GET" });
  await requireAnswer("The running Graph Node's IPFS node", `${urls.ipfs}/api/v0/version`, {
    method: "POST",
  });
}

/** Deploys a built subgraph to a running Graph Node, which must know the stack's chain as `hardhat`. */
export async function deployTo(
  { graphql, admin, status, ipfs }: GraphNodeUrls,
  folder: string,
): Promise<GraphNode> {
  try {
    await deploySubgraph({
      folder,
      name: SUBGRAPH_NAME,
      versionLabel: new Date().toISOString(),
      to: { node: admin, ipfs },
    });
  } catch (error) {
    if (!hasCode(error, "GRAPH_CLI_FAILED")) throw error;
    throw new LeadEngineError(
      "STACK_FAILED",
      `The running Graph Node at ${admin} did not accept the subgraph: ${error.message}`,
      'It must know the chain as "hardhat". If the stack was started again, it must forget the old chain: "docker compose -f subgraph/docker-compose.yml down -v".',
      { cause: error },
    );
  }
  return {
    graphql: `${graphql}/subgraphs/name/${SUBGRAPH_NAME}`,
    status,
    subgraphName: SUBGRAPH_NAME,
    log: undefined,
  };
}

async function requireAnswer(what: string, url: string, init: RequestInit): Promise<void> {
  try {
    await fetch(url, init);
  } catch (error) {
    throw new LeadEngineError(
      "STACK_FAILED",
      `${what} does not answer at ${url} (${reasonOf(error)}).`,
      ADVICE,
      {
        cause: error,
      },
    );
  }
}
