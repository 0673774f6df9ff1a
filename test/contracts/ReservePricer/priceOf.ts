import assert from "node:assert/strict";

import { deployWithDataStreams, signReport, streamUsd } from "../../fixtures/dataStreams.ts";
import {
  Asset,
  BTC_REFERENCE,
  deployReservePricer,
  Fault,
  MAX_AGE,
  networkHelpers,
  usd,
  VERTICAL,
} from "../../fixtures/reservePricer.ts";

const { time } = networkHelpers;
const NOTHING = { price: 0n, referencePrice: BTC_REFERENCE, observedAt: 0, fromReport: false };

describe("ReservePricer.priceOf", () => {
  describe("given no recorded report", () => {
    it("it should be the feed's price", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(deployReservePricer);
      assert.deepEqual(await pricer.read.priceOf([Asset.BTC]), {
        price: BTC_REFERENCE,
        referencePrice: BTC_REFERENCE,
        observedAt: Number(await btcFeed.read.latestTimestamp()),
        fromReport: false,
        fault: Fault.None,
      });
    });

    it("it should be nothing when the feed breaks a rule", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(deployReservePricer);
      await btcFeed.write.updateAnswer([usd(1)]);
      assert.deepEqual(await pricer.read.priceOf([Asset.BTC]), {
        ...NOTHING,
        fault: Fault.OutOfBand,
      });
    });
  });

  describe("given a recorded report", () => {
    it("it should be the report's price while that is younger than the feed's", async () => {
      const { pricer, observedAt } = await networkHelpers.loadFixture(reported);
      assert.deepEqual(await pricer.read.priceOf([Asset.BTC]), {
        price: usd(150_000),
        referencePrice: BTC_REFERENCE,
        observedAt,
        fromReport: true,
        fault: Fault.None,
      });
      const { multiplierBps, fault } = await pricer.read.quoteOf([VERTICAL]);
      assert.deepEqual([multiplierBps, fault], [10_750, Fault.None]);
    });

    it("it should be the feed's price once that is younger", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(reported);
      await btcFeed.write.updateAnswer([usd(90_000)]);
      const price = await pricer.read.priceOf([Asset.BTC]);
      assert.deepEqual([price.price, price.fromReport], [usd(90_000), false]);
    });

    it("it should stand in for a feed that is broken", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(reported);
      await networkHelpers.setCode(btcFeed.address, "0x");
      const price = await pricer.read.priceOf([Asset.BTC]);
      assert.deepEqual([price.fromReport, price.fault], [true, Fault.None]);
    });

    it("it should not be the report's price after it has expired", async () => {
      const { pricer, expiresAt } = await networkHelpers.loadFixture(reported);
      await time.increaseTo(expiresAt);
      assert.equal((await pricer.read.priceOf([Asset.BTC])).fromReport, true);
      await time.increaseTo(expiresAt + 1);
      assert.equal((await pricer.read.priceOf([Asset.BTC])).fromReport, false);
    });

    it("it should not be the report's price after heartbeat and margin", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      const observedAt = await time.latest();
      await pricer.write.recordReport([Asset.BTC, await signReport({ observedAt })]);
      await time.increaseTo(observedAt + MAX_AGE + 1);
      assert.deepEqual(await pricer.read.priceOf([Asset.BTC]), {
        ...NOTHING,
        fault: Fault.StaleAnswer,
      });
    });

    it("it should be the feed's price after the feed's rules have changed", async () => {
      const { pricer, config } = await networkHelpers.loadFixture(reported);
      await pricer.write.setFeed([Asset.BTC, config.btc]);
      assert.equal((await pricer.read.priceOf([Asset.BTC])).fromReport, false);
    });
  });
});

/** A report of 150,000 USD, younger than the feed's 100,000, that expires soon. */
async function reported() {
  const deployed = await deployWithDataStreams();
  const observedAt = await time.latest();
  const expiresAt = observedAt + 200;
  const signed = await signReport({ observedAt, expiresAt, price: streamUsd(150_000) });
  await deployed.pricer.write.recordReport([Asset.BTC, signed]);
  return { ...deployed, observedAt, expiresAt };
}
