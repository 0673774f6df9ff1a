import { outboxSchema, POSTGRES, storeSchema } from "./schema.ts";

/** The schema of the database that has the agents' tables. */
export const SCHEMA = "lead_engine_agents";
/** The schema that has the queue's, if it is in the same database. */
export const QUEUE_SCHEMA = "lead_engine_queue";

/** What makes each version of the tables from the one before; the first is version 1. One that was released is never changed. */
export const MIGRATIONS: readonly string[] = [storeSchema(POSTGRES) + outboxSchema(POSTGRES)];
