/**
 * The tables, by the type of whole numbers and of a row's number. Amounts are USDC units. `at` are Unix seconds by the chain's clock,
 * `dueAt` milliseconds. `reason` holds a number's digits or a word.
 */
interface Types {
  /** A whole number of 64 bits. */
  readonly integer: string;
  /** A number that a row gets by itself. */
  readonly identity: string;
  /** A column `rowid` that counts rows; nothing where each table has it. */
  readonly rowid: string;
  /** What ends `CREATE TABLE`. */
  readonly strict: string;
}

/** SQLite's types. */
export const SQLITE: Types = {
  integer: "INTEGER",
  identity: "INTEGER PRIMARY KEY",
  rowid: "",
  strict: "STRICT",
};

/** PostgreSQL's types. */
export const POSTGRES: Types = {
  integer: "BIGINT",
  identity: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  rowid: "rowid BIGINT GENERATED ALWAYS AS IDENTITY,",
  strict: "",
};

/** Rules, leads and decisions, bids and their money, cursors. */
export function storeSchema({ integer, identity, rowid, strict }: Types): string {
  return `
    CREATE TABLE IF NOT EXISTS rules (id ${integer} PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) ${strict};
    CREATE TABLE IF NOT EXISTS markets (
      id ${identity},
      "chainId" ${integer} NOT NULL,
      house TEXT NOT NULL,
      genesis TEXT NOT NULL,
      UNIQUE ("chainId", house, genesis)
    ) ${strict};
    CREATE TABLE IF NOT EXISTS leads (
      ${rowid}
      market ${integer} NOT NULL REFERENCES markets,
      account TEXT NOT NULL,
      "leadId" TEXT NOT NULL,
      round ${integer} NOT NULL,
      rule TEXT,
      code TEXT,
      says TEXT NOT NULL,
      at ${integer} NOT NULL,
      PRIMARY KEY (market, account, "leadId", round)
    ) ${strict};
    CREATE TABLE IF NOT EXISTS bids (
      id ${identity},
      market ${integer} NOT NULL REFERENCES markets,
      account TEXT NOT NULL,
      "leadId" TEXT NOT NULL,
      round ${integer} NOT NULL,
      vertical TEXT NOT NULL,
      rule TEXT,
      amount ${integer} NOT NULL,
      bond ${integer} NOT NULL,
      "commitEnd" ${integer} NOT NULL,
      state TEXT NOT NULL,
      nonce ${integer},
      "txHash" TEXT,
      at ${integer} NOT NULL
    ) ${strict};
    CREATE INDEX IF NOT EXISTS "bidsOfRound" ON bids (market, account, "leadId", round);
    CREATE INDEX IF NOT EXISTS "bidsByTime" ON bids (market, at);
    CREATE TABLE IF NOT EXISTS consumers (
      market ${integer} NOT NULL REFERENCES markets,
      account TEXT NOT NULL,
      tag TEXT NOT NULL,
      mark TEXT NOT NULL,
      PRIMARY KEY (market, account, tag, mark)
    ) ${strict};
    CREATE TABLE IF NOT EXISTS cursors (
      market ${integer} NOT NULL REFERENCES markets,
      account TEXT NOT NULL,
      block ${integer} NOT NULL,
      PRIMARY KEY (market, account)
    ) ${strict};
  `;
}

/** Events on their way to hooks, what hooks get, and how far chains were read. */
export function outboxSchema({ integer, rowid, strict }: Types): string {
  return `
    CREATE TABLE IF NOT EXISTS delivery (
      ${rowid}
      id TEXT NOT NULL,
      hook TEXT NOT NULL,
      kind TEXT NOT NULL,
      "chainId" ${integer} NOT NULL,
      house TEXT NOT NULL,
      account TEXT NOT NULL,
      "leadId" TEXT,
      round ${integer},
      reason TEXT,
      says TEXT NOT NULL,
      amount TEXT,
      "txHash" TEXT,
      at ${integer} NOT NULL,
      state TEXT NOT NULL,
      attempts ${integer} NOT NULL DEFAULT 0,
      "dueAt" ${integer} NOT NULL,
      failure TEXT,
      PRIMARY KEY (id, hook, account)
    ) ${strict};
    CREATE INDEX IF NOT EXISTS due ON delivery (state, "dueAt");
    CREATE TABLE IF NOT EXISTS hook (
      name TEXT PRIMARY KEY,
      events TEXT,
      disabled ${integer} NOT NULL DEFAULT 0
    ) ${strict};
    CREATE TABLE IF NOT EXISTS seen (
      "chainId" ${integer} NOT NULL,
      house TEXT NOT NULL,
      account TEXT NOT NULL,
      block TEXT NOT NULL,
      PRIMARY KEY ("chainId", house, account)
    ) ${strict};
  `;
}
