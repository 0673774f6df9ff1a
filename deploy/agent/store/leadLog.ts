import { getAddress, type Address, type Hex } from "viem";

import type { Skip, SkipCode } from "../rules/skip.ts";
import type { BidKey } from "./bidLedger.ts";
import type { Rows } from "./rows.ts";

/** What was decided about a lead. */
export interface Decision extends BidKey {
  /** Name of the rule that bids; null for a skip. */
  readonly rule: string | null;
  /** Why there is no bid; null for a bid. */
  readonly code: SkipCode | null;
  /** For people: the reason of each rule. */
  readonly says: string;
  readonly at: number;
}

/** Why a consumer's tag is remembered. */
export type ConsumerMark = "bought" | "suppressed";

/** The leads of a market that were decided about, and how far that got. */
export class LeadLog {
  readonly #rows: Rows;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** Records a decision, once for each account and round; says whether it is new. */
  async decide({ account, leadId, round, rule, code, says, at }: Decision): Promise<boolean> {
    const changed = await this.#rows.run(
      'INSERT INTO leads (market, account, "leadId", round, rule, code, says, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING',
      getAddress(account),
      String(leadId),
      round,
      rule,
      code,
      says,
      at,
    );
    return changed > 0;
  }

  /** Turns a decision to bid into a skip: no bid came of it. */
  async revoke({ account, leadId, round }: BidKey, { code, says }: Skip): Promise<void> {
    await this.#rows.run(
      'UPDATE leads SET rule = NULL, code = $2, says = $3 WHERE market = $1 AND account = $4 AND "leadId" = $5 AND round = $6',
      code,
      says,
      getAddress(account),
      String(leadId),
      round,
    );
  }

  /** Whether a round was decided about. */
  async isDecided({ account, leadId, round }: BidKey): Promise<boolean> {
    const found = await this.#rows.all(
      'SELECT 1 FROM leads WHERE market = $1 AND account = $2 AND "leadId" = $3 AND round = $4',
      getAddress(account),
      String(leadId),
      round,
    );
    return found.length > 0;
  }

  /** What was decided since a time, oldest first. */
  async decisions(account: Address, since = 0): Promise<Decision[]> {
    const rows = await this.#rows.all(
      "SELECT * FROM leads WHERE market = $1 AND account = $2 AND at >= $3 ORDER BY rowid",
      getAddress(account),
      since,
    );
    return rows.map((row) => ({
      account: row["account"] as Address,
      leadId: BigInt(row["leadId"] as string),
      round: Number(row["round"]),
      rule: row["rule"] as string | null,
      code: row["code"] as SkipCode | null,
      says: row["says"] as string,
      at: Number(row["at"]),
    }));
  }

  /** Remembers consumers by the tags that the chain shows of them. */
  async markConsumer(account: Address, mark: ConsumerMark, tags: readonly Hex[]): Promise<void> {
    await this.#rows.transaction(async (rows) => {
      for (const tag of tags) {
        await rows.run(
          "INSERT INTO consumers (market, account, tag, mark) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
          getAddress(account),
          tag,
          mark,
        );
      }
    });
  }

  /** Tags that were marked. */
  async consumers(account: Address, mark: ConsumerMark): Promise<ReadonlySet<Hex>> {
    const rows = await this.#rows.all(
      "SELECT tag FROM consumers WHERE market = $1 AND account = $2 AND mark = $3",
      getAddress(account),
      mark,
    );
    return new Set(rows.map((row) => row["tag"] as Hex));
  }

  /** The last block whose leads are all decided about; undefined at first. */
  async cursor(account: Address): Promise<bigint | undefined> {
    const [row] = await this.#rows.all(
      "SELECT block FROM cursors WHERE market = $1 AND account = $2",
      getAddress(account),
    );
    return row?.["block"] as bigint | undefined;
  }

  async moveCursor(account: Address, block: bigint): Promise<void> {
    await this.#rows.run(
      "INSERT INTO cursors (market, account, block) VALUES ($1, $2, $3) ON CONFLICT (market, account) DO UPDATE SET block = excluded.block",
      getAddress(account),
      block,
    );
  }
}
