import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const TIP = 250_000n;
const NOTHING = { free: 0n, locked: 0n };

/** A round that ended with one bidder silent, who may have had one rival. */
async function endedWithSilence(rivalBids: readonly bigint[] = [BID]) {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [buyer, silent] = m.bidders;
  const sealed = [];
  for (const amount of rivalBids) sealed.push(await m.commit(leadId, buyer, amount));
  const { opening } = await m.commit(leadId, silent, usdc(130));
  await m.toReveal(leadId);
  for (const { opening: other } of sealed) await m.house.write.revealBid([leadId, other]);
  await m.toRevealEnd(leadId);
  const forfeit = (round = 1, bidder = silent.address) =>
    m.house.write.forfeitBond([leadId, round, bidder]);
  await m.toForfeits(leadId);
  return { ...m, leadId, auction, bond: auction.bidBond, buyer, silent, opening, forfeit };
}

describe("AuctionHouse.forfeitBond", () => {
  describe("given a buyer who waits for its delivery", () => {
    it("should pay the bond to the treasury, a tip of it to the caller, nothing to buyer or seller", async () => {
      const { house, vault, leadId, bond, buyer, silent, ...m } = await endedWithSilence();
      const holders = [silent, buyer, m.anyone, m.seller, m.treasury];
      const changes = await m.changesOf(holders, async () => {
        const forfeiting = m.forfeit();
        await assertions.emitWithArgs(forfeiting, house, "BondForfeited", [
          leadId,
          1,
          silent.address,
          m.treasury.address,
          m.anyone.address,
          bond,
          TIP,
        ]);
      });
      expect(changes).to.deep.equal([
        { free: 0n, locked: -bond },
        NOTHING,
        { free: TIP, locked: 0n },
        NOTHING,
        { free: bond - TIP, locked: 0n },
      ]);
      expect(BigInt(await house.read.commitmentIn([leadId, 1, silent.address]))).to.equal(0n);
    });

    it("should give the tip to the silent bidder itself if it is the caller", async () => {
      const { house, leadId, bond, silent, balanceOf } = await endedWithSilence();
      const { account } = silent.wallet;
      await house.write.forfeitBond([leadId, 1, silent.address], { account });
      expect(await balanceOf(silent)).to.deep.equal({ free: DEPOSIT - bond + TIP, locked: 0n });
    });
  });

  for (const [state, rivalBids, close] of [
    ["closed", [], true],
    ["not closed yet", [], false],
    ["closed, with a bid below the reserve", [usdc(50)], true],
  ] as const) {
    describe(`given an unsold lead, ${state}`, () => {
      it("should pay the bond to the treasury", async () => {
        const { house, leadId, bond, silent, treasury, ...m } = await endedWithSilence(rivalBids);
        if (close) await house.write.closeUnsold([leadId]);
        const changes = await m.changesOf([silent, treasury, m.anyone, m.seller], async () => {
          await assertions.emitWithArgs(m.forfeit(), house, "BondForfeited", [
            leadId,
            1,
            silent.address,
            treasury.address,
            m.anyone.address,
            bond,
            TIP,
          ]);
        });
        expect(changes).to.deep.equal([
          { free: 0n, locked: -bond },
          { free: bond - TIP, locked: 0n },
          { free: TIP, locked: 0n },
          NOTHING,
        ]);
      });
    });
  }

  describe("given a round that is not decided", () => {
    it("reverts in the commit, reveal and tie-break phases", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.list();
      const [first, second, silent] = m.bidders;
      const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
      await m.commit(leadId, silent, BID);
      const reverts = (phase: number) =>
        assertions.revertWithCustomErrorWithArgs(
          m.house.write.forfeitBond([leadId, 1, silent.address]),
          m.house,
          "AuctionHouse_WrongPhase",
          [leadId, phase],
        );
      await reverts(Phase.Commit);
      await m.toReveal(leadId);
      await reverts(Phase.Reveal);
      for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
      await m.toRevealEnd(leadId);
      await reverts(Phase.TieBreak);
    });
  });

  describe("given an account whose bid is open", () => {
    it("reverts", async () => {
      const { house, leadId, buyer, forfeit } = await endedWithSilence();
      await assertions.revertWithCustomErrorWithArgs(
        forfeit(1, buyer.address),
        house,
        "AuctionHouse_NoCommitment",
        [leadId, 1, buyer.address],
      );
    });
  });

  describe("given a bond that was forfeited before", () => {
    it("reverts, and takes nothing twice", async () => {
      const { house, leadId, bond, silent, forfeit, balanceOf } = await endedWithSilence();
      await forfeit();
      await assertions.revertWithCustomErrorWithArgs(
        forfeit(),
        house,
        "AuctionHouse_NoCommitment",
        [leadId, 1, silent.address],
      );
      expect(await balanceOf(silent)).to.deep.equal({ free: DEPOSIT - bond, locked: 0n });
    });
  });

  for (const round of [0, 2]) {
    describe(`given round ${round} of a lead that has one`, () => {
      it("reverts", async () => {
        const { house, leadId, forfeit } = await endedWithSilence();
        await assertions.revertWithCustomErrorWithArgs(
          forfeit(round),
          house,
          "AuctionHouse_UnknownRound",
          [leadId, round],
        );
      });
    });
  }

  describe("given a bond that was forfeited while its opening is known", () => {
    it("should be too late to reveal it", async () => {
      const { house, leadId, opening, forfeit } = await endedWithSilence();
      await forfeit();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.revealBid([leadId, opening]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });
});
