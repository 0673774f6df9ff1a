import { expect } from "chai";
import hre from "hardhat";

import { startChain } from "../../deploy/local/stack/chain.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { NewBlocks } from "../../tasks/auction/watch/newBlocks.ts";

describe("new blocks over WebSocket", () => {
  it("are told as they come, also after the node was gone", async () => {
    let rings = 0;
    const rung = (times: number) =>
      poll({
        look: () => Promise.resolve(rings >= times ? true : undefined),
        deadline: 60_000,
        interval: 50,
        late: () => new Error(`Rung ${rings} times.`),
      });
    const first = await startChain(hre, 0);
    const port = Number(new URL(first.rpc).port);
    const blocks = new NewBlocks(first.rpc, () => rings++);
    try {
      await rung(1);
      await first.connection.networkHelpers.mine();
      await rung(2);
    } finally {
      await first.close();
    }
    const before = rings;
    const second = await startChain(hre, port);
    try {
      // Connected again: it may have missed some.
      await rung(before + 1);
      await second.connection.networkHelpers.mine();
      await rung(before + 2);
    } finally {
      blocks.close();
      await second.close();
    }
    expect(rings).to.be.at.least(4);
  });
});
