import assert from "node:assert/strict";

import { getAddress, parseSignature } from "viem";

import {
  argsOf,
  authorization,
  deployTestUsdc,
  FOREVER,
  networkHelpers,
  types,
  usdc,
  viem,
} from "../../fixtures/testUsdc.ts";

const { assertions } = viem;
type Deployed = Awaited<ReturnType<typeof deployTestUsdc>>;

describe("TestUSDC.receiveWithAuthorization", () => {
  describe("when the caller is not the payee", () => {
    it("reverts", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { message, signature } = await signed(deployed);
      await assertions.revertWithCustomErrorWithArgs(
        deployed.asCarrier.write.receiveWithAuthorization([...argsOf(message), signature]),
        deployed.token,
        "TestUSDC_CallerNotPayee",
        [getAddress(deployed.carrier.account.address), getAddress(message.to)],
      );
    });
  });

  describe("when the payee calls", () => {
    it("it should move the money with a packed signature", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { asPayee, payee } = deployed;
      const { message, signature } = await signed(deployed);
      const hash = await asPayee.write.receiveWithAuthorization([...argsOf(message), signature]);
      await assertions.emitWithArgs(hash, asPayee, "AuthorizationUsed", [
        getAddress(message.from),
        message.nonce,
      ]);
      assert.equal(await asPayee.read.balanceOf([payee.account.address]), message.value);
      assert.equal(await asPayee.read.authorizationState([message.from, message.nonce]), true);
    });

    it("it should move the money with a split signature", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { asPayee, payee } = deployed;
      const { message, signature } = await signed(deployed);
      const { r, s, yParity } = parseSignature(signature);
      await asPayee.write.receiveWithAuthorization([...argsOf(message), 27 + yParity, r, s]);
      assert.equal(await asPayee.read.balanceOf([payee.account.address]), message.value);
    });

    it("it should move an ERC-1271 wallet's money", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { asPayee, payee, wallet } = deployed;
      const { message, signature } = await signed(deployed, { from: wallet.address });
      await asPayee.write.receiveWithAuthorization([...argsOf(message), signature]);
      assert.equal(await asPayee.read.balanceOf([payee.account.address]), message.value);
    });

    it("reverts for a signature over something else", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { message, signature } = await signed(deployed);
      const changed = { ...message, value: usdc(41) };
      await assertions.revertWithCustomErrorWithArgs(
        deployed.asPayee.write.receiveWithAuthorization([...argsOf(changed), signature]),
        deployed.token,
        "TestUSDC_InvalidSignature",
        [getAddress(message.from)],
      );
    });

    it("reverts the second time", async () => {
      const deployed = await networkHelpers.loadFixture(deployTestUsdc);
      const { message, signature } = await signed(deployed);
      await deployed.asPayee.write.receiveWithAuthorization([...argsOf(message), signature]);
      await assertions.revertWithCustomErrorWithArgs(
        deployed.asPayee.write.receiveWithAuthorization([...argsOf(message), signature]),
        deployed.token,
        "TestUSDC_AuthorizationUsedOrCanceled",
        [getAddress(message.from), message.nonce],
      );
    });

    for (const [validAfter, validBefore] of [
      [FOREVER - 1n, FOREVER],
      [0n, 1n],
    ] as const) {
      it(`reverts outside ${validAfter.toString()} to ${validBefore.toString()} seconds`, async () => {
        const deployed = await networkHelpers.loadFixture(deployTestUsdc);
        const { message, signature } = await signed(deployed, { validAfter, validBefore });
        await assertions.revertWithCustomErrorWithArgs(
          deployed.asPayee.write.receiveWithAuthorization([...argsOf(message), signature]),
          deployed.token,
          "TestUSDC_AuthorizationNotValidNow",
          [validAfter, validBefore],
        );
      });
    }
  });
});

async function signed(deployed: Deployed, fields: Partial<ReturnType<typeof authorization>> = {}) {
  const { holder, payee, domain } = deployed;
  const message = authorization({
    from: holder.account.address,
    to: payee.account.address,
    ...fields,
  });
  const signature = await holder.signTypedData({
    domain,
    types,
    primaryType: "ReceiveWithAuthorization",
    message,
  });
  return { message, signature };
}
