import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

import type { Hex } from "viem";

/** How a submission stands: `kept` on the disk, `queued` with the DON, or ended. */
export type SubmissionState = "kept" | "queued" | "minted" | "refused";

/** What is known of a submission: ids and codes, nothing of the consumer. */
export interface Submission {
  /** The submission's hash. */
  readonly id: Hex;
  readonly state: SubmissionState;
  /** The chain's head when it was sealed. */
  readonly fromBlock: bigint;
  /** Of a minted lead. */
  readonly leadId?: string;
  readonly transactionHash?: string;
  /** Why it was refused. */
  readonly code?: string;
  readonly says?: string;
}

/** A package that the DON has not taken yet. */
export interface KeptPackage {
  readonly id: Hex;
  readonly text: string;
}

/** A submission to keep. */
interface NewSubmission extends KeptPackage {
  /** Names its lead; see `leadNamer`. */
  readonly name: Hex;
  readonly fromBlock: bigint;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Every commit is on the disk before the next step. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS submissions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    fromBlock TEXT NOT NULL,
    text TEXT,
    state TEXT NOT NULL DEFAULT 'kept',
    leadId TEXT,
    transactionHash TEXT,
    code TEXT,
    says TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS byName ON submissions (name, at);
  CREATE INDEX IF NOT EXISTS open ON submissions (at) WHERE state IN ('kept', 'queued');
`;

interface Row {
  readonly id: Hex;
  readonly fromBlock: string;
  readonly text: string | null;
  readonly state: SubmissionState;
  readonly leadId: string | null;
  readonly transactionHash: string | null;
  readonly code: string | null;
  readonly says: string | null;
}

/**
 * What an intake has accepted, in a file that outlives the process and that only its owner can read: the package, which is encrypted and
 * signed, until the DON has taken it; ids and codes after that.
 */
export class SubmissionStore {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", 0o600));
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
  }

  /** Keeps a sealed submission; it is on the disk when this returns. */
  keep({ id, name, text, fromBlock, at }: NewSubmission): void {
    this.#run(
      "INSERT INTO submissions (id, name, at, fromBlock, text) VALUES (?, ?, ?, ?, ?)",
      id,
      name,
      at,
      String(fromBlock),
      text,
    );
  }

  find(id: string): Submission | undefined {
    return this.#all("SELECT * FROM submissions WHERE id = ?", id).map(submissionOf)[0];
  }

  /** The last submission of a lead since a time (milliseconds) that was not refused. */
  lastOf(name: Hex, since: number): Submission | undefined {
    return this.#all(
      "SELECT * FROM submissions WHERE name = ? AND at >= ? AND state <> 'refused' ORDER BY at DESC LIMIT 1",
      name,
      since,
    ).map(submissionOf)[0];
  }

  /** Packages that the DON has not taken, oldest first. */
  kept(limit: number): KeptPackage[] {
    return this.#all(
      "SELECT * FROM submissions WHERE state = 'kept' ORDER BY at LIMIT ?",
      limit,
    ).map(({ id, text }) => ({ id, text: text ?? "" }));
  }

  /** Submissions that the DON has and whose end is not known, oldest first. */
  queued(limit: number): Submission[] {
    return this.#all(
      "SELECT * FROM submissions WHERE state = 'queued' ORDER BY at LIMIT ?",
      limit,
    ).map(submissionOf);
  }

  /** The DON has the package: it is not needed here any more. */
  setQueued(id: Hex): void {
    this.#run("UPDATE submissions SET state = 'queued', text = NULL WHERE id = ?", id);
  }

  setMinted(id: Hex, leadId: bigint, transactionHash: Hex): void {
    this.#run(
      "UPDATE submissions SET state = 'minted', text = NULL, leadId = ?, transactionHash = ? WHERE id = ?",
      String(leadId),
      transactionHash,
      id,
    );
  }

  setRefused(id: Hex, code: string, says: string): void {
    this.#run(
      "UPDATE submissions SET state = 'refused', text = NULL, code = ?, says = ? WHERE id = ?",
      code,
      says,
      id,
    );
  }

  close(): void {
    this.#database.close();
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #all(sql: string, ...values: readonly SQLInputValue[]): Row[] {
    return this.#database.prepare(sql).all(...values) as unknown as Row[];
  }
}

function submissionOf({ id, state, fromBlock, ...row }: Row): Submission {
  const { leadId, transactionHash, code, says } = row;
  return {
    id,
    state,
    fromBlock: BigInt(fromBlock),
    ...(leadId === null ? {} : { leadId }),
    ...(transactionHash === null ? {} : { transactionHash }),
    ...(code === null ? {} : { code }),
    ...(says === null ? {} : { says }),
  };
}
