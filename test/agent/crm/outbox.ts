import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { LEASE, type Outbox } from "../../../deploy/agent/crm/outbox.ts";
import {
  nextAttemptAt,
  RETRY_DELAYS,
  retryAfterOf,
} from "../../../deploy/agent/crm/retrySchedule.ts";
import { madeUpEvent } from "../../../deploy/agent/crm/madeUpRecord.ts";
import { eventId, type AgentEvent } from "../../../deploy/agent/events.ts";
import { openFiles } from "../../../deploy/agent/store/openMemory.ts";
import { onEachMemory } from "../../fixtures/agentMemories.ts";

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
  onEachMemory((memory) => {
    let outbox: Outbox;
    beforeEach(async () => {
      ({ outbox } = await memory().open());
    });
    const take = (now = NOW, hooks = ["crm", "sheet"]) =>
      outbox.take(OWNER, { hooks, now, limit: 10 });

    it("should keep an event for each hook, once, and give back what was put in", async () => {
      await outbox.add(won(7n), ["crm", "sheet"], NOW);
      await outbox.add(won(7n), ["crm", "sheet"], NOW + 1);
      const taken = await take();
      expect(taken.map(({ hook }) => hook).sort()).to.deep.equal(["crm", "sheet"]);
      expect(taken[0]?.event).to.deep.equal(won(7n));
    });

    it("should not add again what was sent", async () => {
      await outbox.add(won(7n), ["crm"], NOW);
      for (const one of await take()) await outbox.settle(one, { sentAt: NOW });
      await outbox.add(won(7n), ["crm"], NOW);
      expect(await take()).to.deep.equal([]);
      expect(await outbox.list()).to.deep.equal([]);
      expect(await outbox.list({ all: true })).to.have.length(1);
    });

    it("should give a delivery to one process only, and again when that one was killed", async () => {
      await outbox.add(won(7n), ["crm"], NOW);
      const { outbox: other } = await memory().open();
      expect(await other.take(OWNER, { hooks: ["crm"], now: NOW, limit: 10 })).to.have.length(1);
      expect(await take()).to.deep.equal([]);
      const [again] = await take(NOW + LEASE);
      expect(again?.attempts).to.equal(2);
    });

    it("should give nobody another account's deliveries, nor those to hooks that the operator took away", async () => {
      await outbox.add(won(7n), ["crm"], NOW);
      const another = { ...OWNER, account: `0x${"ef".repeat(20)}` } as const;
      expect(await outbox.take(another, { hooks: ["crm"], now: NOW, limit: 10 })).to.deep.equal([]);
      expect(await take(NOW, ["sheet"])).to.deep.equal([]);
    });

    it("should make what was given up due again with the whole schedule before it", async () => {
      await outbox.add(won(7n), ["crm"], NOW);
      await outbox.add(won(8n), ["crm"], NOW);
      for (const one of await take())
        await outbox.settle(one, { failure: "HTTP_500", dueAt: undefined });
      expect((await outbox.list()).map(({ state, failure }) => [state, failure])).to.deep.equal([
        ["dead", "HTTP_500"],
        ["dead", "HTTP_500"],
      ]);
      expect(await outbox.retry(won(8n).id, NOW + 5)).to.equal(1);
      expect(
        (await take(NOW + 5)).map(({ event, attempts }) => [event.leadId, attempts]),
      ).to.deep.equal([[8n, 1]]);
      expect(await outbox.retry(undefined, NOW + 5)).to.equal(2);
    });

    it("should forget what was sent a year ago", async () => {
      await outbox.add(won(7n), ["crm"], NOW);
      for (const one of await take()) await outbox.settle(one, { sentAt: NOW });
      await outbox.forget(NOW + 364 * 86_400_000);
      expect(await outbox.list({ all: true })).to.have.length(1);
      await outbox.forget(NOW + 366 * 86_400_000);
      expect(await outbox.list({ all: true })).to.deep.equal([]);
    });
  });

  it("should be readable by its owner alone, as all that one machine's agents remember", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-outbox-"));
    const { close } = openFiles(folder);
    for (const file of ["agent.sqlite", "outbox.sqlite"]) {
      expect((await stat(path.join(folder, file))).mode & 0o777).to.equal(0o600);
    }
    await close();
    await rm(folder, { recursive: true });
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
