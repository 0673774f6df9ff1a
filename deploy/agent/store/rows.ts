import type { Database, Row, Value } from "./database.ts";

/** The rows of one market. */
export class Rows {
  readonly #database: Database;
  readonly #market: bigint;

  constructor(database: Database, market: bigint) {
    this.#database = database;
    this.#market = market;
  }

  /** Writes; `$1` is the market. */
  run(sql: string, ...values: readonly Value[]): Promise<number> {
    return this.#database.run(sql, this.#market, ...values);
  }

  /** Reads; `$1` is the market. */
  all(sql: string, ...values: readonly Value[]): Promise<readonly Row[]> {
    return this.#database.all(sql, this.#market, ...values);
  }

  /** See `Database.transaction`. */
  transaction<Result>(work: (inside: Rows) => Promise<Result>): Promise<Result> {
    return this.#database.transaction((database) => work(new Rows(database, this.#market)));
  }
}
