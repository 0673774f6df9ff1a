import { getAddress, type Address, type Hex } from "viem";

import type { AutoBidRule } from "../rules/autoBidRules.ts";
import { limitAgainst, type Usage } from "../rules/judge.ts";
import { operatorLimitAgainst, type OperatorLimits } from "../rules/operatorLimits.ts";
import { PERIODS, periodStart, type Period } from "../rules/periods.ts";
import { skip, type Skip } from "../rules/skip.ts";
import type { Row, Rows } from "./rows.ts";

/** Where a bid stands. The first four count against budgets: what may be spent still, and what was. */
export type BidState =
  /** Its money is set aside; whether its commitment was sent is not known. */
  | "reserved"
  /** The chain holds its commitment. */
  | "committed"
  /** It won and waits for delivery. */
  | "won"
  /** It got the lead. */
  | "delivered"
  /** Beaten, below the reserve, barred, or never opened. */
  | "lost"
  /** It won, and was refunded. */
  | "refunded"
  /** Never committed, withdrawn, or replaced by another bid. */
  | "released";

const COUNTED = "state IN ('reserved', 'committed', 'won', 'delivered')";

/** Who bids on what. */
export interface BidKey {
  readonly account: Address;
  readonly leadId: bigint;
  readonly round: number;
}

/** A bid that the store knows. Amounts in USDC units. */
export interface StoredBid extends BidKey {
  readonly id: bigint;
  readonly vertical: string;
  /** Name of the rule that asked for it; null where a person or a model did. */
  readonly rule: string | null;
  readonly amount: bigint;
  readonly bond: bigint;
  readonly commitEnd: number;
  readonly state: BidState;
  /** Nonce of the transaction that commits it; null before it was chosen. */
  readonly nonce: number | null;
  readonly txHash: Hex | null;
  /** When its money was set aside, Unix seconds. */
  readonly at: number;
}

/** A bid that wants money. */
export interface BudgetRequest extends BidKey {
  /** Slug of the lead's vertical. */
  readonly vertical: string;
  /** USDC units. */
  readonly amount: bigint;
  readonly bond: bigint;
  readonly commitEnd: number;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  /** The rule that asks for it; absent where a person or a model does. */
  readonly rule?: AutoBidRule;
  /** Whether it may replace the account's bid in the round, which then counts until `settle`. */
  readonly replaces?: boolean;
}

