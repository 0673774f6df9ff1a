import assert from "node:assert/strict";

import { getAddress, zeroAddress } from "viem";

import { deployWithDataStreams, signReport } from "../../fixtures/dataStreams.ts";
import { Asset, networkHelpers, viem } from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const NONE = { price: 0n, observedAt: 0, expiresAt: 0 };

describe("ReservePricer.setStreamsVerifier", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployWithDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setStreamsVerifier([zeroAddress]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the verifier has no code", () => {
    it("reverts", async () => {
      const { pricer, stranger } = await networkHelpers.loadFixture(deployWithDataStreams);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setStreamsVerifier([stranger.account.address]),
        pricer,
        "ReservePricer_InvalidStreamsVerifier",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the verifier is zero", () => {
    it("it should disable reports and drop the recorded ones", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      await pricer.write.recordReport([Asset.BTC, await signReport({})]);
      const hash = await pricer.write.setStreamsVerifier([zeroAddress]);
      await assertions.emitWithArgs(hash, pricer, "StreamsVerifierSet", [zeroAddress]);
      assert.deepEqual(await pricer.read.recordedReportOf([Asset.BTC]), NONE);
      assert.equal((await pricer.read.priceOf([Asset.BTC])).fromReport, false);
    });
  });

  describe("when the verifier is another one", () => {
    it("it should set it and drop the recorded reports", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployWithDataStreams);
      await pricer.write.recordReport([Asset.BTC, await signReport({})]);
      const next = await viem.deployContract("VerifierProxy", [zeroAddress]);
      const hash = await pricer.write.setStreamsVerifier([next.address]);
      await assertions.emitWithArgs(hash, pricer, "StreamsVerifierSet", [getAddress(next.address)]);
      assert.equal(await pricer.read.streamsVerifier(), getAddress(next.address));
      assert.deepEqual(await pricer.read.recordedReportOf([Asset.BTC]), NONE);
    });
  });
});
