import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** graph-cli's executable. */
const GRAPH_CLI = fileURLToPath(
  new URL("../bin/run.js", import.meta.resolve("@graphprotocol/graph-cli")),
);

/** graph-cli failed; the message has what it printed. */
export class GraphCliError extends Error {}

/**
 * Runs graph-cli in a folder, under the Node that runs this.
 * @returns what it printed.
 * @throws {GraphCliError} it failed.
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
  if (code !== 0) throw new GraphCliError(`graph ${args[0] ?? ""} failed:\n${output.trim()}`);
  return output;
}
