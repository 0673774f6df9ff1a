import { Pool, types, type PoolClient } from "pg";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Database, Row, Value } from "./database.ts";
import { MIGRATIONS, SCHEMA } from "./migrations.ts";

/** The advisory locks under which transactions run one by one, by what they are about. */
const LOCKS = { agents: 0x1ead_0001, outbox: 0x1ead_0002 } as const;
/** Connections of a process; a transaction holds one. */
const CONNECTIONS = 4;
/** How long to wait for a connection, milliseconds. */
const PATIENCE = 10_000;
/** How long a connection may be silent before the other machine is asked whether it is still there, milliseconds. */
export const KEEP_ALIVE = 10_000;

/**
 * Opens the agents' tables in a database of PostgreSQL.
 * @param url with the password: it is in no message.
 * @throws {LeadEngineError} `STORE_FAILED`: it does not answer; `MIGRATION_NEEDED`, `MIGRATION_NEWER`: its tables are not this version's.
 */
export async function openPostgres(url: string, lock: keyof typeof LOCKS): Promise<Database> {
  const pool = openPool(url);
  const database: Database = {
    run: (sql, ...values) => explained(async () => changesOf(await pool.query(sql, [...values]))),
    all: (sql, ...values) => explained(async () => (await pool.query<Row>(sql, [...values])).rows),
    transaction: async (work) => {
      const client = await explained(() => pool.connect());
      client.on("error", ignore);
      let broken: Error | undefined;
      try {
        await explained(() => client.query("BEGIN"));
        await explained(() => client.query("SELECT pg_advisory_xact_lock($1)", [LOCKS[lock]]));
        const result = await work(insideOf(client));
        await explained(() => client.query("COMMIT"));
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((cause: unknown) => {
          broken = cause as Error;
        });
        throw error;
      } finally {
        client.off("error", ignore);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
  try {
    await requireTables(database);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return database;
}

/** Connections whose statements find the agents' tables, and get whole numbers as bigints. @throws {LeadEngineError} `STORE_FAILED` */
export function openPool(url: string): Pool {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw storeFailed("its address is none of PostgreSQL");
  }
  const pool = new Pool({
    connectionString: url,
    options: `-c search_path=${SCHEMA}`,
    max: CONNECTIONS,
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    types: { getTypeParser },
  });
  pool.on("error", ignore);
  return pool;
}

/** A connection broke, which would end the process: the statement that wants it next says so, or gets another. */
export function ignore(): void {
  // Nothing is lost by it.
}

const getTypeParser: typeof types.getTypeParser = (id, format) =>
  id === types.builtins.INT8
    ? BigInt
    : (types.getTypeParser(id, format) as (value: string) => unknown);

function insideOf(client: PoolClient): Database {
  const query = (sql: string, values: readonly Value[]) =>
    explained(() => client.query<Row>(sql, [...values]));
  const inside: Database = {
    run: async (sql, ...values) => changesOf(await query(sql, values)),
    all: async (sql, ...values) => (await query(sql, values)).rows,
    transaction: (work) => work(inside),
    close: () => Promise.resolve(),
  };
  return inside;
}

function changesOf({ rowCount }: { readonly rowCount: number | null }): number {
  return rowCount ?? 0;
}

async function requireTables(database: Database): Promise<void> {
  const [row] = await database.all("SELECT to_regclass('migrations') IS NOT NULL AS there");
  const [version] =
    row?.["there"] === true
      ? await database.all("SELECT max(version) AS latest FROM migrations")
      : [];
  const has = Number(version?.["latest"] ?? 0);
  const needs = MIGRATIONS.length;
  if (has === needs) return;
  if (has > needs) {
    throw new LeadEngineError(
      "MIGRATION_NEWER",
      `The agents' database is of a later version (${has}) than this program (${needs}).`,
      "Use the version that its other workers use.",
    );
  }
  throw new LeadEngineError(
    "MIGRATION_NEEDED",
    `The agents' database is at version ${has}, and this program needs ${needs}.`,
    "Make its tables with `npx hardhat agent migrate`, while no worker of another version runs.",
  );
}

/** Says what PostgreSQL has against it by its code alone: its words and its address are for nobody's log. @throws {LeadEngineError} `STORE_FAILED` */
export async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    throw storeFailed(typeof code === "string" ? code : "no connection", cause);
  }
}

function storeFailed(why: string, cause?: unknown): LeadEngineError {
  return new LeadEngineError(
    "STORE_FAILED",
    `The agents' database cannot be used: ${why}.`,
    "Check that it runs, and the configuration variable with its address: postgresql://user:password@host:5432/database.",
    { cause },
  );
}
