import { expect } from "chai";
import { zeroHash } from "viem";

import { deployDeliveryKeysHarness } from "../../fixtures/deliveryKeysHarness.ts";

describe("DeliveryKeys.deliveryKeyHashOf", () => {
  it("it should be zero for an account that never registered", async () => {
    const { keys, account } = await deployDeliveryKeysHarness();
    expect(await keys.read.deliveryKeyHashOf([account])).to.equal(zeroHash);
  });
});
