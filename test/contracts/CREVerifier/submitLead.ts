import { expect } from "chai";
import { network } from "hardhat";
import { toHex, type Hex } from "viem";

import { verifierFixture } from "../../fixtures/verifier.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(verifierFixture);
const ofLength = (length: number): Hex => toHex(new Uint8Array(length).fill(0x7b));

describe("CREVerifier.submitLead", () => {
  for (const length of [1, 4_800]) {
    it(`should emit a package of ${length} bytes from anyone, in an event below CRE's 5 KB`, async () => {
      const { verifier, stranger } = await fixture();
      const hash = await verifier.write.submitLead([ofLength(length)], {
        account: stranger.account,
      });
      await viem.assertions.emitWithArgs(Promise.resolve(hash), verifier, "LeadSubmitted", [
        stranger.account.address,
        ofLength(length),
      ]);
      const publicClient = await viem.getPublicClient();
      const { logs } = await publicClient.getTransactionReceipt({ hash });
      expect((logs[0]?.data.length ?? 0) / 2 - 1).to.be.below(5_000);
    });
  }

  for (const length of [0, 4_801]) {
    it(`reverts for ${length} bytes`, async () => {
      const { verifier } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.submitLead([ofLength(length)]),
        verifier,
        "CREVerifier_InvalidPackage",
        [BigInt(length), 4_800n],
      );
    });
  }
});
