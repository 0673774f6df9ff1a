import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { Address } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** An agent's place; only one process can have it. */
export interface Running {
  readonly release: () => void;
}

/**
 * Takes the place of the one agent that runs for an account with a data directory. The system gives it back when the process ends, however
 * it ends.
 * @throws {LeadEngineError} `AGENT_RUNS`: another process has it.
 */
export function takePlace(directory: string, account: Address): Running {
  const database = openPlace(directory, account);
  if (!isFree(database)) {
    const pid = pidIn(database);
    database.close();
    throw new LeadEngineError(
      "AGENT_RUNS",
      `An agent of ${account} runs already (process ${pid ?? "unknown"}).`,
      "`npx hardhat agent stop` stops it.",
    );
  }
  database.exec("COMMIT");
  database.exec("DELETE FROM process");
  database.prepare("INSERT INTO process VALUES (?)").run(process.pid);
  // Whoever was faster just now has it.
  if (!isFree(database)) return takePlace(directory, account);
  return {
    release: () => {
      database.close();
    },
  };
}

/** The process that runs an account's agent with a data directory; undefined where none does. */
export function runningAgent(directory: string, account: Address): number | undefined {
  const database = openPlace(directory, account);
  try {
    return isFree(database) ? undefined : pidIn(database);
  } finally {
    database.close();
  }
}

/** A file of its own, whose write lock is the place. */
function openPlace(directory: string, account: Address): DatabaseSync {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path.join(directory, `agent-${account}.lock`));
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("CREATE TABLE IF NOT EXISTS process (pid INTEGER NOT NULL) STRICT");
  return database;
}

/** Whether nobody holds the lock; if so, this connection does. */
function isFree(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if ((error as { readonly errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}

const SQLITE_BUSY = 5;

function pidIn(database: DatabaseSync): number | undefined {
  const row = database.prepare("SELECT pid FROM process").get();
  return row === undefined ? undefined : Number(row["pid"]);
}
