import { expect } from "chai";
import { zeroAddress } from "viem";

import { deployReservePricer, encodeRound, networkHelpers } from "../../fixtures/reservePricer.ts";

const { time } = networkHelpers;
const [UP, DOWN] = [0n, 1n];
const NONE = [0n, 0n];

/** The pricer at a time `now`, and the sequencer's history: what it was and since when, in seconds before now. */
async function withHistory(...history: readonly (readonly [bigint, number])[]) {
  const deployed = await networkHelpers.loadFixture(deployReservePricer);
  await time.increase(100_000);
  const now = BigInt(await time.latest());
  for (const [index, [answer, ago]] of history.entries()) {
    const since = now - BigInt(ago);
    await deployed.sequencer.write.updateRoundData([BigInt(index + 2), answer, since, since]);
  }
  /** The outage within a span, its bounds in seconds before now; the end likewise. */
  const outage = async (from: bigint, until: bigint) => {
    const args = [now - from, now - until] as const;
    const [downtime, end] = await deployed.pricer.read.sequencerOutage(args);
    return { downtime, endedAgo: end === 0n ? null : now - end };
  };
  return { ...deployed, now, outage };
}

describe("ReservePricer.sequencerOutage", () => {
  describe("given a sequencer that was always up", () => {
    it("it should be none", async () => {
      const { outage } = await withHistory();
      expect(await outage(5_000n, 1_000n)).to.deep.equal({ downtime: 0n, endedAgo: null });
    });
  });

  describe("given an outage from 4,000 to 2,000 seconds ago", () => {
    for (const [what, from, until, downtime, endedAgo] of [
      ["a span around it", 5_000n, 1_000n, 2_000n, 2_000n],
      ["a span within it", 3_500n, 2_500n, 1_000n, 2_000n],
      ["a span that it reaches into", 3_000n, 1_000n, 1_000n, 2_000n],
      ["a span that it reaches out of", 5_000n, 3_000n, 1_000n, 2_000n],
      ["a span that ends as it begins", 5_000n, 4_000n, 0n, null],
      ["a span that begins as it ends", 2_000n, 1_000n, 0n, null],
      ["a span before it", 6_000n, 4_500n, 0n, null],
      ["a span after it", 1_500n, 500n, 0n, null],
      ["a span that ends before it begins", 2_500n, 3_500n, 0n, null],
    ] as const) {
      it(`it should count ${downtime} s of ${what}`, async () => {
        const { outage } = await withHistory([DOWN, 4_000], [UP, 2_000]);
        expect(await outage(from, until)).to.deep.equal({ downtime, endedAgo });
      });
    }
  });

  describe("given an outage that lasts", () => {
    it("it should end now", async () => {
      const { outage } = await withHistory([DOWN, 1_000]);
      const { downtime, endedAgo } = await outage(3_000n, 500n);
      expect(downtime).to.equal(500n);
      expect(Number(endedAgo)).to.be.within(-5, 0);
    });
  });

  describe("given many changes", () => {
    it("it should add up the outages of the span and tell the end of the last that began before its end", async () => {
      const { outage } = await withHistory(
        [DOWN, 9_000],
        [UP, 8_000],
        [DOWN, 7_000],
        [UP, 6_900],
        [DOWN, 5_000],
        [UP, 4_000],
        [DOWN, 1_000],
        [UP, 900],
      );
      expect(await outage(7_500n, 4_500n)).to.deep.equal({ downtime: 600n, endedAgo: 4_000n });
    });

    it("it should read 32 rounds at most, and take what lies before for up", async () => {
      const early = [
        [DOWN, 90_000],
        [UP, 89_000],
      ] as const;
      const later = Array.from({ length: 32 }, (_, i) => [UP, 40_000 - 1_000 * i] as const);
      const { outage } = await withHistory(...early, ...later);
      expect(await outage(95_000n, 0n)).to.deep.equal({ downtime: 0n, endedAgo: null });
    });
  });

  describe("given a feed that is missing, gone or broken", () => {
    it("it should be up", async () => {
      const { pricer, sequencer, faultyFeed, now } = await withHistory([DOWN, 1_000]);
      const read = () => pricer.read.sequencerOutage([now - 3_000n, now]);
      const { address } = sequencer;
      for (const breakFeed of [
        () => pricer.write.setSequencerFeed([zeroAddress, 0]),
        async () => {
          await pricer.write.setSequencerFeed([address, 0]);
          await networkHelpers.setCode(address, "0x");
        },
        async () => {
          await pricer.write.setSequencerFeed([faultyFeed.address, 0]);
          await faultyFeed.write.revertAlways();
        },
        () => faultyFeed.write.burnGas(),
        () => faultyFeed.write.answerWith(["0x01"]),
      ]) {
        await breakFeed();
        expect(await read()).to.deep.equal(NONE);
      }
    });

    it("it should count what can be read where an earlier round cannot", async () => {
      const { pricer, faultyFeed, now } = await withHistory();
      await pricer.write.setSequencerFeed([faultyFeed.address, 0]);
      const since = now - 1_000n;
      await faultyFeed.write.answerWith([encodeRound(9n, DOWN, since, since, 9n)]);
      const [downtime] = await pricer.read.sequencerOutage([now - 3_000n, now]);
      expect(downtime).to.equal(1_000n);
    });
  });
});
