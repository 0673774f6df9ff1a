import { runGraphCli } from "./graphCli.ts";
import { SubgraphError } from "./subgraphError.ts";

/** A self-hosted Graph Node. */
export interface OwnNode {
  /** JSON-RPC of its administration, such as `http://127.0.0.1:8020`. */
  readonly node: string;
  /** Kubo RPC of an IPFS node that it reads from, such as `http://127.0.0.1:5001`. */
  readonly ipfs: string;
}

/** The Graph Studio. */
export interface Studio {
  readonly deployKey: string;
}

/** Where to and as what a subgraph is deployed. */
export interface Deployment {
  /** Folder that `buildSubgraph` has made. */
  readonly folder: string;
  /** Its name there: the Studio's slug, or a self-hosted node's name. */
  readonly name: string;
  readonly versionLabel: string;
  readonly to: OwnNode | Studio;
}

/** Deploys by graph-cli. @returns what graph-cli printed: the endpoints among it. */
export async function deploySubgraph({ folder, name, versionLabel, to }: Deployment) {
  const args = ["deploy", name, "subgraph.yaml", "--version-label", versionLabel];
  if ("deployKey" in to) return runGraphCli([...args, "--deploy-key", to.deployKey], folder);
  await runGraphCli(["create", name, "--node", to.node], folder);
  return runGraphCli([...args, "--node", to.node, "--ipfs", to.ipfs], folder);
}

/** The node that the two options name; undefined where neither does. @throws {SubgraphError} one is missing or is no URL. */
export function ownNodeOf(node: string | undefined, ipfs: string | undefined): OwnNode | undefined {
  if (node === undefined && ipfs === undefined) return undefined;
  if (node === undefined || ipfs === undefined) {
    throw new SubgraphError("A self-hosted node needs both --node URL and --ipfs URL.");
  }
  for (const url of [node, ipfs]) {
    if (!URL.canParse(url)) throw new SubgraphError(`${url} is not a URL.`);
  }
  return { node, ipfs };
}
