import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { Advice } from "../advisor.ts";
import type { ProposalFacts } from "./question.ts";

/** The log's file in the data directory. */
export const ADVICE_FILE = "advice.sqlite";

/** What a model was told, and what came of it. */
export interface AdviceEntry {
  /** When it was asked, milliseconds since 1970. */
  readonly at: number;
  readonly model: string;
  readonly told: readonly ProposalFacts[];
  /** What it said of what it was told; null where the rules' order was kept instead. */
  readonly answered: readonly Advice[] | null;
  /** Why there is no answer, a code; null where there is one. */
  readonly failure: string | null;
  /** Milliseconds. */
  readonly took: number;
}

/** What models were told and answered: ids and public facts. */
export type AdviceLog = ReturnType<typeof openAdviceLog>;

/** Opens the log in a folder that only its owner can read. */
export function openAdviceLog(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, ADVICE_FILE);
  const db = new DatabaseSync(file);
  chmodSync(file, 0o600);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 10000;
    CREATE TABLE IF NOT EXISTS advice (
      at INTEGER NOT NULL, model TEXT NOT NULL, told TEXT NOT NULL, answered TEXT, failure TEXT, took INTEGER NOT NULL
    ) STRICT;
  `);
  const insert = db.prepare("INSERT INTO advice VALUES (?, ?, ?, ?, ?, ?)");
  return {
    add: ({ at, model, told, answered, failure, took }: AdviceEntry): void => {
      const advice = answered?.map((one) => ({ ...one, leadId: String(one.leadId) })) ?? null;
      const answer = advice === null ? null : JSON.stringify(advice);
      insert.run(at, model, JSON.stringify(told), answer, failure, Math.round(took));
    },
    /** The latest entries, the latest first. */
    list: (limit: number): AdviceEntry[] =>
      db
        .prepare("SELECT * FROM advice ORDER BY rowid DESC LIMIT ?")
        .all(limit)
        .map((row) => ({
          ...(row as unknown as AdviceEntry),
          told: JSON.parse(String(row["told"])) as ProposalFacts[],
          answered: row["answered"] === null ? null : adviceIn(String(row["answered"])),
        })),
    close: (): void => {
      db.close();
    },
  };
}

function adviceIn(json: string): Advice[] {
  const list = JSON.parse(json) as (Omit<Advice, "leadId"> & { leadId: string })[];
  return list.map((one) => ({ ...one, leadId: BigInt(one.leadId) }));
}
