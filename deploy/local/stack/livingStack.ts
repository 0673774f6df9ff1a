import { z } from "zod";

import { StackError } from "./stackError.ts";
import { readStackFile, type StackFile } from "./stackFile.ts";

/** How long a busy stack may take to answer, milliseconds. */
const PATIENCE = 2_000;

const health = z.object({ pid: z.int() });

/** Whether there is a process of this id. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The stack of which a file tells, unless it has died: a process of its id may be another's by now, so its DON is asked for it. */
export async function livingStack(file: string): Promise<StackFile | undefined> {
  const stack = await readStackFile(file);
  if (stack === undefined || !isAlive(stack.pid)) return undefined;
  try {
    const response = await fetch(`${stack.don}/health`, { signal: AbortSignal.timeout(PATIENCE) });
    return health.safeParse(await response.json()).data?.pid === stack.pid ? stack : undefined;
  } catch (error) {
    return error instanceof DOMException && error.name === "TimeoutError" ? stack : undefined;
  }
}

/** @throws {StackError} a file tells of a stack that runs: it is not to be written over. What it tells of a dead one is no obstacle. */
export async function requireNoStack(file: string): Promise<void> {
  const first = await livingStack(file).catch(() => undefined);
  if (first === undefined) return;
  throw new StackError(
    `A stack runs already: process ${first.pid}, chain at ${first.rpc}.`,
    'Use that one, end it with "npx hardhat stack stop", or name another file for this one: LEAD_ENGINE_STACK.',
  );
}
