import { expect } from "chai";

import { indexedBlockIn, indexingSeconds } from "../../../tasks/bench/indexingSeconds.ts";

/** As Graph Node 0.45.0 writes it. */
const LOG = `Nov 30 23:59:58.900 INFO Starting subgraph, sgd: 1
Nov 30 23:59:58.992 INFO Start processing block, triggers: 0, block_hash: 0x57, block_number: 0, runner_index: 0, sgd: 1
Nov 30 23:59:59.100 INFO Start processing block, triggers: 4, block_hash: 0x58, block_number: 17, runner_index: 0, sgd: 1
Nov 30 23:59:59.900 INFO Committed write batch, time_ms: 1, weight: 8, entities: 3, block_count: 17, block_number: 17, runner_index: 0, sgd: 1
Dec 01 00:00:01.242 INFO Committed write batch, time_ms: 9, weight: 8, entities: 3, block_count: 100, block_number: 117, runner_index: 0, sgd: 1
`;

describe("bench: indexingSeconds", () => {
  describe("given the log of an indexed chain", () => {
    it("it should count from the first block to the batch with the head", () => {
      expect(indexingSeconds(LOG, 117n)).to.equal(2.25);
      expect(indexingSeconds(LOG, 17n)).to.equal(0.908);
    });
  });
  describe("given a log that does not tell of the head yet", () => {
    it("it should give nothing", () => {
      expect(indexingSeconds(LOG, 118n)).to.equal(undefined);
      expect(indexingSeconds(LOG, 7n)).to.equal(undefined);
      expect(indexingSeconds("", 0n)).to.equal(undefined);
    });
  });
});

describe("bench: indexedBlockIn", () => {
  it("it should give the latest block that is in the database, 0 before the first", () => {
    expect(indexedBlockIn(LOG)).to.equal(117);
    expect(indexedBlockIn("")).to.equal(0);
  });
});
