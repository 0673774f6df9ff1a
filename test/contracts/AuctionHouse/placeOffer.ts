import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  beforeListing,
  by,
  drainVault,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  RESERVE,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { complianceMarket, LICENCE } from "../../fixtures/compliance.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";
import type { Party } from "../../../deploy/local/party.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const AMOUNT = usdc(120);
const WINDOW = 4n;

/** Enters an offer as the matcher does. */
async function offer(
  { house, matcher, leadId }: Pick<HouseMarket, "house" | "matcher" | "leadId">,
  { address }: Pick<Party, "address">,
  { amount = AMOUNT, window = WINDOW } = {},
) {
  await networkHelpers.impersonateAccount(matcher.address);
  await networkHelpers.setBalance(matcher.address, 10n ** 18n);
  return house.write.placeOffer([leadId, address, amount, window], { account: matcher.address });
}

/** A lead for instant sale in its commit phase. */
async function forInstantSale() {
  const m = await inCommitPhase();
  const { leadId } = await m.listLead({ terms: { baseReserve: "100", instantSale: true } });
  return { ...m, leadId };
}

describe("AuctionHouse.placeOffer", () => {
  describe("given the commit phase", () => {
    it("should make it the leading bid and move no money", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { commitEnd, revealEnd } = await m.house.read.auctionOf([m.leadId]);
      await assertions.emitWithArgs(offer(m, bidder), m.house, "OfferPlaced", [
        m.leadId,
        1,
        bidder.address,
        AMOUNT,
        commitEnd,
        revealEnd,
      ]);
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ offered: true, leader: bidder.address, leadingBid: AMOUNT, pendingCommitments: 0 },
        ...{ commitEnd, revealEnd, price: 0n },
      });
      expect(await m.balanceOf(bidder)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should need no free money: its price is locked already", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await m.vault.write.withdraw([bidder.address, DEPOSIT], by(bidder));
      await assertions.emit(offer(m, bidder), m.house, "OfferPlaced");
    });

    it("should win the round where no sealed bid comes", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await offer(m, bidder);
      const { commitEnd, revealEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.increaseTo(commitEnd);
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ phase: Phase.Delivery, price: AMOUNT, fixedAt: revealEnd },
      });
    });

    it("should stand beside sealed bids of others", async () => {
      const m = await inCommitPhase();
      const [bidder, sealed, late] = m.bidders;
      await m.commit(m.leadId, sealed, usdc(100));
      await offer(m, bidder);
      await m.commit(m.leadId, late, usdc(100));
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ offered: true, pendingCommitments: 2, leader: bidder.address },
      });
    });
  });

  describe("given a standing offer", () => {
    it("should replace it by a higher one of another account", async () => {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await offer(m, first);
      await offer(m, second, { amount: AMOUNT + 1n });
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ leader: second.address, leadingBid: AMOUNT + 1n },
      });
    });

    for (const amount of [AMOUNT, AMOUNT - 1n]) {
      it(`reverts for one that is not higher: ${amount.toString()}`, async () => {
        const m = await inCommitPhase();
        const [first, second] = m.bidders;
        await offer(m, first);
        await assertions.revertWithCustomErrorWithArgs(
          offer(m, second, { amount }),
          m.house,
          "AuctionHouse_OfferNotHigher",
          [m.leadId, amount, AMOUNT],
        );
      });
    }

    it("reverts for another one of the same account", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await offer(m, bidder);
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, bidder, { amount: AMOUNT + 1n }),
        m.house,
        "AuctionHouse_BidStands",
        [m.leadId, bidder.address],
      );
    });
  });

  describe("given a sealed bid of the same account", () => {
    it("reverts", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await m.commit(m.leadId, bidder, usdc(200));
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, bidder),
        m.house,
        "AuctionHouse_BidStands",
        [m.leadId, bidder.address],
      );
    });
  });

  describe("given terms that allow an instant sale", () => {
    it("should end both phases after the window of the first offer", async () => {
      const m = await forInstantSale();
      const now = (await time.latest()) + 5;
      await time.setNextBlockTimestamp(now);
      await offer(m, m.bidders[0]);
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ instantSale: true, commitEnd: now + 4, revealEnd: now + 4 },
      });
    });

    it("should end them at once without a window", async () => {
      const m = await forInstantSale();
      const [bidder] = m.bidders;
      await offer(m, bidder, { window: 0n });
      const now = await time.latest();
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ phase: Phase.Delivery, commitEnd: now, revealEnd: now, price: AMOUNT, fixedAt: now },
      });
    });

    it("should never lengthen the commit phase", async () => {
      const m = await forInstantSale();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await offer(m, m.bidders[0], { window: 2n ** 200n });
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ commitEnd, revealEnd: commitEnd },
      });
    });

    it("should leave them as they are beside a sealed bid, for later offers too", async () => {
      const m = await forInstantSale();
      const [sealed, first, second] = m.bidders;
      const { commitEnd, revealEnd } = await m.house.read.auctionOf([m.leadId]);
      await m.commit(m.leadId, sealed, usdc(100));
      await offer(m, first);
      await m.house.write.withdrawBid([m.leadId], by(sealed));
      await offer(m, second, { amount: AMOUNT + 1n });
      expect(await m.house.read.auctionOf([m.leadId])).to.include({ commitEnd, revealEnd });
    });
  });

  describe("when it is below the reserve", () => {
    it("reverts with both", async () => {
      const m = await inCommitPhase();
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, m.bidders[0], { amount: RESERVE - 1n }),
        m.house,
        "AuctionHouse_OfferBelowReserve",
        [m.leadId, RESERVE - 1n, RESERVE],
      );
      await offer(m, m.bidders[0], { amount: RESERVE });
    });
  });

  describe("when the auction is not in its commit phase", () => {
    const expectWrongPhase = (m: HouseMarket, phase: number) =>
      assertions.revertWithCustomErrorWithArgs(
        offer(m, m.bidders[0]),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, phase],
      );

    it("reverts for a lead without an auction", async () => {
      await expectWrongPhase(await beforeListing(), Phase.None);
    });

    it("reverts in the reveal phase", async () => {
      const m = await inCommitPhase();
      await m.commit(m.leadId, m.bidders[1], usdc(100));
      await m.toReveal(m.leadId);
      await expectWrongPhase(m, Phase.Reveal);
    });

    it("reverts once the auction is cancelled", async () => {
      const m = await inCommitPhase();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await expectWrongPhase(m, Phase.Unsold);
    });
  });

  describe("when the account may not receive the lead", () => {
    it("reverts without a delivery key", async () => {
      const m = await inCommitPhase();
      const { address } = m.deployer.account;
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, { address }),
        m.vault,
        "PersonalEscrowVault_NoDeliveryKey",
        [address],
      );
    });

    it("reverts where its clearance ends before the latest end of the delivery", async () => {
      const m = await complianceMarket();
      const { leadId } = await m.list();
      const [bidder] = m.bidders;
      const { revealEnd } = await m.house.read.auctionOf([leadId]);
      const latestEnd = revealEnd + 86_400 + 86_400;
      await m.renew(bidder, LICENCE, latestEnd - 1);
      await assertions.revertWithCustomErrorWithArgs(
        offer({ ...m, leadId }, bidder),
        m.vault,
        "PassBook_ClearanceTooShort",
        [bidder.address, latestEnd - 1, latestEnd],
      );
      await m.renew(bidder, LICENCE, latestEnd + 1);
      await assertions.emit(offer({ ...m, leadId }, bidder), m.house, "OfferPlaced");
    });
  });

  describe("when the vault takes no new business", () => {
    it("reverts while it is paused", async () => {
      const m = await inCommitPhase();
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, m.bidders[0]),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });

    it("reverts while it is insolvent", async () => {
      const m = await inCommitPhase();
      await drainVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        offer(m, m.bidders[0]),
        m.vault,
        "PersonalEscrowVault_Insolvent",
        [await m.vault.read.liabilities()],
      );
    });
  });

  describe("when the caller is not the bounty matcher", () => {
    it("reverts, for the bidder too", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.placeOffer([m.leadId, bidder.address, AMOUNT, WINDOW], by(bidder)),
        m.house,
        "AuctionHouse_UnauthorizedCaller",
        [bidder.address],
      );
    });
  });
});
