import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** A row as SQLite gives it: whole numbers are bigints. */
export type Row = Record<string, unknown>;

/** The rows of one market. */
export class Rows {
  readonly #database: DatabaseSync;
  readonly #market: bigint;

  constructor(database: DatabaseSync, market: bigint) {
    this.#database = database;
    this.#market = market;
  }

  /** Writes; the first value is the market's. */
  run(sql: string, ...values: SQLInputValue[]) {
    return this.#database.prepare(sql).run(this.#market, ...values);
  }

  /** Reads; the first value is the market's. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#database.prepare(sql).all(this.#market, ...values);
  }

  /** Does all or nothing, and alone among all processes. */
  transaction<Result>(work: () => Result): Result {
    if (this.#database.isTransaction) return work();
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}
