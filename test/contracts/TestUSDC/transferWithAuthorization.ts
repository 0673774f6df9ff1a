import assert from "node:assert/strict";

import { getAddress, parseSignature } from "viem";

import {
  argsOf,
  authorization,
  deployTestUsdc,
  networkHelpers,
  types,
  viem,
} from "../../fixtures/testUsdc.ts";

const { assertions } = viem;

describe("TestUSDC.transferWithAuthorization", () => {
  describe("when anyone carries it", () => {
    it("it should move the money with a packed signature", async () => {
      const { asCarrier, payee, message, signature } = await networkHelpers.loadFixture(signed);
      await asCarrier.write.transferWithAuthorization([...argsOf(message), signature]);
      assert.equal(await asCarrier.read.balanceOf([payee.account.address]), message.value);
    });

    it("it should move the money with a split signature", async () => {
      const { asCarrier, payee, message, signature } = await networkHelpers.loadFixture(signed);
      const { r, s, yParity } = parseSignature(signature);
      await asCarrier.write.transferWithAuthorization([...argsOf(message), 27 + yParity, r, s]);
      assert.equal(await asCarrier.read.balanceOf([payee.account.address]), message.value);
    });

    it("reverts when the signature is for receiveWithAuthorization", async () => {
      const { asCarrier, holder, domain, message } = await networkHelpers.loadFixture(signed);
      const primaryType = "ReceiveWithAuthorization";
      const other = await holder.signTypedData({ domain, types, primaryType, message });
      await assertions.revertWithCustomErrorWithArgs(
        asCarrier.write.transferWithAuthorization([...argsOf(message), other]),
        asCarrier,
        "TestUSDC_InvalidSignature",
        [getAddress(message.from)],
      );
    });
  });

  describe("given a cancelled authorization", () => {
    for (const form of ["packed", "split"] as const) {
      it(`reverts after a cancellation with a ${form} signature`, async () => {
        const { asCarrier, holder, domain, message, signature } =
          await networkHelpers.loadFixture(signed);
        const cancellation = { authorizer: message.from, nonce: message.nonce };
        const cancelling = await holder.signTypedData({
          domain,
          types,
          primaryType: "CancelAuthorization",
          message: cancellation,
        });
        const { r, s, yParity } = parseSignature(cancelling);
        const hash =
          form === "packed"
            ? asCarrier.write.cancelAuthorization([message.from, message.nonce, cancelling])
            : asCarrier.write.cancelAuthorization([
                message.from,
                message.nonce,
                27 + yParity,
                r,
                s,
              ]);
        const args: [`0x${string}`, `0x${string}`] = [getAddress(message.from), message.nonce];
        await assertions.emitWithArgs(hash, asCarrier, "AuthorizationCanceled", args);
        await assertions.revertWithCustomErrorWithArgs(
          asCarrier.write.transferWithAuthorization([...argsOf(message), signature]),
          asCarrier,
          "TestUSDC_AuthorizationUsedOrCanceled",
          args,
        );
      });
    }
  });
});

async function signed() {
  const deployed = await deployTestUsdc();
  const { holder, payee, domain } = deployed;
  const message = authorization({ from: holder.account.address, to: payee.account.address });
  const primaryType = "TransferWithAuthorization";
  const signature = await holder.signTypedData({ domain, types, primaryType, message });
  return { ...deployed, message, signature };
}
