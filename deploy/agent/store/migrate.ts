import { runMigrations } from "bullmq";
import type { PoolClient } from "pg";

import { MIGRATIONS, QUEUE_SCHEMA, SCHEMA } from "./migrations.ts";
import { explained, ignore, openPool } from "./postgres.ts";

/** The advisory lock under which tables are made. */
const LOCK = 0x1ead_0000;

/** Which versions a database had and has. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Makes the agents' tables and the queue's in a database of PostgreSQL, or brings them up to this version: all or nothing of each, once,
 * whoever else does it at the same time. Tables of a later version stay as they are.
 * @param url with the password of a user who may create schemas.
 * @throws {LeadEngineError} `STORE_FAILED`: it does not answer, or refuses.
 */
export async function migrate(url: string): Promise<Migrated> {
  const pool = openPool(url);
  try {
    return await explained(async () => {
      const client = await pool.connect();
      client.on("error", ignore);
      try {
        const migrated = await migrateAgents(client);
        await runMigrations(client, QUEUE_SCHEMA);
        return migrated;
      } finally {
        client.off("error", ignore);
        client.release();
      }
    });
  } finally {
    await pool.end();
  }
}

async function migrateAgents(client: PoolClient): Promise<Migrated> {
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await client.query(
      "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ readonly latest: bigint }>(
      "SELECT coalesce(max(version), 0) AS latest FROM migrations",
    );
    const from = Number(rows[0]?.latest);
    for (const [index, sql] of MIGRATIONS.entries()) {
      if (index < from) continue;
      await client.query(sql);
      await client.query("INSERT INTO migrations (version) VALUES ($1)", [index + 1]);
    }
    await client.query("COMMIT");
    return { from, to: Math.max(from, MIGRATIONS.length) };
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
