import { getAddress } from "viem";

import { deployVrfTieBreaker, networkHelpers, viem } from "../../fixtures/vrfTieBreaker.ts";

describe("VRFTieBreaker.upgradeToAndCall", () => {
  describe("when the caller is not the upgrader", () => {
    it("reverts", async () => {
      const { asStranger, house, stranger } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      const next = await viem.deployContract("VRFTieBreaker", [house.account.address]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        asStranger.write.upgradeToAndCall([next.address, "0x"]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the caller is the upgrader", () => {
    it("it should move to the next implementation", async () => {
      const { tieBreaker, house } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      const next = await viem.deployContract("VRFTieBreaker", [house.account.address]);
      await viem.assertions.emitWithArgs(
        tieBreaker.write.upgradeToAndCall([next.address, "0x"]),
        tieBreaker,
        "Upgraded",
        [getAddress(next.address)],
      );
    });
  });
});
