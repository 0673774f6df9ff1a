import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { isAlive } from "./stackFile.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/**
 * Where a stack keeps its files. In a given folder, `ipfs` and `logs` outlive the stack. The chain is new each time, so the subgraph's
 * build and database are too: they have a folder of their own, in the system's temporary folder if PostgreSQL cannot enter this one.
 */
export interface DataDir {
  readonly root: string;
  readonly ipfs: string;
  readonly postgres: string;
  readonly subgraph: string;
  /** SQLite file of the DON's queue. */
  readonly queue: string;
  /** The log of a part. */
  readonly log: (part: string) => string;
  /** What to remove when the stack has ended. */
  readonly temporary: readonly string[];
}

/** Holds the process id of the stack that uses the folder. */
const LOCK = "stack.pid";
/** Others may pass but not look: PostgreSQL runs as another user when the stack runs as root. */
const PASSABLE = 0o711;
const OTHERS_MAY_ENTER = 0o001;

/**
 * Prepares a folder for a stack. Touches nothing in it but `ipfs`, `logs` and the lock.
 * @param given undefined for a new temporary one.
 * @throws {LeadEngineError} when another stack uses it.
 */
export async function openDataDir(given: string | undefined): Promise<DataDir> {
  const root = path.resolve(given ?? (await passableFolder(path.join(tmpdir(), "lead-engine-"))));
  const logs = path.join(root, "logs");
  const lock = path.join(root, LOCK);
  await mkdir(logs, { recursive: true });
  await takeLock(root, lock);
  const run = await passableFolder(path.join(await roomFor(root), "lead-engine-run-"));
  return {
    root,
    ipfs: path.join(root, "ipfs"),
    postgres: path.join(run, "postgres"),
    subgraph: path.join(run, "subgraph"),
    queue: path.join(run, "queue.sqlite"),
    log: (part) => path.join(logs, `${part}.log`),
    temporary: given === undefined ? [run, root] : [run, lock],
  };
}

/** Where the database goes: a folder that its user may enter. */
async function roomFor(root: string): Promise<string> {
  return process.getuid?.() !== 0 || (await isOpenToAll(root)) ? root : tmpdir();
}

async function passableFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix);
  await chmod(folder, PASSABLE);
  return folder;
}

async function takeLock(root: string, lock: string): Promise<void> {
  const holder = Number(await readFile(lock, "utf8").catch(() => ""));
  if (holder > 0 && isAlive(holder)) {
    throw new LeadEngineError(
      "STACK_FAILED",
      `Another stack (process ${holder}) uses ${root}.`,
      "End it, or choose another folder with --data.",
    );
  }
  await writeFile(lock, String(process.pid));
}

/** Whether every user may enter a folder: PostgreSQL runs as `nobody` when the stack runs as root. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (((await stat(current)).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}
