import { expect } from "chai";

import { probeDon, probeNode } from "../../../fixtures/probeDon.ts";

describe("workerNode", () => {
  it("should give a thread whose job is over the next one", async () => {
    const node = await probeNode();
    await probeDon(node).subscriptions();
    let started = 0;
    const count = () => started++;
    process.on("worker", count);
    await probeDon(node).subscriptions();
    process.off("worker", count);
    // Three of four came to their end before the DON had its result: no more than the fourth needs another thread.
    expect(started).to.be.lessThan(2);
  }).timeout(120_000);
});
