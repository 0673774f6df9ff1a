import { expect } from "chai";
import { network } from "hardhat";

import { publicKeyOf } from "../../../deploy/sdk/crypto/point.ts";
import { attestation, viem as deployed } from "../../fixtures/attestation.ts";
import { CHAIN_SELECTOR, DON_KEY, verifierFixture } from "../../fixtures/verifier.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const { time } = networkHelpers;
const fixture = () => networkHelpers.loadFixture(verifierFixture);

const FOREVER = 2 ** 40 - 1;
const OVERLAP = 30 * 86_400;
const FIELD = 2n ** 256n - 2n ** 32n - 977n;
const NOTHING = [{ x: 0n, y: 0n }, 0];
const [SECOND, THIRD] = [publicKeyOf(2n), publicKeyOf(3n)];

describe("CREVerifier.donKeyOf", () => {
  it("should give the first epoch its key without an end, and others nothing", async () => {
    const { verifier } = await fixture();
    expect(await verifier.read.donEpoch()).to.equal(1);
    expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, FOREVER]);
    for (const epoch of [0, 2]) {
      expect(await verifier.read.donKeyOf([epoch])).to.deep.equal(NOTHING);
    }
  });
});

describe("CREVerifier.chainSelector", () => {
  it("should be what the implementation was deployed with", async () => {
    const { verifier } = await fixture();
    expect(await verifier.read.chainSelector()).to.equal(CHAIN_SELECTOR);
  });
});

describe("CREVerifier.setDonKey", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { verifier, stranger } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.setDonKey([SECOND, 0], { account: stranger.account }),
        verifier,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given the deployed protocol", () => {
    it("should take the configurator's key only a day after it was scheduled", async () => {
      const context = await attestation();
      const { verifier } = context;
      await deployed.assertions.revertWithCustomError(
        verifier.write.setDonKey([SECOND, 0], { account: context.accounts.configurator }),
        context.accessManager,
        "AccessManagerNotScheduled",
      );
      await context.configure(verifier, "setDonKey", SECOND, 0);
      expect(await verifier.read.donEpoch()).to.equal(2);
    });
  });

  describe("given the role", () => {
    it("should start the next epoch and end the previous one when it says", async () => {
      const { verifier } = await fixture();
      const until = (await time.latest()) + OVERLAP;
      await viem.assertions.emitWithArgs(
        verifier.write.setDonKey([SECOND, until]),
        verifier,
        "DonKeySet",
        [2, SECOND, until],
      );
      expect(await verifier.read.donEpoch()).to.equal(2);
      expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, until]);
      expect(await verifier.read.donKeyOf([2])).to.deep.equal([SECOND, FOREVER]);
    });

    it("should end the previous one at once for a time that is past", async () => {
      const { verifier } = await fixture();
      await verifier.write.setDonKey([SECOND, 0]);
      expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, 0]);
    });

    it("should leave two keys alive at most: the one before the previous ends now", async () => {
      const { verifier } = await fixture();
      const until = (await time.latest()) + OVERLAP;
      await verifier.write.setDonKey([SECOND, until]);
      await verifier.write.setDonKey([THIRD, until]);
      const now = await time.latest();
      expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, now]);
      expect(await verifier.read.donKeyOf([2])).to.deep.equal([SECOND, until]);
      expect(await verifier.read.donKeyOf([3])).to.deep.equal([THIRD, FOREVER]);
    });

    it("should leave an epoch's end alone that has passed", async () => {
      const { verifier } = await fixture();
      await verifier.write.setDonKey([SECOND, 0]);
      await verifier.write.setDonKey([THIRD, 0]);
      expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, 0]);
    });

    it("reverts for an end more than 30 days ahead", async () => {
      const { verifier } = await fixture();
      const now = (await time.latest()) + 5;
      await time.setNextBlockTimestamp(now);
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.setDonKey([SECOND, now + OVERLAP + 1]),
        verifier,
        "CREVerifier_InvalidPreviousUntil",
        [BigInt(now + OVERLAP + 1), BigInt(now + OVERLAP)],
      );
    });

    for (const [what, key] of [
      ["infinity", { x: 0n, y: 0n }],
      ["a point off the curve", { x: SECOND.x, y: SECOND.y + 1n }],
      ["a coordinate of the field's size", { x: FIELD, y: SECOND.y }],
    ] as const) {
      it(`reverts for ${what}`, async () => {
        const { verifier } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          verifier.write.setDonKey([key, 0]),
          verifier,
          "CREVerifier_InvalidDonKey",
          [key.x, key.y],
        );
      });
    }
  });
});
