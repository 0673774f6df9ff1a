import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { numberToHex, type Hex } from "viem";

import {
  MAX_ATTEMPTS,
  MAX_BATCH,
  MAX_INPUT,
  PackageQueue,
} from "../../../deploy/local/don/packageQueue.ts";
import { PackageStore, type Verdict } from "../../../deploy/local/don/packageStore.ts";

const DEADLINE = 1_000;
const REPORT: Hex = `0x${"aa".repeat(32)}`;

const hashOf = (number: number): Hex => numberToHex(number, { size: 32 });

describe("PackageQueue", () => {
  let folder: string;
  let store: PackageStore;
  let queue: PackageQueue;
  /** What runs were given, and what they answer. */
  let runs: (readonly string[])[];
  let answer: (packages: readonly string[]) => Promise<readonly string[]>;
  /** What the chain shows, its time, and the queue's clock. */
  let chain: Verdict[];
  let time: bigint;
  let clock: number;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-queue-"));
    [runs, chain, time, clock] = [[], [], 0n, 0];
    answer = (packages) => Promise.resolve(packages.map(mint));
    open();
  });
  afterEach(async () => {
    await queue.close();
    store.close();
    await rm(folder, { recursive: true });
  });

  function open(maxPages?: number) {
    store = new PackageStore(path.join(folder, "queue.sqlite"), maxPages);
    queue = new PackageQueue({
      store,
      run: (packages) => {
        runs.push(packages);
        return answer(packages);
      },
      verdicts: () => Promise.resolve({ verdicts: chain, time }),
      now: () => clock,
      log: () => undefined,
    });
  }
  const add = (number: number, text = String(number)) =>
    queue.add({ submissionHash: hashOf(number), text, deadline: DEADLINE, block: 1n });
  const stateOf = (number: number) => queue.stateOf(hashOf(number));
  /** The chain mints the lead of a package that is its number. */
  function mint(text: string): string {
    const place = { submissionHash: hashOf(Number(text)), transactionHash: REPORT, block: 2n };
    chain.push({ ...place, leadId: BigInt(text) });
    return "ATTESTED";
  }
  /** Works through the queue, whenever something is due, until nothing is. */
  async function workToTheEnd() {
    await queue.work();
    for (let next = queue.nextAttempt(); next !== undefined; next = queue.nextAttempt()) {
      clock = Math.max(clock, next);
      await queue.work();
    }
  }

  it("should take a package once, and tell that it is queued", () => {
    expect(add(1)).to.deep.equal({ submissionHash: hashOf(1), state: "queued", attempts: 0 });
    add(1);
    expect(store.waiting()).to.equal(1);
    expect(stateOf(2)).to.equal(undefined);
  });

  it("should score what waits in batches, in its order", async () => {
    for (let number = 1; number <= MAX_BATCH + 1; number++) add(number);
    await queue.work();
    expect(runs.map(({ length }) => length)).to.deep.equal([MAX_BATCH, 1]);
    expect(runs.flat()).to.deep.equal(Array.from({ length: 13 }, (_, index) => `${index + 1}`));
    expect(stateOf(13)).to.deep.equal({
      submissionHash: hashOf(13),
      ...{ state: "minted", attempts: 1, leadId: "13", transactionHash: REPORT },
    });
  });

  it("should put no more bytes into a run than it takes", async () => {
    const text = `1${" ".repeat(MAX_INPUT * 0.4)}`;
    for (const number of [1, 2, 3]) add(number, text.replace("1", String(number)));
    await queue.work();
    expect(runs.map(({ length }) => length)).to.deep.equal([2, 1]);
  });

  it("should tell that a package is being scored, and its end the moment that it is known", async () => {
    add(1);
    const end = queue.endOf(hashOf(1), new AbortController().signal);
    answer = (packages) => {
      expect(stateOf(1)?.state).to.equal("scoring");
      return Promise.resolve(packages.map(mint));
    };
    await queue.work();
    expect((await end)?.state).to.equal("minted");
    expect((await queue.endOf(hashOf(1), AbortSignal.abort()))?.state).to.equal("minted");
  });

  it("should believe the chain, not the run, that a lead was minted", async () => {
    add(1);
    answer = () => Promise.resolve(["ATTESTED"]);
    await queue.work();
    expect(stateOf(1)).to.include({ state: "queued", attempts: 1 });
    expect(queue.nextAttempt()).to.be.greaterThan(clock);
    mint("1");
    await queue.work();
    expect(stateOf(1)).to.include({ state: "minted" });
    expect(runs).to.have.length(1);
  });

  it("should keep a mint when the same lead, sent again, finds its nonce used", async () => {
    add(1);
    answer = (packages) => {
      packages.map(mint);
      const refused = { submissionHash: hashOf(1), transactionHash: REPORT, block: 3n };
      chain.push({ ...refused, reason: "0x1234" });
      return Promise.resolve(["ATTESTED"]);
    };
    await queue.work();
    expect(stateOf(1)).to.include({ state: "minted", leadId: "1" });
    add(1, "another package");
    expect(store.waiting()).to.equal(0);
  });

  it("should tell with what the contracts refuse a lead", async () => {
    add(1);
    const place = { submissionHash: hashOf(1), transactionHash: REPORT, block: 2n };
    answer = () => {
      chain.push({ ...place, reason: "0x1234" });
      return Promise.resolve(["ATTESTED"]);
    };
    await queue.work();
    expect(stateOf(1)).to.include({ state: "rejected", reason: "0x1234" });
  });

  it("should not take what the chain said before a package came for its end", async () => {
    chain.push({ submissionHash: hashOf(1), transactionHash: REPORT, block: 1n, reason: "0x" });
    add(1);
    await queue.work();
    expect(stateOf(1)).to.include({ state: "minted" });
  });

  it("should send no package again that the workflow refuses", async () => {
    add(1);
    answer = () => Promise.resolve(["INVALID_LEAD"]);
    await workToTheEnd();
    expect(stateOf(1)).to.include({ state: "rejected", code: "INVALID_LEAD", attempts: 1 });
  });

  it("should find the package that a run fails at, and have all others minted", async () => {
    for (let number = 1; number <= MAX_BATCH; number++) add(number);
    time = 0n;
    answer = (packages) => {
      if (packages.includes("7")) return Promise.reject(new Error("The workflow's thread failed"));
      return Promise.resolve(packages.map(mint));
    };
    await workToTheEnd();
    const states = Array.from({ length: MAX_BATCH }, (_, index) => stateOf(index + 1)?.state);
    expect(states.filter((state) => state === "minted")).to.have.length(MAX_BATCH - 1);
    expect(stateOf(7)).to.include({
      ...{ state: "rejected", code: "NOT_REPORTED", attempts: MAX_ATTEMPTS },
    });
  });

  it("should give up a package whose signature runs out", async () => {
    add(1);
    answer = () => Promise.reject(new Error("no answer"));
    await queue.work();
    time = BigInt(DEADLINE + 1);
    await queue.work();
    expect(stateOf(1)).to.include({ state: "rejected", code: "DEADLINE_PASSED" });
  });

  it("should let nobody keep a seller's package out by a false one of the same submission", async () => {
    add(1, "false");
    add(1, "1");
    answer = ([text = ""]) => Promise.resolve([text === "1" ? mint(text) : "CONTENT_UNREADABLE"]);
    await workToTheEnd();
    expect(runs).to.deep.equal([["false"], ["1"]]);
    expect(stateOf(1)).to.include({ state: "minted" });
  });

  it("should go on after a restart, and look at the chain before it sends again", async () => {
    add(1);
    add(2);
    let crash: (() => void) | undefined;
    answer = () =>
      new Promise((resolve) => {
        crash = () => {
          resolve([]);
        };
      });
    const dying = queue.work();
    await Promise.resolve();
    while (runs.length === 0) await new Promise(setImmediate);
    // The process dies while the report is on its way.
    const [file, first] = [store, queue];
    open();
    mint("1");
    answer = (packages) => Promise.resolve(packages.map(mint));
    await queue.work();
    expect(runs).to.deep.equal([["1", "2"], ["2"]]);
    expect([stateOf(1)?.state, stateOf(2)?.state]).to.deep.equal(["minted", "minted"]);
    crash?.();
    await dying;
    await first.close();
    file.close();
  });

  it("should refuse what its file has no room for, and a file that is none of its own", async () => {
    await queue.close();
    store.close();
    open(16);
    expect(() => add(1, "x".repeat(100_000))).to.throw("cannot use its file");
    await queue.close();
    store.close();
    expect(() => new PackageStore(folder)).to.throw("cannot use its file");
    open();
  });
});
