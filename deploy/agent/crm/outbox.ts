import type { Address } from "viem";

import type { AgentEvent } from "../events.ts";
import type { Database, Row } from "../store/database.ts";

/** How long a delivery belongs to the process that took it, milliseconds: longer than an attempt can take. After a crash it is due again. */
export const LEASE = 120_000;
/** How long it is remembered that an event was delivered, milliseconds: it is not delivered again until then. */
const MEMORY = 365 * 24 * 3_600_000;

/** How far a delivery is. dead: given up, until `retry`. */
export type DeliveryState = "waiting" | "sent" | "dead";

/** An event on its way to a hook. */
export interface Delivery {
  readonly event: AgentEvent;
  /** Name of the operator's hook. */
  readonly hook: string;
  readonly state: DeliveryState;
  /** Attempts that were begun. */
  readonly attempts: number;
  /** When the next attempt is due, milliseconds since 1970. */
  readonly dueAt: number;
  /** Why the last attempt failed: a code, never a receiver's words. Null where none did. */
  readonly failure: string | null;
}

/** Whose deliveries are meant: an account's at a house. */
export interface OutboxOwner {
  readonly chainId: number;
  readonly house: Address;
  readonly account: Address;
}

/** What the operator's hooks are told: their events, and when one said that it is gone (410). */
export interface HookState {
  /** Undefined where nobody chose: all that its format can carry. */
  readonly events: readonly string[] | undefined;
  readonly disabled: boolean;
}

/** Deliveries that wait, were made, or were given up, on the disk before a call's promise resolves. It holds ids only: no personal data. */
export class Outbox {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds an event for each of these hooks; an event that is there already, in whatever state, is left as it is. */
  add(event: AgentEvent, hooks: readonly string[], now: number): Promise<void> {
    return this.#database.transaction((inside) => insertAll(inside, event, hooks, now));
  }

  /** The same of several events, together with the block up to which the owner's chain has been read. */
  addUpTo(
    owner: OutboxOwner,
    block: bigint,
    events: readonly (readonly [AgentEvent, readonly string[]])[],
    now: number,
  ): Promise<void> {
    return this.#database.transaction(async (inside) => {
      for (const [event, hooks] of events) await insertAll(inside, event, hooks, now);
      await inside.run(
        `INSERT INTO seen ("chainId", house, account, block) VALUES ($1, $2, $3, $4)
        ON CONFLICT ("chainId", house, account) DO UPDATE SET block = excluded.block`,
        ...ownerValues(owner),
        String(block),
      );
    });
  }

  /** The block up to which the owner's chain has been read; undefined where it never was. */
  async blockOf(owner: OutboxOwner): Promise<bigint | undefined> {
    const [row] = await this.#database.all(
      'SELECT block FROM seen WHERE "chainId" = $1 AND house = $2 AND account = $3',
      ...ownerValues(owner),
    );
    return row === undefined ? undefined : BigInt(String(row["block"]));
  }

  /** Takes what is due to these hooks, the longest due first: no other process gets it until `LEASE` is over. */
  take(
    owner: OutboxOwner,
    {
      hooks,
      now,
      limit,
    }: { readonly hooks: readonly string[]; readonly now: number; readonly limit: number },
  ): Promise<Delivery[]> {
    if (hooks.length === 0) return Promise.resolve([]);
    const marks = hooks.map((_, index) => `$${index + 7}`).join();
    return this.#database.transaction(async (inside) => {
      const rows = await inside.all(
        `UPDATE delivery SET attempts = attempts + 1, "dueAt" = $1
        WHERE rowid IN (
          SELECT rowid FROM delivery
          WHERE state = 'waiting' AND "dueAt" <= $2 AND "chainId" = $3 AND house = $4 AND account = $5 AND hook IN (${marks})
          ORDER BY "dueAt" LIMIT $6)
        RETURNING *`,
        now + LEASE,
        now,
        ...ownerValues(owner),
        limit,
        ...hooks,
      );
      return rows.map(deliveryOf);
    });
  }

  /** Ends an attempt. `failure` is a code. Without `dueAt` a failed delivery is given up. */
  async settle(
    { event, hook, attempts, failure: before }: Delivery,
    end:
      | { readonly sentAt: number }
      | { readonly failure: string; readonly dueAt: number | undefined }
      | { readonly putOffTo: number },
  ): Promise<void> {
    const settleAs = (state: DeliveryState, dueAt: number, failure: string | null, tried: number) =>
      this.#database.run(
        `UPDATE delivery SET state = $1, "dueAt" = $2, failure = $3, attempts = $4
        WHERE id = $5 AND hook = $6 AND account = $7`,
        state,
        dueAt,
        failure,
        tried,
        event.id,
        hook,
        event.account.toLowerCase(),
      );
    if ("sentAt" in end) await settleAs("sent", end.sentAt, null, attempts);
    // It was not tried.
    else if ("putOffTo" in end) await settleAs("waiting", end.putOffTo, before, attempts - 1);
    else {
      const { failure, dueAt } = end;
      await settleAs(dueAt === undefined ? "dead" : "waiting", dueAt ?? 0, failure, attempts);
    }
  }

  /** What is in it and was not sent, or all; the oldest first. */
  async list({ all = false } = {}): Promise<Delivery[]> {
    const rows = await this.#database.all(
      `SELECT * FROM delivery ${all ? "" : "WHERE state <> 'sent'"} ORDER BY at, rowid`,
    );
    return rows.map(deliveryOf);
  }

  /** Makes what was given up, or still waits, due at once with the whole schedule before it; returns how many. */
  retry(id: string | undefined, now: number): Promise<number> {
    const update = `UPDATE delivery SET state = 'waiting', attempts = 0, "dueAt" = $1 WHERE state <> 'sent'`;
    return id === undefined
      ? this.#database.run(update, now)
      : this.#database.run(`${update} AND id = $2`, now, id);
  }

  /** What a hook is told; see `HookState`. */
  hook(name: string): Promise<HookState> {
    return hookIn(this.#database, name);
  }

  /** Says which events a hook gets. */
  async chooseEvents(name: string, events: readonly string[]): Promise<void> {
    await this.#database.run(
      "INSERT INTO hook (name, events) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET events = excluded.events",
      name,
      JSON.stringify(events),
    );
  }

  /** Sends a hook nothing any more: all that waits for it is given up. */
  disable(name: string, failure: string): Promise<void> {
    return this.#database.transaction(async (inside) => {
      await inside.run(
        "INSERT INTO hook (name, disabled) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET disabled = 1",
        name,
      );
      await inside.run(
        "UPDATE delivery SET state = 'dead', failure = $1 WHERE hook = $2 AND state = 'waiting'",
        failure,
        name,
      );
    });
  }

  /** Ends `disable`. What was given up stays so until `retry`. */
  async enable(name: string): Promise<void> {
    await this.#database.run("UPDATE hook SET disabled = 0 WHERE name = $1", name);
  }

  /** Forgets what was sent long ago. */
  async forget(now: number): Promise<void> {
    await this.#database.run(
      `DELETE FROM delivery WHERE state = 'sent' AND "dueAt" < $1`,
      now - MEMORY,
    );
  }
}

