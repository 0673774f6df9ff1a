import { expect } from "chai";
import { recoverAddress } from "viem";
import { publicKeyToAddress } from "viem/accounts";

import { provePossession } from "../../../deploy/sdk/delivery/deliveryKey.ts";
import { toCurvePoint } from "../../../deploy/sdk/crypto/point.ts";
import { deployDeliveryKeysHarness } from "../../fixtures/deliveryKeysHarness.ts";

describe("DeliveryKeys.possessionDigest", () => {
  it("it should be the digest that the client signs", async () => {
    const { keys, key, account, vault } = await deployDeliveryKeysHarness();
    const hash = await keys.read.possessionDigest([account, key.publicKey]);
    const signature = await provePossession(key, account, vault);
    expect(await recoverAddress({ hash, signature })).to.equal(
      publicKeyToAddress(`0x${toCurvePoint(key.publicKey).toHex(false)}`),
    );
  });
});
