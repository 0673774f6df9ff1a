import { expect } from "chai";
import { decodeErrorResult, zeroAddress } from "viem";

import { Activity, Phase, RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { by, createAuction, viem } from "../../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  CONSENT,
  KYC,
  lacks,
  LICENCE,
  SANCTIONED,
  STATE_LICENCE,
  type ComplianceMarket,
} from "../../fixtures/compliance.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;

/** The reason for denying a bidder without a licence. */
const noLicence = (m: ComplianceMarket, bidder: ComplianceMarket["seller"]) =>
  m.denialOf(bidder, lacks("licence", bidder, STATE_LICENCE));

/** A listed lead, won by the first bidder at 120 USDC against the second's 110. */
async function won() {
  const m = await complianceMarket();
  const { leadId } = await m.listLead({ region: "US-TX" });
  const [buyer, loser] = m.bidders;
  await m.runBids(leadId, [
    [loser, usdc(110)],
    [buyer, usdc(120)],
  ]);
  const auction = await m.house.read.auctionOf([leadId]);
  return { ...m, leadId, buyer, loser, auction };
}

describe("AuctionHouse and compliance", () => {
  describe("createAuction", () => {
    it("reverts for a seller without KYC, and lists again once it has it", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.listLead({ region: "US-TX" }, { autoList: false });
      await m.revoke(m.seller, KYC);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, leadId),
        m.gate,
        "ComplianceGate_Denied",
        m.denialOf(m.seller, lacks("kyc", m.seller, KYC), Activity.Sell),
      );
      expect(await m.ownerOf(leadId)).to.equal(m.seller.address);
    });
  });

  describe("commitBid", () => {
    it("reverts for a bidder without a licence, who keeps its money", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      const [bidder] = m.bidders;
      await m.revoke(bidder, LICENCE);
      const before = await m.balanceOf(bidder);
      await assertions.revertWithCustomErrorWithArgs(
        m.commit(leadId, bidder, usdc(100)),
        m.gate,
        "ComplianceGate_Denied",
        noLicence(m, bidder),
      );
      expect(await m.balanceOf(bidder)).to.deep.equal(before);
    });

    it("reverts when a bidder who lost its licence overwrites; withdrawing stays open", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      const [bidder] = m.bidders;
      await m.commit(leadId, bidder, usdc(100));
      await m.revoke(bidder, LICENCE);
      await assertions.revertWithCustomErrorWithArgs(
        m.commit(leadId, bidder, usdc(130)),
        m.gate,
        "ComplianceGate_Denied",
        noLicence(m, bidder),
      );
      await m.house.write.withdrawBid([leadId], by(bidder));
      expect((await m.balanceOf(bidder)).locked).to.equal(0n);
    });
  });

  describe("revealBid", () => {
    for (const [name, amount] of [
      ["higher", 130],
      ["equal", 120],
    ] as const) {
      it(`should not let an ${name} bid lead whose bidder lost its right: opened, bond back`, async () => {
        const m = await complianceMarket();
        const { leadId } = await m.list();
        const [honest, sanctioned] = m.bidders;
        const bids = [
          await m.commit(leadId, honest, usdc(120)),
          await m.commit(leadId, sanctioned, usdc(amount)),
        ];
        const { free } = await m.balanceOf(sanctioned);
        const { bidBond } = await m.house.read.auctionOf([leadId]);
        await m.grant(sanctioned, SANCTIONED);
        await m.toReveal(leadId);
        let last: `0x${string}` = "0x";
        for (const { opening } of bids) last = await m.house.write.revealBid([leadId, opening]);

        await assertions.emitWithArgs(last, m.house, "BidRevealed", [
          leadId,
          1,
          sanctioned.address,
          usdc(amount),
          RevealOutcome.Barred,
          zeroAddress,
        ]);
        const [barred] = await m.house.getEvents.BidBarred({ leadId });
        const { abi } = m.gate;
        const reason = decodeErrorResult({ abi, data: barred?.args.reason ?? "0x" });
        const why = `sanctions: ${sanctioned.address.toLowerCase()} is sanctioned by ${SANCTIONED}`;
        expect(reason.args).to.deep.equal(m.denialOf(sanctioned, why));
        const { leader, leadingBid, tiedBids } = await m.house.read.auctionOf([leadId]);
        expect({ leader, leadingBid, tiedBids }).to.deep.equal({
          leader: honest.address,
          leadingBid: usdc(120),
          tiedBids: 0,
        });
        const after = await m.balanceOf(sanctioned);
        expect(after).to.deep.equal({ free: free + bidBond, locked: 0n });
      });
    }

    it("should ask nobody about a bid that changes nothing", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      const [buyer, sanctioned] = m.bidders;
      const high = await m.commit(leadId, buyer, usdc(120));
      const low = await m.commit(leadId, sanctioned, usdc(110));
      await m.grant(sanctioned, SANCTIONED);
      await m.toReveal(leadId);
      await m.house.write.revealBid([leadId, high.opening]);
      await m.house.write.revealBid([leadId, low.opening]);
      expect(await m.house.getEvents.BidBarred({ leadId })).to.deep.equal([]);
      expect((await m.balanceOf(sanctioned)).locked).to.equal(0n);
    });
  });

  describe("deliver", () => {
    it("reverts with the reason for a buyer who lost its licence after it won", async () => {
      const m = await won();
      await m.revoke(m.buyer, LICENCE);
      const delivery = await m.deliveryTo(m.leadId, m.buyer);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.deliver([...delivery]),
        m.gate,
        "ComplianceGate_Denied",
        noLicence(m, m.buyer),
      );
      await m.grant(m.buyer, LICENCE);
      await m.house.write.deliver([...delivery]);
      expect(await m.ownerOf(m.leadId)).to.equal(m.buyer.address);
    });
  });

  describe("reportBlockedDelivery", () => {
    it("should give everybody back what is theirs when the buyer is denied", async () => {
      const m = await won();
      const silent = m.bidders[2];
      await m.revoke(m.buyer, LICENCE);
      const changes = await m.changesOf([m.buyer, m.seller, silent], async () => {
        const hash = await m.house.write.reportBlockedDelivery([m.leadId]);
        await assertions.emit(hash, m.house, "SaleBarred");
      });
      const { deliveryBond, leadingBid } = m.auction;
      expect(changes).to.deep.equal([
        { free: leadingBid, locked: -leadingBid },
        { free: deliveryBond, locked: -deliveryBond },
        { free: 0n, locked: 0n },
      ]);
      expect(await m.ownerOf(m.leadId)).to.equal(m.seller.address);
      const [barred] = await m.house.getEvents.SaleBarred({ leadId: m.leadId });
      expect(barred?.args).to.deep.include({ round: 1, buyer: m.buyer.address, bid: leadingBid });
      const auction = await m.house.read.auctionOf([m.leadId]);
      expect(auction).to.deep.include({ phase: Phase.Undelivered, closed: true });
      await m.listAgain(m.leadId);
    });

    it("should leave bonds of silent bidders to the treasury, not to the denied buyer", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      const [buyer, silent] = m.bidders;
      const bid = await m.commit(leadId, buyer, usdc(120));
      await m.commit(leadId, silent, usdc(110));
      await m.toReveal(leadId);
      await m.house.write.revealBid([leadId, bid.opening]);
      await m.toRevealEnd(leadId);
      await m.revoke(buyer, CONSENT);
      await m.house.write.reportBlockedDelivery([leadId]);
      await m.toForfeits(leadId);
      await m.house.write.forfeitBond([leadId, 1, silent.address]);
      const [forfeited] = await m.house.getEvents.BondForfeited({ leadId });
      expect(forfeited?.args.treasury).to.equal(m.accounts.treasury);
    });

    it("reverts while the buyer is cleared", async () => {
      const m = await won();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.reportBlockedDelivery([m.leadId]),
        m.house,
        "AuctionHouse_BuyerCleared",
        [m.leadId, m.buyer.address],
      );
    });

    it("reverts before there is a buyer, and once the sale is over", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.reportBlockedDelivery([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
      await m.runBids(leadId, [[m.bidders[0], usdc(120)]]);
      await m.revoke(m.bidders[0], LICENCE);
      await m.house.write.reportBlockedDelivery([leadId]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.reportBlockedDelivery([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Undelivered],
      );
    });
  });

  describe("refund", () => {
    it("should not ask the gate: what was not reported in the window did not happen", async () => {
      const m = await won();
      await m.revoke(m.buyer, LICENCE);
      await m.toRefund(m.leadId);
      const changes = await m.changesOf([m.buyer, m.seller, m.treasury], () =>
        m.house.write.refund([m.leadId]),
      );
      const { deliveryBond, leadingBid } = m.auction;
      expect(changes).to.deep.equal([
        { free: leadingBid + deliveryBond / 2n, locked: -leadingBid },
        { free: 0n, locked: -deliveryBond },
        { free: deliveryBond / 2n, locked: 0n },
      ]);
    });
  });
});
