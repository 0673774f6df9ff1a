import assert from "node:assert/strict";

import { getAddress, zeroAddress } from "viem";

import {
  deployReservePricer,
  Fault,
  networkHelpers,
  UNIT_BPS,
  VERTICAL,
  viem,
} from "../../fixtures/reservePricer.ts";

const { assertions } = viem;

describe("ReservePricer.setSequencerFeed", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setSequencerFeed([zeroAddress, 0]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the feed has no code", () => {
    it("reverts", async () => {
      const { pricer, stranger } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setSequencerFeed([stranger.account.address, 0]),
        pricer,
        "ReservePricer_InvalidSequencerFeed",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the grace period is longer than a day", () => {
    it("reverts", async () => {
      const { pricer, sequencer } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setSequencerFeed([sequencer.address, 86_401]),
        pricer,
        "ReservePricer_GracePeriodTooLong",
        [86_401n, 86_400n],
      );
    });
  });

  describe("when the feed is zero", () => {
    it("it should quote without a sequencer", async () => {
      const { pricer, sequencer } = await networkHelpers.loadFixture(deployReservePricer);
      await sequencer.write.updateAnswer([1n]);
      const hash = await pricer.write.setSequencerFeed([zeroAddress, 0]);
      await assertions.emitWithArgs(hash, pricer, "SequencerFeedSet", [zeroAddress, 0]);
      const { multiplierBps, fault } = await pricer.read.quoteOf([VERTICAL]);
      assert.deepEqual([multiplierBps, fault], [UNIT_BPS, Fault.None]);
    });
  });

  describe("when the feed is a contract", () => {
    it("it should set feed and grace period", async () => {
      const { pricer, btcFeed } = await networkHelpers.loadFixture(deployReservePricer);
      const feed = getAddress(btcFeed.address);
      const hash = await pricer.write.setSequencerFeed([feed, 86_400]);
      await assertions.emitWithArgs(hash, pricer, "SequencerFeedSet", [feed, 86_400]);
      assert.deepEqual(await pricer.read.sequencerFeed(), [feed, 86_400]);
    });
  });
});
