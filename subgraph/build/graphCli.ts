import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** graph-cli's executable. */
const GRAPH_CLI = fileURLToPath(
  new URL("../bin/run.js", import.meta.resolve("@graphprotocol/graph-cli")),
);

/**
 * Runs graph-cli in a folder, under the Node that runs this.
 * @returns what it printed.
 * @throws {LeadEngineError} `GRAPH_CLI_FAILED`, with what it printed.
 */
export async function runGraphCli(args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(process.execPath, [GRAPH_CLI, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", GRAPH_SKIP_NEW_VERSION_CHECK: "true" },
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  if (code !== 0)
    throw new LeadEngineError(
      "GRAPH_CLI_FAILED",
      `graph ${args[0] ?? ""} failed:\n${output.trim()}`,
    );
  return output;
}

/** A self-hosted Graph Node. */
interface OwnNode {
  /** JSON-RPC of its administration, such as `http://127.0.0.1:8020`. */
  readonly node: string;
  /** Kubo RPC of an IPFS node that it reads from, such as `http://127.0.0.1:5001`. */
  readonly ipfs: string;
}

/** The Graph Studio. */
interface Studio {
  readonly deployKey: string;
}

/** Where and under which name a subgraph is deployed. */
export interface SubgraphDeployment {
  /** Folder that `buildSubgraph` has made. */
  readonly folder: string;
  /** Its name there: the Studio's slug, or a self-hosted node's name. */
  readonly name: string;
  readonly versionLabel: string;
  readonly to: OwnNode | Studio;
}

/** Deploys by graph-cli. @returns what graph-cli printed: the endpoints among it. */
export async function deploySubgraph({ folder, name, versionLabel, to }: SubgraphDeployment) {
  const args = ["deploy", name, "subgraph.yaml", "--version-label", versionLabel];
  if ("deployKey" in to) return runGraphCli([...args, "--deploy-key", to.deployKey], folder);
  await runGraphCli(["create", name, "--node", to.node], folder);
  return runGraphCli([...args, "--node", to.node, "--ipfs", to.ipfs], folder);
}

/** The node that the two options name; undefined where neither does. @throws {LeadEngineError} one is missing or is not a URL. */
export function ownNodeOf(node: string | undefined, ipfs: string | undefined): OwnNode | undefined {
  if (node === undefined && ipfs === undefined) return undefined;
  if (node === undefined || ipfs === undefined) {
    throw new LeadEngineError(
      "MISSING_OPTION",
      "A self-hosted node needs both --node URL and --ipfs URL.",
    );
  }
  for (const url of [node, ipfs]) {
    if (!URL.canParse(url)) throw new LeadEngineError("INVALID_URL", `${url} is not a URL.`);
  }
  return { node, ipfs };
}
