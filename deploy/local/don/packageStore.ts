import { DatabaseSync } from "node:sqlite";

import { keccak256, stringToHex, type Hex } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { PackageState } from "../../sdk/report/packageState.ts";
import { messageOf } from "../messageOf.ts";
import type { DriverCursor } from "./host/driver.ts";

/** A package to keep. */
export interface NewPackage {
  readonly submissionHash: Hex;
  /** As it was sent; it is ciphertext. */
  readonly text: string;
  /** Of the seller's signature, Unix seconds. */
  readonly deadline: number;
  /** The chain's head when the package came: it cannot have been reported before. */
  readonly block: bigint;
}

/** A package whose end is open. */
export interface WaitingPackage {
  readonly id: number;
  readonly submissionHash: Hex;
  readonly text: string;
  /** Runs that it was part of. */
  readonly attempts: number;
}

/** Submissions that may have been reported and whose end is not known, and the first block in which it can be. */
export interface Reported {
  readonly submissionHashes: readonly Hex[];
  readonly fromBlock: bigint;
}

/** How the chain decided on a submission. */
export type Verdict = {
  readonly submissionHash: Hex;
  readonly transactionHash: Hex;
  readonly block: bigint;
} & ({ readonly leadId: bigint } | { readonly reason: Hex });

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS packages (
    id INTEGER PRIMARY KEY,
    submissionHash TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    text TEXT,
    deadline INTEGER NOT NULL,
    block INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    nextAttempt INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    leadId TEXT,
    reason TEXT,
    transactionHash TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS cursor (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS packagesOfSubmission ON packages (submissionHash);
  CREATE INDEX IF NOT EXISTS openPackages ON packages (attempts, id) WHERE text IS NOT NULL;
  UPDATE packages SET state = 'queued', nextAttempt = 0 WHERE text IS NOT NULL;
`;

/** A minted lead counts before all else; then a package that still may be; then the last that was refused. */
const STATE = `
  SELECT * FROM packages WHERE submissionHash = ?
  ORDER BY leadId IS NULL, text IS NULL, id DESC LIMIT 1
`;

interface Row {
  readonly id: number;
  readonly submissionHash: Hex;
  readonly text: string | null;
  readonly state: "queued" | "scoring" | "minted" | "rejected";
  readonly attempts: number;
  readonly code: string | null;
  readonly leadId: string | null;
  readonly reason: Hex | null;
  readonly transactionHash: Hex | null;
}

/**
 * The queue's packages and the driver's cursor, in a file that outlives the process. Holds ids, ciphertext, states, codes; the text goes when
 * a package's end is known. Two packages may be of one submission: anybody could post one that opens with no key before its seller does.
 */
export class PackageStore {
  readonly #database: DatabaseSync;
  /** As it was kept last. */
  #cursor: string | undefined;

  /**
   * Opens the file, or makes it. What was being scored when the last process ended is queued again.
   * @param maxPages how large it may become, in SQLite's pages of 4 KiB: 1 GiB by default.
   * @throws {LeadEngineError} `QUEUE_FAILED`: the file cannot be used.
   */
  constructor(file: string, maxPages = 262_144) {
    this.#database = attempt(() => {
      const database = new DatabaseSync(file);
      database.exec(`PRAGMA max_page_count = ${maxPages};${SCHEMA}`);
      return database;
    });
  }

  /**
   * Keeps a package. The same one again changes nothing, nor does another of a submission that was minted.
   * @throws {LeadEngineError} `QUEUE_FAILED`
   */
  add({ submissionHash, text, deadline, block }: NewPackage): void {
    if (this.stateOf(submissionHash)?.state === "minted") return;
    this.#run(
      `INSERT INTO packages (submissionHash, digest, text, deadline, block) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (digest) DO NOTHING`,
      submissionHash,
      keccak256(stringToHex(text)),
      text,
      deadline,
      block,
    );
  }

  /** What is known of a submission; undefined if nothing is. */
  stateOf(submissionHash: Hex): PackageState | undefined {
    const [row] = this.#all(STATE, submissionHash);
    if (row === undefined) return undefined;
    const { state, attempts, code, leadId, reason, transactionHash } = row;
    return {
      submissionHash,
      state,
      attempts,
      ...(code === null ? {} : { code }),
      ...(leadId === null ? {} : { leadId }),
      ...(reason === null ? {} : { reason }),
      ...(transactionHash === null ? {} : { transactionHash }),
    };
  }

  /** Packages that are due at a time (milliseconds): those that were tried least first, one for each submission, `limit` at most. */
  due(now: number, limit: number): WaitingPackage[] {
    const rows = this.#all(
      `SELECT * FROM packages WHERE id IN (
        SELECT MIN(id) FROM packages WHERE text IS NOT NULL AND nextAttempt <= ? GROUP BY submissionHash
      ) ORDER BY attempts, id LIMIT ?`,
      now,
      limit,
    );
    return rows.map(({ id, submissionHash, text, attempts }) => ({
      ...{ id, submissionHash, attempts },
      text: text ?? "",
    }));
  }

  /** How many packages wait for their end. */
  waiting(): number {
    const count = this.#database
      .prepare("SELECT COUNT(*) AS packages FROM packages WHERE text IS NOT NULL")
      .get() as { packages: number };
    return count.packages;
  }

  /** When the next package is due, milliseconds; undefined if none waits. */
  nextAttempt(): number | undefined {
    const next = this.#database
      .prepare("SELECT MIN(nextAttempt) AS at FROM packages WHERE text IS NOT NULL")
      .get() as { at: number | null };
    return next.at ?? undefined;
  }

  /** What to ask the chain about; undefined if nothing was sent. */
  reported(): Reported | undefined {
    const rows = this.#database
      .prepare("SELECT submissionHash, block FROM packages WHERE text IS NOT NULL AND attempts > 0")
      .all() as { submissionHash: Hex; block: number }[];
    if (rows.length === 0) return undefined;
    return {
      submissionHashes: [...new Set(rows.map(({ submissionHash }) => submissionHash))],
      fromBlock: BigInt(Math.min(...rows.map(({ block }) => block)) + 1),
    };
  }

  /** Notes that a run takes packages. */
  begin(ids: readonly number[]): void {
    this.#together(() => {
      for (const id of ids) {
        this.#run(
          "UPDATE packages SET state = 'scoring', attempts = attempts + 1 WHERE id = ?",
          id,
        );
      }
    });
  }

  /** Notes that a package has to be sent again, and what the last run said of it. @param nextAttempt milliseconds. */
  postpone(id: number, code: string, nextAttempt: number): void {
    this.#run(
      "UPDATE packages SET state = 'queued', code = ?, nextAttempt = ? WHERE id = ? AND text IS NOT NULL",
      code,
      nextAttempt,
      id,
    );
  }

  /** Notes that a package can never be minted. */
  refuse(id: number, code: string): void {
    this.#run(
      "UPDATE packages SET state = 'rejected', code = ?, text = NULL WHERE id = ? AND text IS NOT NULL",
      code,
      id,
    );
  }

  /** Notes what the chain decided, in the order that it did: a mint is final, so a resend that finds its nonce used changes nothing. */
  settle(verdicts: readonly Verdict[]): void {
    if (verdicts.length === 0) return;
    this.#together(() => {
      for (const verdict of verdicts) this.#settle(verdict);
    });
  }

  #settle(verdict: Verdict): void {
    const { submissionHash, transactionHash, block } = verdict;
    const isMint = "leadId" in verdict;
    this.#run(
      `UPDATE packages SET state = ?, ${isMint ? "leadId" : "reason"} = ?, transactionHash = ?, code = NULL, text = NULL
      WHERE submissionHash = ? AND block < ? AND text IS NOT NULL`,
      isMint ? "minted" : "rejected",
      isMint ? String(verdict.leadId) : verdict.reason,
      transactionHash,
      submissionHash,
      block,
    );
  }

  /** Gives up packages whose signature has run out. @param time the chain's, Unix seconds. */
  expire(time: bigint): void {
    this.#run(
      "UPDATE packages SET state = 'rejected', code = 'DEADLINE_PASSED', text = NULL WHERE deadline < ? AND text IS NOT NULL",
      time,
    );
  }

  /** Where the workflow's driver stopped; undefined if it never started. */
  cursor(): DriverCursor | undefined {
    const row = attempt(() => this.#database.prepare("SELECT json FROM cursor").get());
    return row === undefined ? undefined : (JSON.parse(String(row["json"])) as DriverCursor);
  }

  /** Notes where the workflow's driver stands. @throws {LeadEngineError} `QUEUE_FAILED` */
  keepCursor(cursor: DriverCursor): void {
    const json = JSON.stringify(cursor);
    // It is asked for at every look at the chain, and each write waits for the disk.
    if (json === this.#cursor) return;
    this.#run("INSERT OR REPLACE INTO cursor (id, json) VALUES (1, ?)", json);
    this.#cursor = json;
  }

  close(): void {
    this.#database.close();
  }

  /** Writes all or nothing, and waits for the disk once. */
  #together(write: () => void): void {
    this.#run("BEGIN");
    try {
      write();
      this.#run("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#run("ROLLBACK");
      throw error;
    }
  }

  #run(sql: string, ...values: (string | number | bigint)[]): void {
    attempt(() => this.#database.prepare(sql).run(...values));
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return attempt(() => this.#database.prepare(sql).all(...values) as unknown as Row[]);
  }
}

/** SQLite says what is wrong: the disk is full, the file is no database, it cannot be opened. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new LeadEngineError(
      "QUEUE_FAILED",
      `The DON's queue cannot use its file: ${messageOf(cause)}.`,
      "Make room on its disk, or end the DON and remove the file: sellers then send again what waits in it.",
      { cause },
    );
  }
}
