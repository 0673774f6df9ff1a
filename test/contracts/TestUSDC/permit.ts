import assert from "node:assert/strict";

import { getAddress, parseSignature } from "viem";

import {
  deployTestUsdc,
  FOREVER,
  networkHelpers,
  types,
  usdc,
  viem,
} from "../../fixtures/testUsdc.ts";

const { assertions } = viem;
type Deployed = Awaited<ReturnType<typeof deployTestUsdc>>;

describe("TestUSDC.permit", () => {
  describe("when the owner signed", () => {
    it("it should approve once with a split signature", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { asCarrier, token } = deployed;
      const { owner, spender, value, deadline, signature } = await signed(deployed, FOREVER);
      const { r, s, yParity } = parseSignature(signature);
      const call = [owner, spender, value, deadline, 27 + yParity, r, s] as const;
      const hash = await asCarrier.write.permit(call);
      await assertions.emitWithArgs(hash, token, "Approval", [
        getAddress(owner),
        getAddress(spender),
        value,
      ]);
      assert.equal(await token.read.nonces([owner]), 1n);
      await assertions.revertWithCustomErrorWithArgs(
        asCarrier.write.permit(call),
        token,
        "TestUSDC_InvalidSignature",
        [getAddress(owner)],
      );
    });

    it("it should approve with a packed signature", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { asCarrier, token } = deployed;
      const { owner, spender, value, deadline, signature } = await signed(deployed, FOREVER);
      await asCarrier.write.permit([owner, spender, value, deadline, signature]);
      assert.equal(await token.read.allowance([owner, spender]), value);
    });
  });

  describe("when the deadline has passed", () => {
    it("reverts", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { owner, spender, value, signature } = await signed(deployed, 1n);
      await assertions.revertWithCustomErrorWithArgs(
        deployed.asCarrier.write.permit([owner, spender, value, 1n, signature]),
        deployed.token,
        "TestUSDC_PermitExpired",
        [1n],
      );
    });
  });
});

async function signed({ holder, payee, domain, token }: Deployed, deadline: bigint) {
  const [owner, spender] = [holder.account.address, payee.account.address];
  const message = { owner, spender, value: usdc(7), nonce: 0n, deadline };
  assert.equal(await token.read.nonces([owner]), message.nonce);
  const signature = await holder.signTypedData({ domain, types, primaryType: "Permit", message });
  return { ...message, signature };
}
