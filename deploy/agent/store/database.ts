/** What a statement can be given. */
export type Value = string | number | bigint | null;

/** A row: whole numbers are bigints. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A database that agents keep things in: a file of SQLite on one machine, or PostgreSQL for several. Statements are written once, in what
 * both understand: parameters are `$1`, `$2`, names with capitals are quoted.
 */
export interface Database {
  /** Writes; returns how many rows it changed. */
  readonly run: (sql: string, ...values: readonly Value[]) => Promise<number>;
  /** Reads, or writes with `RETURNING`. */
  readonly all: (sql: string, ...values: readonly Value[]) => Promise<readonly Row[]>;
  /**
   * Does all or nothing, and alone among all transactions of all processes. `work` uses the database that it gets: the outer one may wait
   * for the transaction's end. Within a transaction it is a part of that.
   */
  readonly transaction: <Result>(work: (inside: Database) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}
