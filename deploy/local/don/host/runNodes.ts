import { messageOf } from "../../messageOf.ts";
import { Ballot, hexOf, quorumOf } from "./consensus/ballot.ts";
import type { DonRun } from "./donRun.ts";
import type { DonNode, Job } from "./node.ts";

/** What a result needs. */
export interface RunRules {
  /** Nodes that must come to the same bytes. */
  readonly quorum: number;
  /** How long a node may take. */
  readonly milliseconds: number;
  /** Hears of every node that failed, and why. */
  readonly failed: (node: number, why: string) => void;
}

/**
 * Has all nodes run a job, and ends those that are still at it when there is a result.
 * @returns the `ExecutionResult` that a quorum came to.
 * @throws {Error} there is none; names what failed on which node.
 */
export async function runNodes(
  nodes: readonly DonNode[],
  run: DonRun,
  job: Omit<Job, "signal">,
  { quorum, milliseconds, failed }: RunRules,
): Promise<Uint8Array> {
  const over = new AbortController();
  const gone = new Set<number>();
  const failures: string[] = [];
  const ballot = new Ballot(
    nodes.length,
    gone,
    (results: readonly Uint8Array[], outstanding) =>
      quorumOf(results, outstanding, quorum, hexOf)?.[0],
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it gave no answer in ${milliseconds} ms (limit runMilliseconds)`));
    }, milliseconds);
  });
  late.catch(() => undefined);

  const execute = async (node: DonNode, index: number) => {
    try {
      const result = node.run({ ...job, signal: over.signal }, run.callsOf(index));
      ballot.cast(index, await Promise.race([result, late]));
    } catch (error) {
      const why = messageOf(error);
      failures.push(`node ${index}: ${why}`);
      if (!over.signal.aborted) failed(index, why);
      gone.add(index);
      ballot.review();
    }
    run.leave(index);
  };
  nodes.forEach((node, index) => void execute(node, index));
  try {
    return await ballot.outcome;
  } catch (error) {
    const why = messageOf(error);
    throw new Error([why, ...failures].join("; "), { cause: error });
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
