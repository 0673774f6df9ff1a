import { leadNft, viem } from "../../fixtures/leadNft.ts";

describe("LeadNFT.transferFrom", () => {
  describe("given the owner", () => {
    for (const [signature, send] of Object.entries({
      transferFrom: (f: Transfer) => f.nft.read.transferFrom([f.from, f.to, 1n], f.options),
      safeTransferFrom: (f: Transfer) =>
        f.nft.write.safeTransferFrom([f.from, f.to, 1n], f.options),
      "safeTransferFrom with data": (f: Transfer) =>
        f.nft.write.safeTransferFrom([f.from, f.to, 1n, "0x01"], f.options),
    })) {
      it(`reverts for ${signature}: a title cannot move without its capsule`, async () => {
        const transfer = await ownersTransfer();
        await viem.assertions.revertWithCustomErrorWithArgs(
          send(transfer),
          transfer.nft,
          "LeadNFT_TransferWithoutCapsule",
          [1n],
        );
      });
    }
  });
});

type Transfer = Awaited<ReturnType<typeof ownersTransfer>>;

async function ownersTransfer() {
  const { nft, seller, buyer, mint } = await leadNft();
  await mint();
  const [from, to] = [seller.account.address, buyer.account.address];
  return { nft, from, to, options: { account: seller.account } };
}
