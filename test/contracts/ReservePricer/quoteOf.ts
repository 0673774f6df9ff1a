import assert from "node:assert/strict";

import { decodeFunctionResult, encodeFunctionData, toHex, type Hex } from "viem";

import {
  Asset,
  btcConfig,
  BTC_REFERENCE,
  deployReservePricer,
  encodeRound,
  ETH_REFERENCE,
  Fault,
  GRACE_PERIOD,
  MAX_AGE,
  networkHelpers,
  UNIT_BPS,
  usd,
  VERTICAL,
  viem,
} from "../../fixtures/reservePricer.ts";

type Deployed = Awaited<ReturnType<typeof deployReservePricer>>;
const { time } = networkHelpers;

describe("ReservePricer.quoteOf", () => {
  describe("given good feeds", () => {
    it("it should be 1 at the reference prices", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      assert.deepEqual(await multiplierOf({ pricer }, VERTICAL), [UNIT_BPS, Fault.None]);
    });

    for (const [btc, eth, expected] of [
      [1.5, 1.5, 11_500],
      [1.4, 1.0, 10_600],
      [0.5, 0.9, 9_100],
      [0.1, 0.1, 8_500],
      [2, 2, 12_000],
      [10, 10, 12_000],
    ] as const) {
      it(`it should be ${expected} bps at ${btc} times BTC and ${eth} times ETH`, async () => {
        const deployed = await networkHelpers.loadFixture(deployReservePricer);
        await setPrices(deployed, btc, eth);
        assert.deepEqual(await multiplierOf(deployed, VERTICAL), [expected, Fault.None]);
      });
    }

    it("it should tell the prices that it comes from", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      const { btcPrice, ethPrice } = await deployed.pricer.read.quoteOf([VERTICAL]);
      assert.deepEqual(
        [btcPrice, ethPrice],
        [(BTC_REFERENCE * 3n) / 2n, (ETH_REFERENCE * 3n) / 2n],
      );
    });

    it("it should not fall below the lower bound", async () => {
      const deployed = await networkHelpers.loadFixture(deployReservePricer);
      await deployed.pricer.write.setMultiplierBounds([9_500, 10_500]);
      await setPrices(deployed, 0.5, 0.5);
      assert.deepEqual(await multiplierOf(deployed, VERTICAL), [9_500, Fault.None]);
    });

    it("it should use the vertical's own curve where there is one", async () => {
      const deployed = await networkHelpers.loadFixture(deployReservePricer);
      await deployed.pricer.write.setCurve([VERTICAL, [{ ratioBps: 0, multiplierBps: 11_111 }]]);
      assert.deepEqual(await multiplierOf(deployed, VERTICAL), [11_111, Fault.None]);
      const other = toHex("other", { size: 32 });
      assert.deepEqual(await multiplierOf(deployed, other), [UNIT_BPS, Fault.None]);
    });

    it("it should hold until the last second of heartbeat and margin", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(deployReservePricer);
      await time.increaseTo((await btcFeed.read.latestTimestamp()) + BigInt(MAX_AGE));
      assert.deepEqual(await multiplierOf({ pricer }, VERTICAL), [UNIT_BPS, Fault.None]);
    });
  });

  describe("given the sequencer's feed", () => {
    it("it should be 1 while the sequencer is down", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.sequencer.write.updateAnswer([1n]);
      await expectFault(deployed, Fault.SequencerDown);
    });

    it("it should be 1 during the grace period", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.sequencer.write.updateAnswer([0n]);
      await expectFault(deployed, Fault.SequencerGracePeriod);
      await time.increase(GRACE_PERIOD - 1);
      await expectFault(deployed, Fault.SequencerGracePeriod);
      await time.increase(2);
      assert.notEqual((await multiplierOf(deployed, VERTICAL))[1], Fault.SequencerGracePeriod);
    });

    it("it should be 1 when it has not started", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      const now = BigInt(await time.latest());
      await deployed.sequencer.write.updateRoundData([9n, 0n, now, 0n]);
      await expectFault(deployed, Fault.IncompleteRound);
    });

    it("it should be 1 when it cannot be read", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.faultyFeed.write.revertAlways();
      await deployed.pricer.write.setSequencerFeed([deployed.faultyFeed.address, GRACE_PERIOD]);
      await expectFault(deployed, Fault.FeedUnreadable);
    });
  });

  describe("given a price feed that breaks a rule", () => {
    for (const answer of [0n, -1n, -(2n ** 255n)]) {
      it(`it should be 1 for the answer ${answer.toString()}`, async () => {
        const deployed = await networkHelpers.loadFixture(highPrices);
        await deployed.btcFeed.write.updateAnswer([answer]);
        await expectFault(deployed, Fault.NonPositiveAnswer);
      });
    }

    it("it should be 1 for a round without a time", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.btcFeed.write.updateRoundData([9n, BTC_REFERENCE, 0n, 0n]);
      await expectFault(deployed, Fault.IncompleteRound);
    });

    it("it should be 1 for a round of the future", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      const later = BigInt(await time.latest()) + 1_000n;
      await deployed.btcFeed.write.updateRoundData([9n, BTC_REFERENCE, later, later]);
      await expectFault(deployed, Fault.IncompleteRound);
    });

    it("it should be 1 for an answer carried over from an earlier round", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      const now = BigInt(await time.latest());
      await deployed.faultyFeed.write.answerWith([encodeRound(9n, BTC_REFERENCE, now, now, 8n)]);
      await useFaultyFeed(deployed);
      await expectFault(deployed, Fault.IncompleteRound);
    });

    it("it should be 1 a second after heartbeat and margin", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await time.increaseTo((await deployed.btcFeed.read.latestTimestamp()) + BigInt(MAX_AGE) + 1n);
      await expectFault(deployed, Fault.StaleAnswer);
    });

    for (const [name, dollars] of [
      ["below", 9_999],
      ["above", 1_000_001],
    ] as const) {
      it(`it should be 1 for a price ${name} the band`, async () => {
        const deployed = await networkHelpers.loadFixture(highPrices);
        await deployed.btcFeed.write.updateAnswer([usd(dollars)]);
        await expectFault(deployed, Fault.OutOfBand);
      });
    }

    it("it should be 1 for the largest answer there is", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.btcFeed.write.updateAnswer([2n ** 255n - 1n]);
      await expectFault(deployed, Fault.OutOfBand);
    });

    it("it should be 1 when only the second asset's feed is bad", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.ethFeed.write.updateAnswer([0n]);
      await expectFault(deployed, Fault.NonPositiveAnswer);
    });
  });

  describe("given a price feed that cannot be read", () => {
    it("it should be 1 when it reverts", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.faultyFeed.write.revertAlways();
      await useFaultyFeed(deployed);
      await expectFault(deployed, Fault.FeedUnreadable);
    });

    it("it should be 1 and stay affordable when it burns all gas", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await deployed.faultyFeed.write.burnGas();
      await useFaultyFeed(deployed);
      const { pricer } = deployed;
      const call = { abi: pricer.abi, functionName: "quoteOf", args: [VERTICAL] } as const;
      const client = await viem.getPublicClient();
      const { data = "0x" } = await client.call({
        to: pricer.address,
        data: encodeFunctionData(call),
        gas: 250_000n,
      });
      const { multiplierBps, fault } = decodeFunctionResult({ ...call, data });
      assert.deepEqual([multiplierBps, fault], [UNIT_BPS, Fault.FeedUnreadable]);
    });

    it("it should be 1 when it has no code any more", async () => {
      const deployed = await networkHelpers.loadFixture(highPrices);
      await networkHelpers.setCode(deployed.btcFeed.address, "0x");
      await expectFault(deployed, Fault.FeedUnreadable);
    });

    for (const bytes of [0, 1, 32, 159]) {
      it(`it should be 1 when it answers ${bytes} bytes`, async () => {
        const deployed = await networkHelpers.loadFixture(highPrices);
        await deployed.faultyFeed.write.answerWith([toHex(new Uint8Array(bytes).fill(1))]);
        await useFaultyFeed(deployed);
        await expectFault(deployed, Fault.FeedUnreadable);
      });
    }

    it("it should ignore what a longer answer appends", async () => {
      const deployed = await networkHelpers.loadFixture(deployReservePricer);
      const now = BigInt(await time.latest());
      const round = encodeRound(9n, BTC_REFERENCE, now, now, 9n);
      await deployed.faultyFeed.write.answerWith([`${round}${"ff".repeat(320)}`]);
      await useFaultyFeed(deployed);
      assert.deepEqual(await multiplierOf(deployed, VERTICAL), [UNIT_BPS, Fault.None]);
    });
  });
});

/** The multiplier, and the fault if there is one. */
async function multiplierOf({ pricer }: Pick<Deployed, "pricer">, vertical: Hex) {
  const { multiplierBps, fault } = await pricer.read.quoteOf([vertical]);
  return [multiplierBps, fault];
}

/** Prices whose multiplier is not 1, so that a fault shows. */
async function highPrices() {
  const deployed = await deployReservePricer();
  await setPrices(deployed, 1.5, 1.5);
  return deployed;
}

async function setPrices({ btcFeed, ethFeed }: Deployed, btc: number, eth: number) {
  await btcFeed.write.updateAnswer([(BTC_REFERENCE * BigInt(btc * 100)) / 100n]);
  await ethFeed.write.updateAnswer([(ETH_REFERENCE * BigInt(eth * 100)) / 100n]);
}

async function useFaultyFeed({ pricer, faultyFeed }: Deployed) {
  await pricer.write.setFeed([Asset.BTC, btcConfig(faultyFeed.address)]);
}

async function expectFault({ pricer }: Deployed, fault: number) {
  assert.deepEqual(await pricer.read.quoteOf([VERTICAL]), {
    multiplierBps: UNIT_BPS,
    fault,
    btcPrice: 0n,
    ethPrice: 0n,
  });
}
