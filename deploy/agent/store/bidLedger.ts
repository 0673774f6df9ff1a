import { getAddress, type Address, type Hex } from "viem";

import type { AutoBidRule } from "../rules/autoBidRules.ts";
import { limitAgainst, type Usage } from "../rules/judge.ts";
import { operatorLimitAgainst, type OperatorLimits } from "../rules/operatorLimits.ts";
import { PERIODS, periodStart, type Period } from "../rules/periods.ts";
import { skip, type Skip } from "../rules/skip.ts";
import type { Row } from "./database.ts";
import type { Rows } from "./rows.ts";

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
  ): Promise<{ readonly id: bigint } | { readonly skip: Skip }> {
    return this.#rows.transaction(async (rows) => {
      const against = await new BidLedger(rows).#against(request, limits);
      if (against !== undefined) return { skip: against };
      const { account, leadId, round, vertical, rule, amount, bond, commitEnd, now } = request;
      const [row] = await rows.all(
        `INSERT INTO bids (market, account, "leadId", round, vertical, rule, amount, bond, "commitEnd", state, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'reserved', $10) RETURNING id`,
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
      return { id: row?.["id"] as bigint };
    });
  }

  async #against(request: BudgetRequest, limits: OperatorLimits): Promise<Skip | undefined> {
    const { account, now, rule, amount, replaces = false } = request;
    if (!replaces && (await this.hasBid(request))) return skip("ALREADY_BID");
    const own = rule && limitAgainst(rule, await this.usage(account, rule, now), amount);
    if (own !== undefined) return own;
    return operatorLimitAgainst(limits, request, await this.operatorUsage(limits.timeZone, now));
  }

  /** Moves a bid on. Once it is committed, bids that it replaced are released. */
  settle(id: bigint, state: BidState, txHash?: Hex): Promise<void> {
    return this.#rows.transaction(async (rows) => {
      await rows.run(
        'UPDATE bids SET state = $2, "txHash" = coalesce($3, "txHash") WHERE market = $1 AND id = $4',
        state,
        txHash ?? null,
        id,
      );
      if (state !== "committed") return;
      await rows.run(
        `UPDATE bids AS old SET state = 'released' FROM bids AS new
        WHERE old.market = $1 AND new.id = $2 AND old.id < new.id AND new.market = old.market AND old.account = new.account
        AND old."leadId" = new."leadId" AND old.round = new.round AND old.state IN ('reserved', 'committed')`,
        id,
      );
    });
  }

  /**
   * Notes which transaction will commit these bids, before it is sent.
   * @returns those that still wait as they were read: another worker may have been faster.
   */
  assignNonce(bids: readonly StoredBid[], nonce: number): Promise<StoredBid[]> {
    return this.#rows.transaction(async (rows) => {
      const claimed: StoredBid[] = [];
      for (const bid of bids) {
        const changed = await rows.run(
          `UPDATE bids SET nonce = $2 WHERE market = $1 AND id = $3 AND state = 'reserved' AND coalesce(nonce, -1) = $4`,
          nonce,
          bid.id,
          bid.nonce ?? -1,
        );
        if (changed > 0) claimed.push({ ...bid, nonce });
      }
      return claimed;
    });
  }

  /** Whether an account has a bid in a round that counts, or had one that ended. */
  async hasBid({ account, leadId, round }: BidKey): Promise<boolean> {
    const found = await this.#rows.all(
      `SELECT 1 FROM bids WHERE market = $1 AND account = $2 AND "leadId" = $3 AND round = $4 AND state <> 'released'`,
      getAddress(account),
      String(leadId),
      round,
    );
    return found.length > 0;
  }

  /** What a rule has won and committed in each period that a time lies in. */
  async usage(
    account: Address,
    { name, timeZone }: Pick<AutoBidRule, "name" | "timeZone">,
    now: number,
  ): Promise<Readonly<Record<Period, Usage>>> {
    const usage: Partial<Record<Period, Usage>> = {};
    for (const period of PERIODS) {
      const since = periodStart(period, now, timeZone);
      usage[period] = await this.#usageSince(since, { account, name });
    }
    return usage as Record<Period, Usage>;
  }

  /** What all accounts, rules and tools have won and committed: within the last hour, and since midnight. USDC units. */
  async operatorUsage(
    timeZone: string,
    now: number,
  ): Promise<{ readonly hour: bigint; readonly day: bigint }> {
    const hour = await this.#usageSince(periodStart("hour", now, timeZone));
    const day = await this.#usageSince(periodStart("day", now, timeZone));
    return { hour: hour.amount, day: day.amount };
  }

  async #usageSince(
    since: number,
    of?: { readonly account: Address; readonly name: string },
  ): Promise<Usage> {
    const select = `SELECT count(*) AS count, CAST(coalesce(sum(amount), 0) AS BIGINT) AS amount FROM bids
      WHERE market = $1 AND at >= $2 AND ${COUNTED}`;
    const [row] =
      of === undefined
        ? await this.#rows.all(select, since)
        : await this.#rows.all(
            `${select} AND account = $3 AND rule = $4`,
            since,
            getAddress(of.account),
            of.name,
          );
    return { count: Number(row?.["count"]), amount: row?.["amount"] as bigint };
  }

  /** An account's bids in these states, oldest first. */
  async list(account: Address, states: readonly BidState[]): Promise<StoredBid[]> {
    const marks = states.map((_, index) => `$${index + 3}`).join();
    const rows = await this.#rows.all(
      `SELECT * FROM bids WHERE market = $1 AND account = $2 AND state IN (${marks}) ORDER BY id`,
      getAddress(account),
      ...states,
    );
    return rows.map(bidOf);
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
