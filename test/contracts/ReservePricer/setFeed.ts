import assert from "node:assert/strict";

import { getAddress, zeroAddress, zeroHash } from "viem";

import {
  Asset,
  btcConfig,
  deployReservePricer,
  networkHelpers,
  usd,
  viem,
} from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const WEEK = 7 * 86_400;

describe("ReservePricer.setFeed", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger, config } =
        await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setFeed([Asset.BTC, config.btc]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the feed is not an 8-decimal feed", () => {
    it("reverts for an account without code", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setFeed([Asset.BTC, btcConfig(zeroAddress)]),
        pricer,
        "ReservePricer_InvalidFeed",
        [zeroAddress, 8],
      );
    });

    it("reverts for other decimals", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      const feed = await viem.deployContract("MockV3Aggregator", [18, 1n]);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setFeed([Asset.BTC, btcConfig(feed.address)]),
        pricer,
        "ReservePricer_InvalidFeed",
        [getAddress(feed.address), 8],
      );
    });
  });

  for (const [heartbeat, margin] of [
    [0, 0],
    [WEEK, 1],
    [4_294_967_295, 4_294_967_295],
  ] as const) {
    describe(`when heartbeat and margin are ${heartbeat} and ${margin} seconds`, () => {
      it("reverts", async () => {
        const { pricer, config } = await networkHelpers.loadFixture(deployReservePricer);
        await assertions.revertWithCustomErrorWithArgs(
          pricer.write.setFeed([Asset.BTC, { ...config.btc, heartbeat, margin }]),
          pricer,
          "ReservePricer_InvalidMaxAge",
          [BigInt(heartbeat) + BigInt(margin), BigInt(WEEK)],
        );
      });
    });
  }

  for (const [minPrice, referencePrice, maxPrice] of [
    [0n, usd(2), usd(3)],
    [usd(2), usd(1), usd(3)],
    [usd(1), usd(3), usd(2)],
  ] as const) {
    describe(`when the band is ${minPrice.toString()} to ${maxPrice.toString()} around ${referencePrice.toString()}`, () => {
      it("reverts", async () => {
        const { pricer, config } = await networkHelpers.loadFixture(deployReservePricer);
        await assertions.revertWithCustomErrorWithArgs(
          pricer.write.setFeed([Asset.BTC, { ...config.btc, minPrice, referencePrice, maxPrice }]),
          pricer,
          "ReservePricer_InvalidPriceBand",
          [minPrice, referencePrice, maxPrice],
        );
      });
    });
  }

  describe("when the stream is of another schema", () => {
    it("reverts", async () => {
      const { pricer, config } = await networkHelpers.loadFixture(deployReservePricer);
      const streamId = `0x0004${"b1".repeat(30)}` as const;
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setFeed([Asset.BTC, { ...config.btc, streamId }]),
        pricer,
        "ReservePricer_InvalidStream",
        [streamId, 3],
      );
    });
  });

  describe("when the rules are good", () => {
    it("it should set and announce them", async () => {
      const { pricer, ethFeed } = await networkHelpers.loadFixture(deployReservePricer);
      const config = {
        aggregator: getAddress(ethFeed.address),
        heartbeat: 1,
        margin: 0,
        referencePrice: 1n,
        minPrice: 1n,
        maxPrice: 2n ** 80n - 1n,
        streamId: zeroHash,
      };
      const hash = await pricer.write.setFeed([Asset.ETH, config]);
      await assertions.emitWithArgs(hash, pricer, "FeedSet", [Asset.ETH, config]);
      assert.deepEqual(await pricer.read.feedOf([Asset.ETH]), config);
    });
  });
});