/** For each of these hooks. What is there already, in whatever state, is left as it is. To a disabled hook nothing is sent. */
async function insertAll(
  database: Database,
  event: AgentEvent,
  hooks: readonly string[],
  now: number,
): Promise<void> {
  const { id, kind, leadId, round, reason, says, amount, txHash, at } = event;
  for (const hook of hooks) {
    const { disabled } = await hookIn(database, hook);
    await database.run(
      `INSERT INTO delivery (id, hook, kind, "chainId", house, account, "leadId", round, reason, says, amount, "txHash", at, state, "dueAt")
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
      id,
      hook,
      kind,
      ...ownerValues(event),
      leadId === null ? null : String(leadId),
      round,
      reason === null ? null : String(reason),
      says,
      amount === null ? null : String(amount),
      txHash,
      at,
      disabled ? "dead" : "waiting",
      now,
    );
  }
}

async function hookIn(database: Database, name: string): Promise<HookState> {
  const [row] = await database.all("SELECT events, disabled FROM hook WHERE name = $1", name);
  const events = row?.["events"];
  return {
    events: typeof events === "string" ? (JSON.parse(events) as string[]) : undefined,
    disabled: row?.["disabled"] === 1n,
  };
}

function ownerValues({ chainId, house, account }: OutboxOwner) {
  return [chainId, house.toLowerCase(), account.toLowerCase()] as const;
}

function deliveryOf(row: Row): Delivery {
  const { hook, state, attempts, dueAt, failure, rowid: _, ...event } = row;
  const { chainId, leadId, round, reason, amount, at } = event;
  return {
    event: {
      ...event,
      chainId: Number(chainId),
      leadId: leadId === null ? null : BigInt(leadId as string),
      round: round === null ? null : Number(round),
      reason: typeof reason === "string" && /^\d+$/.test(reason) ? Number(reason) : reason,
      amount: amount === null ? null : BigInt(amount as string),
      at: Number(at),
    },
    hook,
    state,
    attempts: Number(attempts),
    dueAt: Number(dueAt),
    failure,
  } as unknown as Delivery;
}
