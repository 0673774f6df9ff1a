import { expect } from "chai";
import { zeroAddress, type Hex } from "viem";

import { Phase, RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const OTHER_SALT: Hex = `0x${"ab".repeat(32)}`;

/** Two sealed bids, in the first second of the reveal phase. */
async function revealPhase() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [alice, bob] = m.bidders;
  const aliceBid = await m.commit(leadId, alice, usdc(120));
  await m.commit(leadId, bob, usdc(110));
  await m.toReveal(leadId);
  return { ...m, leadId, auction, alice, aliceBid };
}

describe("AuctionHouse.revealBid", () => {
  describe("given no auction", () => {
    it("reverts", async () => {
      const { house, aliceBid } = await revealPhase();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.revealBid([99n, aliceBid.opening]),
        house,
        "AuctionHouse_WrongPhase",
        [99n, Phase.None],
      );
    });
  });

  describe("given the commit phase", () => {
    it("reverts until its last second", async () => {
      const m = await auctionMarket();
      const { leadId, auction } = await m.list();
      const { opening } = await m.commit(leadId, m.bidders[0], usdc(120));
      await networkHelpers.time.setNextBlockTimestamp(auction.commitEnd - 1);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.revealBid([leadId, opening]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
    });
  });

  describe("given the end of the reveal phase", () => {
    it("reverts from its first second on", async () => {
      const { house, leadId, auction, aliceBid } = await revealPhase();
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.revealBid([leadId, aliceBid.opening]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Unsold],
      );
    });
  });

  describe("given the last second of the reveal phase", () => {
    it("should open the bid", async () => {
      const m = await revealPhase();
      await networkHelpers.time.setNextBlockTimestamp(m.auction.revealEnd - 1);
      await assertions.emitWithArgs(
        m.house.write.revealBid([m.leadId, m.aliceBid.opening]),
        m.house,
        "BidRevealed",
        [m.leadId, 1, m.alice.address, usdc(120), RevealOutcome.Leading, zeroAddress],
      );
    });
  });

  describe("given the reveal phase", () => {
    describe("when the account never committed", () => {
      it("reverts", async () => {
        const { house, leadId, bidders, aliceBid } = await revealPhase();
        const stranger = bidders[2].address;
        await assertions.revertWithCustomErrorWithArgs(
          house.write.revealBid([leadId, { ...aliceBid.opening, bidder: stranger }]),
          house,
          "AuctionHouse_NoCommitment",
          [leadId, 1, stranger],
        );
      });
    });

    describe("when the bid was opened before", () => {
      it("reverts", async () => {
        const { house, leadId, alice, aliceBid } = await revealPhase();
        await house.write.revealBid([leadId, aliceBid.opening]);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.revealBid([leadId, aliceBid.opening]),
          house,
          "AuctionHouse_NoCommitment",
          [leadId, 1, alice.address],
        );
      });
    });

    for (const [what, change] of [
      ["amount", { amount: usdc(121) }],
      ["salt", { salt: OTHER_SALT }],
    ] as const) {
      describe(`when the ${what} is not what was committed`, () => {
        it("reverts and keeps the commitment", async () => {
          const m = await revealPhase();
          const opening = { ...m.aliceBid.opening, ...change };
          const { bidder, amount, salt } = opening;
          const actual = await m.house.read.commitmentOf([m.leadId, 1, bidder, amount, salt]);
          await assertions.revertWithCustomErrorWithArgs(
            m.house.write.revealBid([m.leadId, opening]),
            m.house,
            "AuctionHouse_WrongOpening",
            [m.leadId, bidder, m.aliceBid.commitment, actual],
          );
          expect(await m.house.read.commitmentIn([m.leadId, 1, bidder])).to.equal(
            m.aliceBid.commitment,
          );
        });
      });
    }

    describe("when a bidder copied another's commitment (pitfall 1)", () => {
      it("reverts: the copy cannot be opened", async () => {
        const m = await auctionMarket();
        const { leadId } = await m.list();
        const [victim, copier] = m.bidders;
        const { commitment, opening } = await m.commit(leadId, victim, usdc(120));
        await m.place(leadId, copier, commitment);
        await m.toReveal(leadId);
        const { amount, salt } = opening;
        const actual = await m.house.read.commitmentOf([leadId, 1, copier.address, amount, salt]);
        await assertions.revertWithCustomErrorWithArgs(
          m.house.write.revealBid([leadId, { ...opening, bidder: copier.address }]),
          m.house,
          "AuctionHouse_WrongOpening",
          [leadId, copier.address, commitment, actual],
        );
      });
    });

    describe("when the commitment was made for another lead (pitfall 2)", () => {
      it("reverts", async () => {
        const m = await auctionMarket();
        const [{ leadId }, { leadId: other }] = [await m.list(), await m.list()];
        const [{ address: bidder }] = m.bidders;
        const { commitment, opening } = await m.commit(other, m.bidders[0], usdc(120));
        await m.place(leadId, m.bidders[0], commitment);
        await m.toReveal(leadId);
        const { amount, salt } = opening;
        const actual = await m.house.read.commitmentOf([leadId, 1, bidder, amount, salt]);
        await assertions.revertWithCustomErrorWithArgs(
          m.house.write.revealBid([leadId, opening]),
          m.house,
          "AuctionHouse_WrongOpening",
          [leadId, bidder, commitment, actual],
        );
      });
    });

    describe("when the bid is zero", () => {
      it("reverts", async () => {
        const m = await auctionMarket();
        const { leadId } = await m.list();
        const [{ address }] = m.bidders;
        const args = [leadId, 1, address, 0n, OTHER_SALT] as const;
        const commitment = await m.house.read.commitmentOf(args);
        await m.place(leadId, m.bidders[0], commitment);
        await m.toReveal(leadId);
        await assertions.revertWithCustomErrorWithArgs(
          m.house.write.revealBid([leadId, { bidder: address, amount: 0n, salt: OTHER_SALT }]),
          m.house,
          "AuctionHouse_ZeroBid",
          [leadId, address],
        );
      });
    });

    for (const [standing, rival] of [
      ["highest", undefined],
      ["beaten", DEPOSIT - usdc(1)],
    ] as const) {
      describe(`when the account cannot cover its bid, the ${standing} (pitfall 4)`, () => {
        it("reverts, loses nothing, and opens after a top-up", async () => {
          const m = await auctionMarket();
          const { leadId, auction } = await m.list();
          const [poor, rich] = m.bidders;
          const amount = usdc(5_000);
          const { opening } = await m.commit(leadId, poor, amount);
          const other = await m.commit(leadId, rich, rival ?? usdc(100));
          await m.vault.write.withdraw([poor.address, usdc(9_000)], {
            account: poor.wallet.account,
          });
          await m.toReveal(leadId);
          await m.house.write.revealBid([leadId, other.opening]);

          const before = await m.balanceOf(poor);
          await assertions.revertWithCustomErrorWithArgs(
            m.house.write.revealBid([leadId, opening]),
            m.house,
            "AuctionHouse_UnfundedBid",
            [leadId, poor.address, amount, usdc(1_000)],
          );
          expect(before.locked).to.equal(auction.bidBond);
          expect(await m.balanceOf(poor)).to.deep.equal(before);

          const from = { account: poor.wallet.account };
          await m.usdc.write.approve([m.vault.address, usdc(4_000)], from);
          await m.vault.write.deposit([usdc(4_000)], from);
          const leads = rival === undefined;
          await assertions.emitWithArgs(
            m.house.write.revealBid([leadId, opening]),
            m.house,
            "BidRevealed",
            [
              leadId,
              1,
              poor.address,
              amount,
              leads ? RevealOutcome.Leading : RevealOutcome.Outbid,
              leads ? rich.address : zeroAddress,
            ],
          );
          expect(await m.balanceOf(poor)).to.deep.equal(
            leads ? { free: 0n, locked: amount } : { free: amount, locked: 0n },
          );
        });
      });
    }
  });
});