/** The bids of a market, and the money that they may cost. */
export class BidLedger {
  readonly #rows: Rows;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /**
   * Sets money aside for a bid, if the rule and the operator still allow it. One transaction across all processes: nothing is spent twice.
   * Call `settle` when the bid was committed, or was not.
   */
  reserveBudget(
    request: BudgetRequest,
    limits: OperatorLimits,
  ): { readonly id: bigint } | { readonly skip: Skip } {
    return this.#rows.transaction(() => {
      const against = this.#against(request, limits);
      if (against !== undefined) return { skip: against };
      const { account, leadId, round, vertical, rule, amount, bond, commitEnd, now } = request;
      const { lastInsertRowid } = this.#rows.run(
        `INSERT INTO bids (market, account, leadId, round, vertical, rule, amount, bond, commitEnd, state, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?)`,
        getAddress(account),
        String(leadId),
        round,
        vertical,
        rule?.name ?? null,
        amount,
        bond,
        commitEnd,
        now,
      );
      return { id: BigInt(lastInsertRowid) };
    });
  }

  #against(request: BudgetRequest, limits: OperatorLimits): Skip | undefined {
    const { account, now, rule, amount, replaces = false } = request;
    if (!replaces && this.hasBid(request)) return skip("ALREADY_BID");
    const own = rule && limitAgainst(rule, this.usage(account, rule, now), amount);
    if (own !== undefined) return own;
    return operatorLimitAgainst(limits, request, this.operatorUsage(limits.timeZone, now));
  }

  /** Moves a bid on. Once it is committed, bids that it replaced are released. */
  settle(id: bigint, state: BidState, txHash?: Hex): void {
    this.#rows.transaction(() => {
      this.#rows.run(
        "UPDATE bids SET state = ?2, txHash = coalesce(?3, txHash) WHERE market = ?1 AND id = ?4",
        state,
        txHash ?? null,
        id,
      );
      if (state !== "committed") return;
      this.#rows.run(
        `UPDATE bids AS old SET state = 'released' FROM bids AS new
        WHERE old.market = ? AND new.id = ? AND old.id < new.id AND new.market = old.market AND old.account = new.account
        AND old.leadId = new.leadId AND old.round = new.round AND old.state IN ('reserved', 'committed')`,
        id,
      );
    });
  }

  /** Notes which transaction will commit these bids, before it is sent. */
  assignNonce(ids: readonly bigint[], nonce: number): void {
    this.#rows.transaction(() => {
      for (const id of ids) {
        this.#rows.run("UPDATE bids SET nonce = ?2 WHERE market = ?1 AND id = ?3", nonce, id);
      }
    });
  }

  /** Whether an account has a bid in a round that counts, or had one that ended. */
  hasBid({ account, leadId, round }: BidKey): boolean {
    return (
      this.#rows.all(
        "SELECT 1 FROM bids WHERE market = ? AND account = ? AND leadId = ? AND round = ? AND state <> 'released'",
        getAddress(account),
        String(leadId),
        round,
      ).length > 0
    );
  }

  /** What a rule has won and committed in each period that a time lies in. */
  usage(
    account: Address,
    { name, timeZone }: Pick<AutoBidRule, "name" | "timeZone">,
    now: number,
  ): Readonly<Record<Period, Usage>> {
    const entries = PERIODS.map((period) => {
      const since = periodStart(period, now, timeZone);
      return [period, this.#usageSince(since, { account, name })];
    });
    return Object.fromEntries(entries) as Record<Period, Usage>;
  }

  /** What all accounts, rules and tools have won and committed: within the last hour, and since midnight. USDC units. */
  operatorUsage(timeZone: string, now: number): { readonly hour: bigint; readonly day: bigint } {
    const spentSince = (period: "hour" | "day") =>
      this.#usageSince(periodStart(period, now, timeZone)).amount;
    return { hour: spentSince("hour"), day: spentSince("day") };
  }

  #usageSince(since: number, of?: { readonly account: Address; readonly name: string }): Usage {
    const select = `SELECT count(*) AS count, coalesce(sum(amount), 0) AS amount FROM bids
      WHERE market = ? AND at >= ? AND ${COUNTED}`;
    const [row] =
      of === undefined
        ? this.#rows.all(select, since)
        : this.#rows.all(
            `${select} AND account = ? AND rule = ?`,
            since,
            getAddress(of.account),
            of.name,
          );
    return { count: Number(row?.["count"]), amount: row?.["amount"] as bigint };
  }

  /** An account's bids in these states, oldest first. */
  list(account: Address, states: readonly BidState[]): StoredBid[] {
    const marks = states.map(() => "?").join();
    return this.#rows
      .all(
        `SELECT * FROM bids WHERE market = ? AND account = ? AND state IN (${marks}) ORDER BY id`,
        getAddress(account),
        ...states,
      )
      .map(bidOf);
  }
}

function bidOf(row: Row): StoredBid {
  return {
    id: row["id"] as bigint,
    account: row["account"] as Address,
    leadId: BigInt(row["leadId"] as string),
    round: Number(row["round"]),
    vertical: row["vertical"] as string,
    rule: row["rule"] as string | null,
    amount: row["amount"] as bigint,
    bond: row["bond"] as bigint,
    commitEnd: Number(row["commitEnd"]),
    state: row["state"] as BidState,
    nonce: row["nonce"] === null ? null : Number(row["nonce"]),
    txHash: row["txHash"] as Hex | null,
    at: Number(row["at"]),
  };
}
