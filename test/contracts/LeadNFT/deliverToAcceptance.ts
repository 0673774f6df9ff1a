import { expect } from "chai";

import { accepted, networkHelpers, viem } from "../../fixtures/leadNft.ts";

describe("LeadNFT.deliverTo: the receiver's acceptance", () => {
  describe("when the receiver's acceptance does not count", () => {
    it("reverts a second after its deadline", async () => {
      const { nft, buyer, capsule, proof, accept, options } = await accepted();
      const { address } = buyer.account;
      const deadline = BigInt((await networkHelpers.time.latest()) + 60);
      const acceptance = await accept(address, buyer, { deadline });
      const args = [1n, address, capsule, proof, acceptance] as const;
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, options),
        nft,
        "LeadNFT_AcceptanceExpired",
        [1n, address, deadline],
      );
    });

    it("should deliver in its last second", async () => {
      const { nft, buyer, capsule, proof, accept, options } = await accepted();
      const { address } = buyer.account;
      const deadline = BigInt((await networkHelpers.time.latest()) + 60);
      const acceptance = await accept(address, buyer, { deadline });
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await nft.write.deliverTo([1n, address, capsule, proof, acceptance], options);
      expect(await nft.read.ownerOf([1n])).to.equal(address);
    });

    it("reverts with a later deadline than was signed", async () => {
      const { nft, buyer, capsule, proof, acceptance, options } = await accepted();
      const later = { ...acceptance, deadline: acceptance.deadline + 1n };
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, buyer.account.address, capsule, proof, later], options),
        nft,
        "LeadNFT_InvalidAcceptance",
        [1n, buyer.account.address],
      );
    });

    it("reverts with that of another lead", async () => {
      const { nft, buyer, capsule, proof, accept, options } = await accepted();
      const { address } = buyer.account;
      const other = await accept(address, buyer, { leadId: 2n });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof, other], options),
        nft,
        "LeadNFT_InvalidAcceptance",
        [1n, address],
      );
    });

    it("reverts with one that the owner signed for it", async () => {
      const { nft, seller, buyer, capsule, proof, accept, options } = await accepted();
      const { address } = buyer.account;
      const forged = await accept(address, seller);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof, forged], options),
        nft,
        "LeadNFT_InvalidAcceptance",
        [1n, address],
      );
    });
  });
});
