import { gndBinary } from "./gnd.ts";
import type { IndexerChoice } from "./indexer.ts";
import { requireNoStack } from "./stackFile.ts";
import { FREE_PORTS, type StackOptions } from "./stack.ts";
import { requireFree } from "./ports.ts";
import { requireGraphNode } from "./remoteGraphNode.ts";

/**
 * Finds what would keep a stack from starting. Starts nothing and needs no build.
 * @throws {LeadEngineError} the same file describes a running stack, a port is busy, or there is no Graph Node.
 * @returns who will index.
 */
export async function checkStart(options: StackOptions): Promise<IndexerChoice> {
  const { graphNode: running, stackFile } = options;
  const ports = { ...FREE_PORTS, ...options.ports };
  const { rpc, don, beacon, vendors, graphiql, board } = ports;
  if (stackFile !== undefined) await requireNoStack(stackFile);
  await requireFree(
    running === undefined ? { ...ports } : { rpc, don, beacon, vendors, graphiql, board },
  );
  if (running === undefined) return { program: await gndBinary(), ports };
  await requireGraphNode(running);
  return { running };
}
