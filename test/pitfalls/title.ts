import { expect } from "chai";
import { getAddress } from "viem";

import type { Party } from "../../deploy/local/party.ts";
import { by, createAuction, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket } from "../fixtures/auctionSteps.ts";
import { openContractWallet } from "../fixtures/gaslessBid.ts";
import { handOver } from "../fixtures/handOver.ts";
import { usdc } from "../fixtures/market.ts";

const { assertions } = viem;

/** A lead that its seller has, another one that the first bidder has bought, and how titles are handed over. */
async function titles() {
  const m = await auctionMarket();
  const { nft, seller } = m;
  const [buyer, archive, victim] = m.bidders;
  const { leadId: unsold } = await m.listLead({}, { autoList: false });
  const { leadId: sold } = await m.auctionOff([[buyer, usdc(120)]]);
  await m.house.write.deliver([...(await m.deliveryTo(sold, buyer))]);

  /** A hand-over as its parties prepare it. */
  const prepare = (leadId: bigint, from: Party, to: Party) => handOver(m, leadId, from, to);
  type Handing = Awaited<ReturnType<typeof prepare>>;

  /** Makes a hand-over as the lead's owner, with another acceptance if one is given. */
  const hand = (
    from: Party,
    [leadId, to, capsule, proof, own]: Handing,
    acceptance: Handing[4] = own,
  ) => nft.write.deliverTo([leadId, to, capsule, proof, acceptance], by(from));

  return { ...m, seller, buyer, archive, victim, unsold, sold, prepare, hand };
}

describe("Pitfalls of the title", () => {
  describe("a lead is sold twice", () => {
    it("by an accomplice who buys it and hands it back: it never comes back to its seller", async () => {
      const m = await titles();
      const { sold, buyer, seller } = m;
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(buyer, await m.prepare(sold, buyer, seller)),
        m.nft,
        "LeadNFT_ReceiverIsSeller",
        [sold, seller.address],
      );
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, sold),
        m.house,
        "AuctionHouse_AlreadySold",
        [sold],
      );
    });

    it("by an accomplice who gets it outside an auction: neither of them can list it any more", async () => {
      const m = await titles();
      const { unsold, seller, archive } = m;
      await m.hand(seller, await m.prepare(unsold, seller, archive));
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(archive, await m.prepare(unsold, archive, seller)),
        m.nft,
        "LeadNFT_ReceiverIsSeller",
        [unsold, seller.address],
      );
      for (const party of [seller, archive]) {
        await assertions.revertWithCustomErrorWithArgs(
          createAuction({ ...m, seller: party }, unsold),
          m.nft,
          "LeadNFT_NotSellersLead",
          [unsold, archive.address, seller.address],
        );
      }
    });
  });

  it("a seller hands the title away under its bidders: not from the listing to the delivery", async () => {
    const m = await titles();
    const { unsold, seller, archive, buyer } = m;
    await m.nft.write.approve([archive.address, unsold], by(seller));
    await createAuction(m, unsold);
    const handing = await m.prepare(unsold, seller, archive);
    const refused = async () => {
      for (const party of [seller, archive]) {
        await assertions.revertWithCustomErrorWithArgs(
          m.hand(party, handing),
          m.nft,
          "LeadNFT_InAuction",
          [unsold],
        );
      }
    };
    const { opening } = await m.commit(unsold, buyer, usdc(120));
    await refused();
    await m.toReveal(unsold);
    await refused();
    await m.house.write.revealBid([unsold, opening]);
    await refused();
    await m.house.write.deliver([...(await m.deliveryTo(unsold, buyer))]);
    expect(await m.nft.read.ownerOf([unsold])).to.equal(buyer.address);
  });

  describe("personal data is pushed to an account that did not ask", () => {
    it("without a signature, or with one of the owner: the receiver itself has to accept", async () => {
      const m = await titles();
      const { sold, buyer, victim } = m;
      const handing = await m.prepare(sold, buyer, victim);
      const [, , , , { deadline }] = handing;
      const [, , , , ofOwner] = await m.prepare(sold, buyer, { ...victim, wallet: buyer.wallet });
      for (const forged of [{ deadline, signature: "0x" } as const, ofOwner]) {
        await assertions.revertWithCustomErrorWithArgs(
          m.hand(buyer, handing, forged),
          m.nft,
          "LeadNFT_InvalidAcceptance",
          [sold, victim.address],
        );
      }
      expect(await m.nft.read.ownerOf([sold])).to.equal(buyer.address);
    });

    it("with its signature for another lead", async () => {
      const m = await titles();
      const { sold, unsold, buyer, seller, victim } = m;
      const [, , , , forUnsold] = await m.prepare(unsold, seller, victim);
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(buyer, await m.prepare(sold, buyer, victim), forUnsold),
        m.nft,
        "LeadNFT_InvalidAcceptance",
        [sold, victim.address],
      );
    });

    it("with a signature that was used already: it counts for one capsule, and a delivery changes that", async () => {
      const m = await titles();
      const { sold, buyer, archive, victim } = m;
      const first = await m.prepare(sold, buyer, victim);
      await m.hand(buyer, first);
      await m.hand(victim, await m.prepare(sold, victim, archive));
      const [, , , , used] = first;
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(archive, await m.prepare(sold, archive, victim), used),
        m.nft,
        "LeadNFT_InvalidAcceptance",
        [sold, victim.address],
      );
    });

    it("with a signature that the lead's former owner never used", async () => {
      const m = await titles();
      const { sold, buyer, archive, victim } = m;
      const [, , , , unused] = await m.prepare(sold, buyer, victim);
      await m.hand(buyer, await m.prepare(sold, buyer, archive));
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(archive, await m.prepare(sold, archive, victim), unused),
        m.nft,
        "LeadNFT_InvalidAcceptance",
        [sold, victim.address],
      );
    });

    it("with a signature whose time is over", async () => {
      const m = await titles();
      const { sold, buyer, victim } = m;
      const handing = await m.prepare(sold, buyer, victim);
      const [, , , , { deadline }] = handing;
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await assertions.revertWithCustomErrorWithArgs(
        m.hand(buyer, handing),
        m.nft,
        "LeadNFT_AcceptanceExpired",
        [sold, victim.address, deadline],
      );
    });
  });

  it("a contract receives a lead that only its owner can accept: ERC-1271 decides", async () => {
    const m = await titles();
    const { sold, buyer, archive, victim } = m;
    const address = getAddress(await openContractWallet({ ...m, leadId: sold }, archive.wallet));
    const wallet: Party = { ...archive, address };
    const handing = await m.prepare(sold, buyer, wallet);
    const [, , , , ofStranger] = await m.prepare(sold, buyer, { ...wallet, wallet: victim.wallet });
    await assertions.revertWithCustomErrorWithArgs(
      m.hand(buyer, handing, ofStranger),
      m.nft,
      "LeadNFT_InvalidAcceptance",
      [sold, address],
    );
    await m.hand(buyer, handing);
    expect(await m.nft.read.ownerOf([sold])).to.equal(address);
  });
});
