import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

import type { Address } from "viem";

import type { AgentEvent } from "../events.ts";

/** The outbox's file in the data directory. */
export const OUTBOX_FILE = "outbox.sqlite";
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

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS delivery (
    id TEXT NOT NULL, hook TEXT NOT NULL, kind TEXT NOT NULL,
    chainId INTEGER NOT NULL, house TEXT NOT NULL, account TEXT NOT NULL,
    leadId TEXT, round INTEGER, reason ANY, says TEXT NOT NULL, amount TEXT, txHash TEXT, at INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, dueAt INTEGER NOT NULL, failure TEXT,
    PRIMARY KEY (id, hook, account)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS due ON delivery (state, dueAt);
  CREATE TABLE IF NOT EXISTS hook (name TEXT PRIMARY KEY, events TEXT, disabled INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS seen (
    chainId INTEGER NOT NULL, house TEXT NOT NULL, account TEXT NOT NULL, block TEXT NOT NULL,
    PRIMARY KEY (chainId, house, account)
  ) STRICT;
`;

/** Deliveries that wait, were made, or were given up, on the disk before a call returns. It holds ids only: no personal data. */
export type Outbox = ReturnType<typeof openOutbox>;

/** Opens the outbox in a folder that only its owner can read. Several processes may have it open. */
export function openOutbox(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, OUTBOX_FILE);
  const db = new DatabaseSync(file);
  chmodSync(file, 0o600);
  db.exec(SCHEMA);
  const insert = db.prepare(
    `INSERT INTO delivery (id, hook, kind, chainId, house, account, leadId, round, reason, says, amount, txHash, at, state, dueAt)
     VALUES (:id, :hook, :kind, :chainId, :house, :account, :leadId, :round, :reason, :says, :amount, :txHash, :at, :state, :dueAt)
     ON CONFLICT DO NOTHING`,
  );
  const take = db.prepare(
    `UPDATE delivery SET attempts = attempts + 1, dueAt = :now + ${LEASE}
     WHERE rowid IN (
       SELECT rowid FROM delivery
       WHERE state = 'waiting' AND dueAt <= :now AND chainId = :chainId AND house = :house AND account = :account
         AND hook IN (SELECT value FROM json_each(:hooks))
       ORDER BY dueAt LIMIT :limit)
     RETURNING *`,
  );
  const settle = db.prepare(
    `UPDATE delivery SET state = :state, dueAt = :dueAt, failure = :failure, attempts = :attempts
     WHERE id = :id AND hook = :hook AND account = :account`,
  );
  const hookState = db.prepare("SELECT events, disabled FROM hook WHERE name = ?");
  const writeBlock = db.prepare(
    "INSERT INTO seen VALUES (:chainId, :house, :account, :block) ON CONFLICT DO UPDATE SET block = excluded.block",
  );

  function together<T>(work: () => T): T {
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }

  function hook(name: string): HookState {
    const row = hookState.get(name);
    const events = row?.["events"];
    return {
      events: typeof events === "string" ? (JSON.parse(events) as string[]) : undefined,
      disabled: row?.["disabled"] === 1,
    };
  }

  /** For each of these hooks. What is there already, in whatever state, is left as it is. To a disabled hook nothing is sent. */
  function insertAll(event: AgentEvent, hooks: readonly string[], now: number): void {
    for (const name of hooks) {
      const state = hook(name).disabled ? "dead" : "waiting";
      insert.run({ ...rowOf(event), hook: name, state, dueAt: now });
    }
  }

  return {
    /** Adds an event for each of these hooks; an event that is there already, in whatever state, is left as it is. */
    add: (event: AgentEvent, hooks: readonly string[], now: number): void => {
      together(() => {
        insertAll(event, hooks, now);
      });
    },
    /** The same of several events, together with the block up to which the owner's chain has been read. */
    addUpTo: (
      owner: OutboxOwner,
      block: bigint,
      events: readonly (readonly [AgentEvent, readonly string[]])[],
      now: number,
    ): void => {
      together(() => {
        for (const [event, hooks] of events) insertAll(event, hooks, now);
        writeBlock.run({ ...ownerRow(owner), block: String(block) });
      });
    },
    /** The block up to which the owner's chain has been read; undefined where it never was. */
    blockOf: (owner: OutboxOwner): bigint | undefined => {
      const { chainId, house, account } = ownerRow(owner);
      const row = db
        .prepare("SELECT block FROM seen WHERE chainId = ? AND house = ? AND account = ?")
        .get(chainId, house, account);
      return row === undefined ? undefined : BigInt(String(row["block"]));
    },
    /** Takes what is due to these hooks, the longest due first: no other process gets it until `LEASE` is over. */
    take: (
      owner: OutboxOwner,
      { hooks, now, limit }: { hooks: readonly string[]; now: number; limit: number },
    ): Delivery[] =>
      take.all({ ...ownerRow(owner), hooks: JSON.stringify(hooks), now, limit }).map(deliveryOf),
    /** Ends an attempt. `failure` is a code. Without `dueAt` a failed delivery is given up. */
    settle: (
      { event, hook: name, attempts, failure: before }: Delivery,
      end:
        { sentAt: number } | { failure: string; dueAt: number | undefined } | { putOffTo: number },
    ): void => {
      const key = { id: event.id, hook: name, account: event.account.toLowerCase() };
      if ("sentAt" in end) {
        settle.run({ ...key, attempts, state: "sent", dueAt: end.sentAt, failure: null });
      } else if ("putOffTo" in end) {
        // It was not tried.
        settle.run({
          ...key,
          attempts: attempts - 1,
          state: "waiting",
          dueAt: end.putOffTo,
          failure: before,
        });
      } else {
        const { failure, dueAt } = end;
        const state = dueAt === undefined ? "dead" : "waiting";
        settle.run({ ...key, attempts, state, dueAt: dueAt ?? 0, failure });
      }
    },
    /** What is in it and was not sent, or all; the oldest first. */
    list: ({ all = false } = {}): Delivery[] =>
      db
        .prepare(`SELECT * FROM delivery ${all ? "" : "WHERE state != 'sent'"} ORDER BY at, rowid`)
        .all()
        .map(deliveryOf),
    /** Makes what was given up, or still waits, due at once with the whole schedule before it; returns how many. */
    retry: (id: string | undefined, now: number): number =>
      Number(
        db
          .prepare(
            `UPDATE delivery SET state = 'waiting', attempts = 0, dueAt = :now
             WHERE state != 'sent' AND (:id IS NULL OR id = :id)`,
          )
          .run({ id: id ?? null, now }).changes,
      ),
    /** What a hook is told; see `HookState`. */
    hook,
    /** Says which events a hook gets. */
    chooseEvents: (name: string, events: readonly string[]): void => {
      db.prepare(
        "INSERT INTO hook (name, events) VALUES (?, ?) ON CONFLICT DO UPDATE SET events = excluded.events",
      ).run(name, JSON.stringify(events));
    },
    /** Sends a hook nothing any more: all that waits for it is given up. */
    disable: (name: string, failure: string): void => {
      together(() => {
        db.prepare(
          "INSERT INTO hook (name, disabled) VALUES (?, 1) ON CONFLICT DO UPDATE SET disabled = 1",
        ).run(name);
        db.prepare(
          "UPDATE delivery SET state = 'dead', failure = ? WHERE hook = ? AND state = 'waiting'",
        ).run(failure, name);
      });
    },
    /** Ends `disable`. What was given up stays so until `retry`. */
    enable: (name: string): void => {
      db.prepare("UPDATE hook SET disabled = 0 WHERE name = ?").run(name);
    },
    /** Forgets what was sent long ago. */
    forget: (now: number): void => {
      db.prepare("DELETE FROM delivery WHERE state = 'sent' AND dueAt < ?").run(now - MEMORY);
    },
    close: (): void => {
      db.close();
    },
  };
}

function ownerRow({ chainId, house, account }: OutboxOwner) {
  return { chainId, house: house.toLowerCase(), account: account.toLowerCase() };
}

function rowOf(event: AgentEvent) {
  const { id, kind, leadId, round, reason, says, amount, txHash, at } = event;
  return {
    ...ownerRow(event),
    id,
    kind,
    leadId: leadId === null ? null : String(leadId),
    round,
    reason,
    says,
    amount: amount === null ? null : String(amount),
    txHash,
    at,
  };
}

function deliveryOf(row: Record<string, SQLOutputValue>): Delivery {
  const { hook, state, attempts, dueAt, failure, leadId, amount, ...event } = row;
  return {
    event: {
      ...event,
      leadId: leadId === null ? null : BigInt(String(leadId)),
      amount: amount === null ? null : BigInt(String(amount)),
    },
    hook,
    state,
    attempts,
    dueAt,
    failure,
  } as unknown as Delivery;
}
