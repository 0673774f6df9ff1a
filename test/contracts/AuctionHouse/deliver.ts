import { expect } from "chai";
import { encodeAbiParameters, keccak256 } from "viem";

import { POINT_PARAMETER } from "../../../deploy/sdk/crypto/capsule.ts";
import type { Point } from "../../../deploy/sdk/crypto/point.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, scheduleAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, DELIVERY_GRACE } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
/** 5 % of the winning bid. */
const FEE = usdc(6);
const keyHash = (point: Point) => keccak256(encodeAbiParameters([POINT_PARAMETER], [point]));

/** A lead with a winner and a loser, all bids open, and the winner's delivery. */
async function awaitingDelivery() {
  const m = await auctionMarket();
  const [loser, buyer] = m.bidders;
  const sale = await m.auctionOff([
    [loser, usdc(100)],
    [buyer, BID],
  ]);
  const delivery = await m.deliveryTo(sale.leadId, buyer);
  const deliver = () => m.house.write.deliver([...delivery]);
  return { ...m, ...sale, loser, buyer, delivery, deliver };
}

describe("AuctionHouse.deliver", () => {
  describe("given a winner and a valid proof", () => {
    it("should pay the seller and move title and capsule in one call, whoever sends it", async () => {
      const { house, vault, nft, leadId, auction, seller, buyer, treasury, ...m } =
        await awaitingDelivery();
      const holders = [seller, buyer, treasury, m.anyone];
      const changes = await m.changesOf(holders, async () => {
        const delivering = m.deliver();
        await assertions.emitWithArgs(delivering, house, "AuctionSettled", [
          leadId,
          1,
          buyer.address,
          seller.address,
          treasury.address,
          BID,
          FEE,
          auction.deliveryBond,
        ]);
        await assertions.emitWithArgs(delivering, nft, "LeadDelivered", [
          leadId,
          seller.address,
          buyer.address,
          1,
          m.delivery[2].capsule,
        ]);
      });
      expect(changes).to.deep.equal([
        { free: BID - FEE + auction.deliveryBond, locked: -auction.deliveryBond },
        { free: 0n, locked: -BID },
        { free: FEE, locked: 0n },
        { free: 0n, locked: 0n },
      ]);
      expect(await m.ownerOf(leadId)).to.equal(buyer.address);
      const { phase, closed, price } = await house.read.auctionOf([leadId]);
      expect({ phase, closed, price }).to.deep.equal({
        phase: Phase.Sold,
        closed: true,
        price: BID,
      });
    });

    it("should accept it in the last second of the delivery window", async () => {
      const { house, leadId, auction, deliver } = await awaitingDelivery();
      await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd - 1);
      await deliver();
      expect(await house.read.phaseOf([leadId])).to.equal(Phase.Sold);
    });
  });

  describe("given a proof that was tampered with", () => {
    it("reverts and moves nothing; the true proof still delivers (invariant 4)", async () => {
      const { house, nft, leadId, seller, buyer, delivery, ...m } = await awaitingDelivery();
      const [, capsule, proof] = delivery;
      const before = await Promise.all([seller, buyer].map(m.balanceOf));
      await assertions.revertWithCustomErrorWithArgs(
        house.write.deliver([leadId, capsule, { ...proof, z1: proof.z1 + 1n }]),
        nft,
        "DeliveryProof_InvalidWitness",
        [0n],
      );
      expect(await Promise.all([seller, buyer].map(m.balanceOf))).to.deep.equal(before);
      expect(await m.ownerOf(leadId)).to.equal(seller.address);
      expect(await house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
      await m.deliver();
      expect(await m.ownerOf(leadId)).to.equal(buyer.address);
    });
  });

  describe("given a proof for another key than the buyer's", () => {
    it("reverts", async () => {
      const { house, nft, leadId, buyer, loser, deliveryTo } = await awaitingDelivery();
      const stolen = await deliveryTo(leadId, {
        ...buyer,
        deliveryKey: loser.deliveryKey,
      });
      await assertions.revertWithCustomErrorWithArgs(
        house.write.deliver([...stolen]),
        nft,
        "LeadNFT_DeliveryKeyMismatch",
        [
          leadId,
          buyer.address,
          keyHash(buyer.deliveryKey.publicKey),
          keyHash(loser.deliveryKey.publicKey),
        ],
      );
    });
  });

  describe("given a lead that was delivered", () => {
    it("reverts, and pays nothing twice", async () => {
      const { house, leadId, seller, balanceOf, deliver } = await awaitingDelivery();
      await deliver();
      const before = await balanceOf(seller);
      await assertions.revertWithCustomErrorWithArgs(deliver(), house, "AuctionHouse_WrongPhase", [
        leadId,
        Phase.Sold,
      ]);
      expect(await balanceOf(seller)).to.deep.equal(before);
    });
  });

  describe("given the end of the delivery window", () => {
    for (const [when, late] of [
      ["in the ten minutes after it", DELIVERY_GRACE - 1],
      ["once a refund is possible", DELIVERY_GRACE],
      ["a day later", DAY],
    ] as const) {
      it(`should deliver ${when}, while nobody has refunded`, async () => {
        const { house, leadId, auction, deliver } = await awaitingDelivery();
        await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd + late);
        await deliver();
        expect(await house.read.phaseOf([leadId])).to.equal(Phase.Sold);
      });
    }

    it("reverts once somebody has refunded", async () => {
      const { house, leadId, toRefund, deliver } = await awaitingDelivery();
      await toRefund(leadId);
      await house.write.refund([leadId]);
      await assertions.revertWithCustomErrorWithArgs(deliver(), house, "AuctionHouse_WrongPhase", [
        leadId,
        Phase.Undelivered,
      ]);
    });

    it("reverts after the lead's expiry", async () => {
      const { nft, leadId, deliver } = await awaitingDelivery();
      const { expiresAt } = await nft.read.leadOf([leadId]);
      await networkHelpers.time.setNextBlockTimestamp(expiresAt + 1);
      await assertions.revertWithCustomErrorWithArgs(deliver(), nft, "LeadNFT_Expired", [
        leadId,
        BigInt(expiresAt),
      ]);
    });
  });

  describe("given a winner that is not certain", () => {
    it("reverts while bids are sealed, being revealed, or tied", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.list();
      const [first, second] = m.bidders;
      const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
      const delivery = await m.deliveryTo(leadId, first);
      const reverts = (phase: number) =>
        assertions.revertWithCustomErrorWithArgs(
          m.house.write.deliver([...delivery]),
          m.house,
          "AuctionHouse_WrongPhase",
          [leadId, phase],
        );
      await reverts(Phase.Commit);
      await m.toReveal(leadId);
      await reverts(Phase.Reveal);
      for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
      await reverts(Phase.TieBreak);
    });
  });

  describe("given the seller as the buyer", () => {
    it("should cost it the fee and no more", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.auctionOff([[m.seller, BID]]);
      await m.house.write.deliver([...(await m.deliveryTo(leadId, m.seller))]);
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT - FEE, locked: 0n });
      expect(await m.ownerOf(leadId)).to.equal(m.seller.address);
    });

    it("should not let it list the lead again: a lead is sold once", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.auctionOff([[m.seller, BID]]);
      await m.house.write.deliver([...(await m.deliveryTo(leadId, m.seller))]);
      await assertions.revertWithCustomErrorWithArgs(
        m.listAgain(leadId),
        m.house,
        "AuctionHouse_AlreadySold",
        [leadId],
      );
    });
  });

  describe("given a buyer whose commitments elsewhere are open", () => {
    it("should leave its other locked money alone", async () => {
      const { leadId, auction, buyer, ...m } = await awaitingDelivery();
      const other = await m.list();
      await m.commit(other.leadId, buyer, usdc(99));
      await m.deliver();
      expect(await m.balanceOf(buyer)).to.deep.equal({
        free: DEPOSIT - BID - other.auction.bidBond,
        locked: other.auction.bidBond,
      });
      expect((await m.balanceOf(m.seller)).locked).to.equal(auction.deliveryBond);
      expect(await m.ownerOf(leadId)).to.equal(buyer.address);
    });
  });

  describe("given fees that changed after the auction was opened", () => {
    it("should charge those it was opened with", async () => {
      const m = await auctionMarket();
      const { house, seller, treasury } = m;
      const fees = { treasury: treasury.address, feeBps: 1_000, convenienceFee: 0 };
      const setFees = await scheduleAsConfigurator(m, house, "setFeeConfig", fees);
      const [buyer] = m.bidders;
      const { leadId, auction } = await m.auctionOff([[buyer, BID]]);
      await setFees();
      await assertions.emitWithArgs(
        house.write.deliver([...(await m.deliveryTo(leadId, buyer))]),
        house,
        "AuctionSettled",
        [
          leadId,
          1,
          buyer.address,
          seller.address,
          m.treasury.address,
          BID,
          FEE,
          auction.deliveryBond,
        ],
      );
    });
  });
});
