import { getAddress } from "viem";

import { deployReservePricer, networkHelpers, viem } from "../../fixtures/reservePricer.ts";

describe("ReservePricer.upgradeToAndCall", () => {
  describe("when the caller is not the upgrader", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployReservePricer);
      const next = await viem.deployContract("ReservePricer");
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
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      const next = await viem.deployContract("ReservePricer");
      await viem.assertions.emitWithArgs(
        pricer.write.upgradeToAndCall([next.address, "0x"]),
        pricer,
        "Upgraded",
        [getAddress(next.address)],
      );
    });
  });
});
