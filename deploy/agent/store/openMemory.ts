import path from "node:path";

import { Outbox } from "../crm/outbox.ts";
import { AgentStore } from "./agentStore.ts";
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { outboxSchema, SQLITE, storeSchema } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

/** All that agents and MCP servers remember, and share. Holds ids, codes and amounts; never personal data. */
export interface Memory {
  readonly store: AgentStore;
  readonly outbox: Outbox;
  readonly close: () => Promise<void>;
}

/**
 * Opens the memory of one machine: files of its data directory that only their owner can read.
 * @throws {LeadEngineError} `STORE_FAILED`: a file cannot be used.
 */
export function openFiles(directory: string): Memory {
  return memoryIn(
    openSqlite(path.join(directory, "agent.sqlite"), storeSchema(SQLITE)),
    openSqlite(path.join(directory, "outbox.sqlite"), outboxSchema(SQLITE)),
  );
}

/**
 * Opens the memory that several machines share in a database of PostgreSQL.
 * @param url with the password.
 * @throws {LeadEngineError} `STORE_FAILED`: it does not answer; `MIGRATION_NEEDED`: see `migrate`.
 */
export async function openShared(url: string): Promise<Memory> {
  // Connections of their own: an event is told within a transaction of the store, and is there before that ends.
  const agents = await openPostgres(url, "agents");
  try {
    return memoryIn(agents, await openPostgres(url, "outbox"));
  } catch (error) {
    await agents.close();
    throw error;
  }
}

function memoryIn(agents: Database, outbox: Database): Memory {
  return {
    store: new AgentStore(agents),
    outbox: new Outbox(outbox),
    close: async () => {
      await agents.close();
      await outbox.close();
    },
  };
}
