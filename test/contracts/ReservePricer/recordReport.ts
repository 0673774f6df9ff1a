import assert from "node:assert/strict";

import { getAddress, keccak256, toHex, zeroHash } from "viem";

import {
  deployWithBilledDataStreams,
  deployWithDataStreams,
  NATIVE_FEE,
  signReport,
  streamUsd,
} from "../../fixtures/dataStreams.ts";
import {
  Asset,
  BTC_STREAM,
  deployReservePricer,
  ETH_STREAM,
  networkHelpers,
  usd,
  viem,
} from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const [MIN_PRICE, MAX_PRICE] = [usd(10_000), usd(1_000_000)];
const FOREIGN_KEYS = [8, 9].map((node) => keccak256(toHex(`node ${node}`)));

describe("ReservePricer.recordReport", () => {
  describe("given no verifier", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.ETH, "0x"]),
        pricer,
        "ReservePricer_StreamsDisabled",
        [Asset.ETH],
      );
    });
  });

  describe("given an asset without a stream", () => {
    it("reverts", async () => {
      const { pricer, config } = await networkHelpers.loadFixture(deployWithDataStreams);
      await pricer.write.setFeed([Asset.BTC, { ...config.btc, streamId: zeroHash }]);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({})]),
        pricer,
        "ReservePricer_StreamsDisabled",
        [Asset.BTC],
      );
    });
  });

  describe("when the DON did not sign the report", () => {
    it("reverts with the verifier's error", async () => {
      const { pricer, verifier } = await networkHelpers.loadFixture(deployWithDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({}, FOREIGN_KEYS)]),
        verifier,
        "BadVerification",
        [],
      );
    });
  });

  describe("when the report is of another stream", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({ feedId: ETH_STREAM })]),
        pricer,
        "ReservePricer_WrongStream",
        [BTC_STREAM, ETH_STREAM],
      );
    });
  });

  describe("when the report has expired", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      const expiresAt = await networkHelpers.time.latest();
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({ expiresAt })]),
        pricer,
        "ReservePricer_ReportExpired",
        [BigInt(expiresAt)],
      );
    });
  });

  describe("when the observation lies in the future", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      const now = (await networkHelpers.time.latest()) + 10;
      const signed = await signReport({ observedAt: now + 1 });
      await networkHelpers.time.setNextBlockTimestamp(now);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, signed], { gas: 1_000_000n }),
        pricer,
        "ReservePricer_FutureReport",
        [BigInt(now + 1), BigInt(now)],
      );
    });
  });

  describe("when a report as new was recorded", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      const observedAt = await networkHelpers.time.latest();
      const signed = await signReport({ observedAt });
      await pricer.write.recordReport([Asset.BTC, signed]);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, signed]),
        pricer,
        "ReservePricer_ReportNotNewer",
        [BigInt(observedAt), BigInt(observedAt)],
      );
    });
  });

  for (const dollars of [-150_000, 0, 9_999, 1_000_001]) {
    describe(`when the price is ${dollars} USD`, () => {
      it("reverts", async () => {
        const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
        await assertions.revertWithCustomErrorWithArgs(
          pricer.write.recordReport([Asset.BTC, await signReport({ price: streamUsd(dollars) })]),
          pricer,
          "ReservePricer_ReportOutOfBand",
          [usd(dollars), MIN_PRICE, MAX_PRICE],
        );
      });
    });
  }

  describe("when the report is good", () => {
    it("it should record the price with 8 decimals for anyone", async () => {
      const { asStranger, verifier } = await networkHelpers.loadFixture(deployWithDataStreams);
      const observedAt = await networkHelpers.time.latest();
      const expiresAt = observedAt + 100;
      const price = streamUsd(150_000) + 10n ** 10n - 1n;
      const hash = await asStranger.write.recordReport([
        Asset.BTC,
        await signReport({ observedAt, expiresAt, price }),
      ]);
      await assertions.emitWithArgs(hash, asStranger, "ReportRecorded", [
        Asset.BTC,
        BTC_STREAM,
        usd(150_000),
        observedAt,
        expiresAt,
      ]);
      await assertions.emitWithArgs(hash, verifier, "ReportVerified", [
        BTC_STREAM,
        getAddress(asStranger.address),
      ]);
      assert.deepEqual(await asStranger.read.recordedReportOf([Asset.BTC]), {
        price: usd(150_000),
        observedAt,
        expiresAt,
      });
    });
  });

  describe("given a verifier that bills nothing", () => {
    it("reverts when money is sent", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({})], { value: 1n }),
        pricer,
        "ReservePricer_UnexpectedPayment",
        [1n],
      );
    });
  });

  describe("given a verifier that bills", () => {
    it("it should pay the fee with the caller's money", async () => {
      const { pricer, weth, feeManager } = await networkHelpers.loadFixture(
        deployWithBilledDataStreams,
      );
      const hash = pricer.write.recordReport([Asset.BTC, await signReport({})], {
        value: NATIVE_FEE,
      });
      await assertions.emit(hash, pricer, "ReportRecorded");
      assert.equal(await weth.read.balanceOf([feeManager.address]), NATIVE_FEE);
    });

    it("reverts when too little is sent", async () => {
      const { pricer, feeManager } = await networkHelpers.loadFixture(deployWithBilledDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({})], { value: NATIVE_FEE - 1n }),
        feeManager,
        "InvalidDeposit",
        [],
      );
    });

    it("reverts when too much is sent", async () => {
      const { pricer, feeManager } = await networkHelpers.loadFixture(deployWithBilledDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.recordReport([Asset.BTC, await signReport({})], { value: NATIVE_FEE + 1n }),
        feeManager,
        "InvalidReceivingAddress",
        [],
      );
    });
  });
});
