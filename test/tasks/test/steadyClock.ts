import { expect } from "chai";
import { network } from "hardhat";

import { poll } from "../../../deploy/sdk/poll.ts";

describe("a chain whose snapshot is restored", () => {
  it("goes on a second after the snapshot, however long ago that was", async () => {
    const { viem, networkHelpers } = await network.create();
    const client = await viem.getPublicClient();
    const timeOf = async (blockTag: "latest" | "pending") =>
      (await client.getBlock({ blockTag })).timestamp;
    await networkHelpers.mine();
    const taken = await timeOf("latest");
    const snapshot = await networkHelpers.takeSnapshot();
    await poll({
      look: async () => (await timeOf("pending")) > taken + 2n || undefined,
      deadline: 60_000,
      late: () => new Error("The chain's clock stands still."),
    });

    await snapshot.restore();
    await networkHelpers.mine();

    expect(await timeOf("latest")).to.equal(taken + 1n);
  });
});
