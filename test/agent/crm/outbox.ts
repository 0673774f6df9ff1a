import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { LEASE, openOutbox, OUTBOX_FILE, type Outbox } from "../../../deploy/agent/crm/outbox.ts";
import {
  nextAttemptAt,
  RETRY_DELAYS,
  retryAfterOf,
} from "../../../deploy/agent/crm/retrySchedule.ts";
import { madeUpEvent } from "../../../deploy/agent/crm/madeUpRecord.ts";
import { eventId, type AgentEvent } from "../../../deploy/agent/events.ts";

const NOW = 1_800_000_000_000;
const OWNER = {
  chainId: 31_337,
  house: `0x${"ab".repeat(20)}`,
  account: `0x${"cd".repeat(20)}`,
} as const;

/** A lead that was won. */
function won(leadId: bigint): AgentEvent {
  const id = eventId({ ...OWNER, leadId, round: 1, kind: "lead.won" });
  return { ...madeUpEvent("lead.won", NOW), ...OWNER, id, leadId, round: 1 };
}

describe("the outbox of events", () => {
  let folder: string;
  let outbox: Outbox;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-outbox-"));
    outbox = openOutbox(folder);
  });
  afterEach(async () => {
    outbox.close();
    await rm(folder, { recursive: true });
  });
  const take = (now = NOW, hooks = ["crm", "sheet"]) =>
    outbox.take(OWNER, { hooks, now, limit: 10 });

  it("should keep an event for each hook, once, and give back what was put in", () => {
    outbox.add(won(7n), ["crm", "sheet"], NOW);
    outbox.add(won(7n), ["crm", "sheet"], NOW + 1);
    const taken = take();
    expect(taken.map(({ hook }) => hook).sort()).to.deep.equal(["crm", "sheet"]);
    expect(taken[0]?.event).to.deep.equal(won(7n));
  });

  it("should not add again what was sent", () => {
    outbox.add(won(7n), ["crm"], NOW);
    for (const one of take()) outbox.settle(one, { sentAt: NOW });
    outbox.add(won(7n), ["crm"], NOW);
    expect(take()).to.deep.equal([]);
    expect(outbox.list()).to.deep.equal([]);
    expect(outbox.list({ all: true })).to.have.length(1);
  });

  it("should give a delivery to one process only, and again when that one was killed", () => {
    outbox.add(won(7n), ["crm"], NOW);
    const other = openOutbox(folder);
    expect(other.take(OWNER, { hooks: ["crm"], now: NOW, limit: 10 })).to.have.length(1);
    other.close();
    expect(take()).to.deep.equal([]);
    const [again] = take(NOW + LEASE);
    expect(again?.attempts).to.equal(2);
  });

  it("should give nobody another account's deliveries, nor those to hooks that the operator took away", () => {
    outbox.add(won(7n), ["crm"], NOW);
    const another = { ...OWNER, account: `0x${"ef".repeat(20)}` } as const;
    expect(outbox.take(another, { hooks: ["crm"], now: NOW, limit: 10 })).to.deep.equal([]);
    expect(take(NOW, ["sheet"])).to.deep.equal([]);
  });

  it("should make what was given up due again with the whole schedule before it", () => {
    outbox.add(won(7n), ["crm"], NOW);
    outbox.add(won(8n), ["crm"], NOW);
    for (const one of take()) outbox.settle(one, { failure: "HTTP_500", dueAt: undefined });
    expect(outbox.list().map(({ state, failure }) => [state, failure])).to.deep.equal([
      ["dead", "HTTP_500"],
      ["dead", "HTTP_500"],
    ]);
    expect(outbox.retry(won(8n).id, NOW + 5)).to.equal(1);
    expect(take(NOW + 5).map(({ event, attempts }) => [event.leadId, attempts])).to.deep.equal([
      [8n, 1],
    ]);
    expect(outbox.retry(undefined, NOW + 5)).to.equal(2);
  });

  it("should be readable by its owner alone, and forget what was sent a year ago", async () => {
    expect((await stat(path.join(folder, OUTBOX_FILE))).mode & 0o777).to.equal(0o600);
    outbox.add(won(7n), ["crm"], NOW);
    for (const one of take()) outbox.settle(one, { sentAt: NOW });
    outbox.forget(NOW + 364 * 86_400_000);
    expect(outbox.list({ all: true })).to.have.length(1);
    outbox.forget(NOW + 366 * 86_400_000);
    expect(outbox.list({ all: true })).to.deep.equal([]);
  });
});

describe("the schedule of attempts", () => {
  it("should be Standard Webhooks': at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and no more", () => {
    const seconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    expect(RETRY_DELAYS).to.deep.equal(seconds.map((one) => one * 1_000));
    const at = (attempts: number) => nextAttemptAt(attempts, { now: NOW, random: 0 });
    expect(RETRY_DELAYS.map((_delay, attempts) => at(attempts))).to.deep.equal(
      seconds.map((one) => NOW + one * 1_000),
    );
    expect(at(RETRY_DELAYS.length)).to.equal(undefined);
  });

  it("should spread attempts by a tenth at most, and wait as long as the receiver asks, a day at most", () => {
    expect(nextAttemptAt(2, { now: NOW, random: 1 })).to.equal(NOW + 330_000);
    expect(nextAttemptAt(1, { now: NOW, random: 0, retryAfter: 60_000 })).to.equal(NOW + 60_000);
    expect(nextAttemptAt(2, { now: NOW, random: 0, retryAfter: 1_000 })).to.equal(NOW + 300_000);
    const year = 365 * 86_400_000;
    expect(nextAttemptAt(1, { now: NOW, random: 0, retryAfter: year })).to.equal(NOW + 86_400_000);
  });

  it("should read Retry-After in seconds and as a date", () => {
    expect(retryAfterOf("120", NOW)).to.equal(120_000);
    expect(retryAfterOf(new Date(NOW + 60_000).toUTCString(), NOW)).to.equal(60_000);
    expect(retryAfterOf(new Date(NOW - 60_000).toUTCString(), NOW)).to.equal(0);
    expect(retryAfterOf("soon", NOW)).to.equal(undefined);
    expect(retryAfterOf(undefined, NOW)).to.equal(undefined);
  });
});
