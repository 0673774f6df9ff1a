import { expect } from "chai";
import { encodeAbiParameters, keccak256, stringToHex } from "viem";

import { deliveryContext, type Delivery } from "../../deploy/sdk/delivery/delivery.ts";

describe("deliveryContext", () => {
  const delivery: Delivery = {
    chainId: 31337,
    nft: `0x${"aa".repeat(20)}`,
    leadId: 3n,
    round: 1,
    to: `0x${"bb".repeat(20)}`,
  };

  it("it should be the hash of six words", () => {
    const words = encodeAbiParameters(
      "bytes32,uint256,address,uint256,uint256,address".split(",").map((type) => ({ type })),
      [
        keccak256(stringToHex("LeadEngine.Delivery.v1")),
        31337n,
        delivery.nft,
        delivery.leadId,
        1n,
        delivery.to,
      ],
    );
    expect(deliveryContext(delivery)).to.equal(keccak256(words));
  });

  for (const [field, value] of Object.entries({
    chainId: 8453,
    nft: `0x${"dd".repeat(20)}`,
    leadId: 4n,
    round: 2,
    to: `0x${"dd".repeat(20)}`,
  })) {
    it(`it should bind the ${field}`, () => {
      const other = deliveryContext({ ...delivery, [field]: value });
      expect(other).not.to.equal(deliveryContext(delivery));
    });
  }
});
