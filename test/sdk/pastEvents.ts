import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { createPublicClient, custom, numberToHex, RpcRequestError } from "viem";

import { lastEvents, pastEvents, type BlockRange } from "../../deploy/sdk/pastEvents.ts";
import { errorOf } from "../fixtures/errorOf.ts";

/** Where the deployment starts on the chain, and the chain's head. */
const [FIRST, HEAD] = [1_000n, 9_000n];

/** A chain with a head, and a node that searches this many blocks at once. */
function nodeThatSearches(most: bigint) {
  const publicClient = createPublicClient({
    // It is asked for its head only.
    transport: custom({ request: () => Promise.resolve(numberToHex(HEAD)) }),
  });
  const asked: BlockRange[] = [];
  /** One event in each block. */
  const read = (range: BlockRange) => {
    const { fromBlock, toBlock = HEAD } = range;
    asked.push(range);
    if (toBlock - fromBlock + 1n > most) {
      const error = { code: -32_602, message: "query exceeds max block range" };
      return Promise.reject(new RpcRequestError({ body: {}, error, url: "" }));
    }
    const count = Number(toBlock - fromBlock) + 1;
    return Promise.resolve(
      Array.from({ length: count }, (_none, index) => fromBlock + BigInt(index)),
    );
  };
  return { history: { publicClient, firstBlock: FIRST }, read, asked };
}

const ALL = Array.from(
  { length: Number(HEAD - FIRST) + 1 },
  (_none, index) => FIRST + BigInt(index),
);

describe("the last events of a kind", () => {
  /** A node, and a search for what happened in some blocks. */
  const searching = (most: bigint, ...blocks: readonly bigint[]) => {
    const { history, read, asked } = nodeThatSearches(most);
    const search = () =>
      lastEvents(history, async (range) =>
        (await read(range)).filter((block) => blocks.includes(block)),
      );
    return { search, asked };
  };

  it("should be found in one request where they are of late", async () => {
    const { search, asked } = searching(10_000n, FIRST, HEAD - 400n, HEAD);
    expect(await search()).to.deep.equal([HEAD - 400n, HEAD]);
    expect(asked).to.deep.equal([{ fromBlock: HEAD - 499n }]);
  });

  it("should be found from a late block that is known, and after it", async () => {
    const { history, read, asked } = nodeThatSearches(10_000n);
    const late = HEAD - 5n;
    const events = await lastEvents(
      history,
      async (range) => (await read(range)).filter((block) => block > HEAD - 2n),
      late,
    );
    expect(events).to.deep.equal([HEAD - 1n, HEAD]);
    expect(asked).to.deep.equal([{ fromBlock: late - 499n }]);
  });

  it("should be found where they are old: each block is searched once, and none twice", async () => {
    for (const [most, event] of [
      [10_000n, FIRST],
      [2_000n, FIRST + 1n],
      [700n, 4_321n],
    ] as const) {
      const { search, asked } = searching(most, event);
      expect(await search()).to.deep.equal([event]);
      const answered = asked.filter(
        ({ fromBlock, toBlock = HEAD }) => toBlock - fromBlock + 1n <= most,
      );
      let below = HEAD + 1n;
      for (const { fromBlock, toBlock = HEAD } of answered) {
        expect(toBlock).to.equal(below - 1n);
        expect(fromBlock >= FIRST).to.equal(true);
        below = fromBlock;
      }
      expect(below <= event).to.equal(true);
    }
  });

  it("should be none where nothing happened, and fail with the node's own words", async () => {
    expect(await searching(10_000n).search()).to.deep.equal([]);
    const error = await errorOf(searching(10n).search(), RpcRequestError);
    expect(error.details).to.equal("query exceeds max block range");
  });
});

describe("the events of a deployment", () => {
  it("should be asked for at once, from the deployment's first block on", async () => {
    const { history, read, asked } = nodeThatSearches(10_000n);
    expect(await pastEvents(history, read)).to.deep.equal(ALL);
    expect(asked).to.deep.equal([{ fromBlock: FIRST }]);
  });

  it("should be asked for in spans that the node takes, each once, in their order", async () => {
    for (const most of [5_000n, 2_000n, 700n]) {
      const { history, read, asked } = nodeThatSearches(most);
      expect(await pastEvents(history, read)).to.deep.equal(ALL);
      expect(asked.every(({ fromBlock }) => fromBlock >= FIRST)).to.equal(true);
      // The second time it knows the span.
      asked.length = 0;
      expect(await pastEvents(history, read)).to.deep.equal(ALL);
      expect(asked.length).to.be.lessThan(Number((HEAD - FIRST) / most) * 2 + 3);
    }
  });

  it("should fail with the node's own words where it searches hardly any", async () => {
    const { history, read } = nodeThatSearches(10n);
    const error = await errorOf(pastEvents(history, read), RpcRequestError);
    expect(error.details).to.equal("query exceeds max block range");
  });

  it("should be read by nobody from block 0 on, in what runs on live chains", async () => {
    const root = hre.config.paths.root;
    const found: string[] = [];
    for (const folder of ["deploy/sdk", "deploy/agent", "tasks"]) {
      const names = await readdir(path.join(root, folder), { recursive: true });
      for (const name of names.filter((one) => one.endsWith(".ts"))) {
        const file = path.join(folder, name);
        // The market day and the benchmarks run on chains of their own.
        if (/generated|^tasks\/(scenarios|bench|chaos)\//.test(file)) continue;
        const text = await readFile(path.join(root, file), "utf8");
        if (/fromBlock: (0n|"earliest")|"earliest"/.test(text)) found.push(file);
      }
    }
    expect(found).to.deep.equal([]);
  });
});
