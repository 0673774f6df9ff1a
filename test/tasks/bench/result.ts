import { expect } from "chai";

import { missesOf, resultOf } from "../../../tasks/bench/result.ts";

const MEASURED = {
  leads: 10,
  events: 500,
  tradingEvents: 216,
  seconds: 2,
  heads: { steady: [300, 100, 200], afterIdle: [400] },
  queries: [{ name: "my-bids", p50: 10.123, p99: 20 }],
};

describe("bench: resultOf", () => {
  it("it should compare the speed with what 10,000 leads a day need", () => {
    const result = resultOf(MEASURED);
    expect(result).to.deep.equal({
      eventsPerSecond: 250,
      neededPerSecondAt10kLeadsADay: 2.5,
      times: 100,
      headToAnswer: { p50: 200, p95: 300, p99: 300 },
      afterIdle: { p99: 400 },
      queries: [{ name: "my-bids", p50: 10.12, p99: 20 }],
    });
  });
});

describe("bench: missesOf", () => {
  it("it should find none where all goals are met", () => {
    expect(missesOf(resultOf(MEASURED))).to.deep.equal([]);
  });
  it("it should name each goal that is missed", () => {
    const slow = {
      ...MEASURED,
      seconds: 20,
      heads: { steady: [1_000], afterIdle: [1_500] },
      queries: [{ name: "my-bids", p50: 10, p99: 150 }],
    };
    expect(missesOf(resultOf(slow))).to.deep.equal([
      "Indexing is 10 times as fast as planned, not 20.",
      "The answer about a new block takes 1000 ms, not below 1000.",
      "The answer about a block after a quiet time takes 1500 ms, not below 1000.",
      "my-bids takes 150 ms, not below 150.",
    ]);
  });
});
