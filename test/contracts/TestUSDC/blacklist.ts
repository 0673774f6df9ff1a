import assert from "node:assert/strict";

import { getAddress } from "viem";

import { deployTestUsdc, networkHelpers, usdc, viem } from "../../fixtures/testUsdc.ts";

const { assertions } = viem;

describe("TestUSDC.blacklist", () => {
  for (const party of ["holder", "payee"] as const) {
    describe(`given a blacklisted ${party}`, () => {
      it("reverts transfers until it is free again", async () => {
        const deployed = await networkHelpers.loadFixture(deployTestUsdc);
        const { token, payee } = deployed;
        const listed = getAddress(deployed[party].account.address);
        const hash = await token.write.blacklist([listed]);
        await assertions.emitWithArgs(hash, token, "Blacklisted", [listed]);
        assert.equal(await token.read.isBlacklisted([listed]), true);
        await assertions.revertWithCustomErrorWithArgs(
          token.write.transfer([payee.account.address, 1n]),
          token,
          "TestUSDC_Blacklisted",
          [listed],
        );
        const freed = await token.write.unBlacklist([listed]);
        await assertions.emitWithArgs(freed, token, "UnBlacklisted", [listed]);
        await token.write.transfer([payee.account.address, usdc(1)]);
        assert.equal(await token.read.balanceOf([payee.account.address]), usdc(1));
      });
    });
  }

  describe("given a blacklisted carrier", () => {
    it("reverts what it would move for others", async () => {
      const { token, asCarrier, holder, carrier, payee } =
        await networkHelpers.loadFixture(deployTestUsdc);
      const listed = getAddress(carrier.account.address);
      await token.write.approve([listed, 1n]);
      await token.write.blacklist([listed]);
      await assertions.revertWithCustomErrorWithArgs(
        asCarrier.write.transferFrom([holder.account.address, payee.account.address, 1n]),
        token,
        "TestUSDC_Blacklisted",
        [listed],
      );
    });
  });

  describe("given nobody blacklisted", () => {
    it("it should be a token of 6 decimals", async () => {
      const { token } = await networkHelpers.loadFixture(deployTestUsdc);
      assert.equal(await token.read.decimals(), 6);
      assert.equal(await token.read.totalSupply(), usdc(200));
    });
  });
});
