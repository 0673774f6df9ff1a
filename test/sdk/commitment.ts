import { expect } from "chai";
import { encodeAbiParameters, keccak256, stringToHex } from "viem";

import { commitmentOf, type SealedBid } from "../../deploy/sdk/bid/sealedBid.ts";

describe("commitmentOf", () => {
  const bid: SealedBid = {
    chainId: 31337,
    house: `0x${"aa".repeat(20)}`,
    leadId: 3n,
    round: 1,
    bidder: `0x${"bb".repeat(20)}`,
    amount: 125_000_000n,
    salt: `0x${"cc".repeat(32)}`,
  };

  it("it should be the hash of eight words", () => {
    const words = encodeAbiParameters(
      "bytes32,uint256,address,uint256,uint256,address,uint256,bytes32"
        .split(",")
        .map((type) => ({ type })),
      [
        keccak256(stringToHex("LeadEngine.BidCommitment.v1")),
        31337n,
        bid.house,
        bid.leadId,
        1n,
        bid.bidder,
        bid.amount,
        bid.salt,
      ],
    );
    expect(commitmentOf(bid)).to.equal(keccak256(words));
  });

  for (const [field, value] of Object.entries({
    chainId: 8453,
    house: `0x${"dd".repeat(20)}`,
    leadId: 4n,
    round: 2,
    bidder: `0x${"dd".repeat(20)}`,
    amount: 125_000_001n,
    salt: `0x${"dd".repeat(32)}`,
  })) {
    it(`it should bind the ${field}`, () => {
      expect(commitmentOf({ ...bid, [field]: value })).not.to.equal(commitmentOf(bid));
    });
  }
});
