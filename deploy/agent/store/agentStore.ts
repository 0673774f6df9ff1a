import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

import { getAddress } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { autoBidRulesSchema, type AutoBidRulesDocument } from "../rules/autoBidRules.ts";
import { marketIn, type Market, type MarketKey } from "./market.ts";

/** The store's file in the data directory. */
const FILE = "agent.sqlite";
/** How long to wait for another process's transaction, milliseconds. */
const BUSY = 10_000;

/** Amounts are USDC units. `at` are Unix seconds by the chain's clock. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS rules (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS markets (
    id INTEGER PRIMARY KEY,
    chainId INTEGER NOT NULL,
    house TEXT NOT NULL,
    genesis TEXT NOT NULL,
    UNIQUE (chainId, house, genesis)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS leads (
    market INTEGER NOT NULL REFERENCES markets,
    account TEXT NOT NULL,
    leadId TEXT NOT NULL,
    round INTEGER NOT NULL,
    rule TEXT,
    code TEXT,
    says TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (market, account, leadId, round)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS bids (
    id INTEGER PRIMARY KEY,
    market INTEGER NOT NULL REFERENCES markets,
    account TEXT NOT NULL,
    leadId TEXT NOT NULL,
    round INTEGER NOT NULL,
    vertical TEXT NOT NULL,
    rule TEXT,
    amount INTEGER NOT NULL,
    bond INTEGER NOT NULL,
    commitEnd INTEGER NOT NULL,
    state TEXT NOT NULL,
    nonce INTEGER,
    txHash TEXT,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS bidsOfRound ON bids (market, account, leadId, round);
  CREATE INDEX IF NOT EXISTS bidsByTime ON bids (market, at);
  CREATE TABLE IF NOT EXISTS consumers (
    market INTEGER NOT NULL REFERENCES markets,
    account TEXT NOT NULL,
    tag TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (market, account, tag, mark)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS cursors (
    market INTEGER NOT NULL REFERENCES markets,
    account TEXT NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (market, account)
  ) STRICT;
`;

/**
 * What agents and the MCP server of a data directory remember: rules, leads and decisions, bids and their money, cursors. Several processes
 * may have it open. Holds ids, codes and amounts; never personal data.
 */
export class AgentStore {
  readonly #database: DatabaseSync;

  /**
   * Opens the store of a data directory, or makes it; only its owner can read it.
   * @throws {LeadEngineError} `STORE_FAILED`: the file cannot be used.
   */
  constructor(directory: string) {
    const file = path.join(directory, FILE);
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      this.#database = new DatabaseSync(file, { timeout: BUSY, readBigInts: true });
      chmodSync(file, 0o600);
      this.#database.exec(SCHEMA);
    } catch (cause) {
      throw new LeadEngineError(
        "STORE_FAILED",
        `The agent's store ${file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
        "Check that the folder can be written to and has space left.",
        { cause },
      );
    }
  }

  /** The rules as they were set; none at first. */
  get rules(): AutoBidRulesDocument {
    const row = this.#database.prepare("SELECT json FROM rules").get();
    return row === undefined
      ? { rules: [] }
      : (JSON.parse(row["json"] as string) as AutoBidRulesDocument);
  }

  /** Replaces all rules. @throws {z.ZodError} they are not valid. */
  set rules(document: AutoBidRulesDocument) {
    autoBidRulesSchema.parse(document);
    this.#database
      .prepare(
        "INSERT INTO rules VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
      )
      .run(JSON.stringify(document));
  }

  /** What is remembered of a deployment. A chain that began anew, as local ones do, is another market. */
  market({ chainId, house, genesis }: MarketKey): Market {
    const key = [chainId, getAddress(house), genesis] as const;
    this.#database
      .prepare(
        "INSERT INTO markets (chainId, house, genesis) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      )
      .run(...key);
    const row = this.#database
      .prepare("SELECT id FROM markets WHERE chainId = ? AND house = ? AND genesis = ?")
      .get(...key);
    return marketIn(this.#database, row?.["id"] as bigint);
  }

  close(): void {
    this.#database.close();
  }
}
