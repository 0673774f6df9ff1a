import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Database } from "./database.ts";

/** How long to wait for another process's transaction, milliseconds. */
const BUSY = 10_000;
/** What is written is on the disk before a call returns. */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
`;

/**
 * Opens a file of SQLite, or makes it; only its owner can read it. Several processes may have it open.
 * @param schema statements that change nothing where all is there already.
 * @throws {LeadEngineError} `STORE_FAILED`: the file cannot be used.
 */
export function openSqlite(file: string, schema: string): Database {
  let database: DatabaseSync;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: BUSY, readBigInts: true });
    chmodSync(file, 0o600);
    database.exec(SETTINGS);
    database.exec(schema);
  } catch (cause) {
    throw new LeadEngineError(
      "STORE_FAILED",
      `The agent's store ${file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Check that the folder can be written to and has space left.",
      { cause },
    );
  }
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql.replaceAll(/\$(\d+)/g, "?$1"));
    prepared.set(sql, statement);
    return statement;
  };
  const inside: Database = {
    run: (sql, ...values) => soon(() => Number(prepare(sql).run(...values).changes)),
    all: (sql, ...values) => soon(() => prepare(sql).all(...values)),
    transaction: (work) => work(inside),
    close: () =>
      soon(() => {
        database.close();
      }),
  };
  // The connection has one transaction at a time: whoever comes meanwhile waits for its end.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    run: (sql, ...values) => inTurn(() => inside.run(sql, ...values)),
    all: (sql, ...values) => inTurn(() => inside.all(sql, ...values)),
    transaction: (work) =>
      inTurn(async () => {
        database.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(inside);
          database.exec("COMMIT");
          return result;
        } catch (error) {
          database.exec("ROLLBACK");
          throw error;
        }
      }),
    close: () => inTurn(inside.close),
  };
}

/** What a call returns or throws, as a promise. */
function soon<Result>(work: () => Result): Promise<Result> {
  return Promise.resolve().then(work);
}
