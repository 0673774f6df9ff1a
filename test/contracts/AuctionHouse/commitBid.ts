import { expect } from "chai";
import { keccak256, stringToHex, zeroHash, type Hex } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  BID_BOND,
  beforeListing,
  by,
  drainVault,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { bountyMarket } from "../../fixtures/bounties.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const MAX_SEALED_OPENING_LENGTH = 512;
const COMMITMENT = keccak256(stringToHex("a sealed bid"));
const OTHER_COMMITMENT = keccak256(stringToHex("another sealed bid"));

/** Commits as the first bidder. */
function commit(
  { house, leadId, bidders: [bidder] }: HouseMarket,
  {
    round = 1,
    commitment = COMMITMENT,
    sealedOpening = "0x",
  }: { round?: number; commitment?: Hex; sealedOpening?: Hex } = {},
) {
  return house.write.commitBid([leadId, round, commitment, sealedOpening], by(bidder));
}

const sealedOpeningOf = (length: number): Hex => `0x${"5e".repeat(length)}`;

describe("AuctionHouse.commitBid", () => {
  describe("given the commit phase", () => {
    it("should keep the commitment and lock the flat bond", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const hash = await commit(m);
      await assertions.emitWithArgs(hash, m.house, "BidCommitted", [
        m.leadId,
        1,
        bidder.address,
        COMMITMENT,
        BID_BOND,
      ]);
      expect(await m.house.read.commitmentIn([m.leadId, 1, bidder.address])).to.equal(COMMITMENT);
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(1);
      expect(await m.balanceOf(bidder)).to.deep.equal({
        free: DEPOSIT - BID_BOND,
        locked: BID_BOND,
      });
    });

    it("should lock the same for all, whatever they bid: nothing leaks", async () => {
      const m = await inCommitPhase();
      for (const [index, bidder] of m.bidders.entries()) {
        await m.commit(m.leadId, bidder, usdc(1 + 1_500 * index));
        expect((await m.balanceOf(bidder)).locked).to.equal(BID_BOND);
      }
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(6);
    });

    it("should take a bid in the last second", async () => {
      const m = await inCommitPhase();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd - 1);
      await assertions.emit(commit(m), m.house, "BidCommitted");
    });

    it("should take a bid on a second lead and lock a second bond", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { leadId } = await m.listLead({ terms: { baseReserve: "200" } });
      await commit(m);
      await m.commit(leadId, bidder, usdc(200));
      expect((await m.balanceOf(bidder)).locked).to.equal(BID_BOND + usdc(20));
    });
  });

  describe("given a commitment of the same bidder", () => {
    it("should overwrite it without locking twice", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await commit(m);
      await assertions.emitWithArgs(
        commit(m, { commitment: OTHER_COMMITMENT, sealedOpening: "0x01" }),
        m.house,
        "BidOverwritten",
        [m.leadId, 1, bidder.address, OTHER_COMMITMENT],
      );
      expect(await m.house.read.commitmentIn([m.leadId, 1, bidder.address])).to.equal(
        OTHER_COMMITMENT,
      );
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(1);
      expect((await m.balanceOf(bidder)).locked).to.equal(BID_BOND);
    });

    it("should overwrite it even when paused, or without free money: nothing is locked", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await commit(m);
      await m.vault.write.withdraw([bidder.address, DEPOSIT - BID_BOND], by(bidder));
      await pauseVault(m);
      await assertions.emit(commit(m, { commitment: OTHER_COMMITMENT }), m.house, "BidOverwritten");
    });

    it("should count the last one only when bids are opened", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const overwritten = await m.commit(m.leadId, bidder, usdc(200));
      const last = await m.commit(m.leadId, bidder, usdc(150));
      await m.toReveal(m.leadId);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.revealBid([m.leadId, overwritten.opening]),
        m.house,
        "AuctionHouse_WrongOpening",
        [m.leadId, bidder.address, last.commitment, overwritten.commitment],
      );
      await m.house.write.revealBid([m.leadId, last.opening]);
      expect((await m.house.read.auctionOf([m.leadId])).leadingBid).to.equal(usdc(150));
    });
  });

  describe("given a bounty's offer that leads", () => {
    it("reverts for its poster, who has its bid in the round", async () => {
      const m = await bountyMarket();
      const { leadId, poster } = await m.matched();
      await assertions.revertWithCustomErrorWithArgs(
        m.place(leadId, poster, COMMITMENT),
        m.house,
        "AuctionHouse_BidStands",
        [leadId, poster.address],
      );
    });

    it("should take the bids of everybody else", async () => {
      const m = await bountyMarket();
      const { leadId } = await m.matched();
      await assertions.emit(m.place(leadId, m.bidders[1], COMMITMENT), m.house, "BidCommitted");
    });

    it("reverts for everybody once it has begun an instant sale", async () => {
      const m = await bountyMarket();
      const { leadId } = await m.matched({}, { instantSale: true });
      await assertions.revertWithCustomErrorWithArgs(
        m.place(leadId, m.bidders[1], COMMITMENT),
        m.house,
        "AuctionHouse_InstantSale",
        [leadId],
      );
    });
  });

  describe("when a sealed opening comes along", () => {
    it(`should emit one of ${MAX_SEALED_OPENING_LENGTH} bytes`, async () => {
      const m = await inCommitPhase();
      const sealedOpening = sealedOpeningOf(MAX_SEALED_OPENING_LENGTH);
      await assertions.emitWithArgs(commit(m, { sealedOpening }), m.house, "SealedOpeningGiven", [
        m.leadId,
        1,
        m.bidders[0].address,
        sealedOpening,
      ]);
    });

    it("should say nothing of one that is not given", async () => {
      const m = await inCommitPhase();
      await commit(m);
      expect(await m.house.getEvents.SealedOpeningGiven({ leadId: m.leadId })).to.deep.equal([]);
    });

    it("reverts when it is a byte longer", async () => {
      const m = await inCommitPhase();
      const length = MAX_SEALED_OPENING_LENGTH + 1;
      await assertions.revertWithCustomErrorWithArgs(
        commit(m, { sealedOpening: sealedOpeningOf(length) }),
        m.house,
        "AuctionHouse_SealedOpeningTooLong",
        [m.leadId, BigInt(length), BigInt(MAX_SEALED_OPENING_LENGTH)],
      );
    });
  });

  describe("when the bid names another round", () => {
    for (const round of [0, 2]) {
      it(`reverts for round ${round} of a lead in its first`, async () => {
        const m = await inCommitPhase();
        await assertions.revertWithCustomErrorWithArgs(
          commit(m, { round }),
          m.house,
          "AuctionHouse_WrongRound",
          [m.leadId, round, 1],
        );
      });
    }
  });

  describe("when the commitment is zero", () => {
    it("reverts", async () => {
      const m = await inCommitPhase();
      await assertions.revertWithCustomErrorWithArgs(
        commit(m, { commitment: zeroHash }),
        m.house,
        "AuctionHouse_ZeroCommitment",
        [m.leadId],
      );
    });
  });

  describe("when the auction is not in its commit phase", () => {
    const expectWrongPhase = (m: HouseMarket, phase: number) =>
      assertions.revertWithCustomErrorWithArgs(commit(m), m.house, "AuctionHouse_WrongPhase", [
        m.leadId,
        phase,
      ]);

    it("reverts for a lead without an auction", async () => {
      await expectWrongPhase(await beforeListing(), Phase.None);
    });

    it("reverts at the end of the commit phase, without other bids", async () => {
      const m = await inCommitPhase();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd);
      await expectWrongPhase(m, Phase.Unsold);
    });

    it("reverts in the reveal phase, also for who is committed", async () => {
      const m = await inCommitPhase();
      await commit(m);
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd);
      await expectWrongPhase(m, Phase.Reveal);
    });

    it("reverts once the auction is cancelled", async () => {
      const m = await inCommitPhase();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await expectWrongPhase(m, Phase.Unsold);
    });
  });

  describe("when the bidder's account does not allow it", () => {
    it("reverts one unit short of the bond", async () => {
      const m = await inCommitPhase();
      const [{ address }] = m.bidders;
      const free = BID_BOND - 1n;
      await m.vault.write.withdraw([address, DEPOSIT - free], by(m.bidders[0]));
      await assertions.revertWithCustomErrorWithArgs(
        commit(m),
        m.vault,
        "PersonalEscrowVault_InsufficientFree",
        [address, free, BID_BOND],
      );
    });

    it("reverts for a bidder without a delivery key, who could never receive", async () => {
      const m = await inCommitPhase();
      const { account } = m.deployer;
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.commitBid([m.leadId, 1, COMMITMENT, "0x"], { account }),
        m.vault,
        "PersonalEscrowVault_NoDeliveryKey",
        [account.address],
      );
    });
  });

  describe("given a vault that takes no new business", () => {
    it("reverts when it is paused", async () => {
      const m = await inCommitPhase();
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        commit(m),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });

    it("reverts when it is insolvent", async () => {
      const m = await inCommitPhase();
      await drainVault(m);
      const liabilities = await m.vault.read.liabilities();
      await assertions.revertWithCustomErrorWithArgs(
        commit(m),
        m.vault,
        "PersonalEscrowVault_Insolvent",
        [liabilities],
      );
    });
  });
});
