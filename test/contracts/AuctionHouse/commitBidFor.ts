import { expect } from "chai";
import { keccak256, stringToHex } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  BID_BOND,
  by,
  createAuction,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import {
  carryBid,
  draftBid,
  openContractWallet,
  signBid,
  type GaslessBid,
} from "../../fixtures/gaslessBid.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const OTHER_HASH = keccak256(stringToHex("another"));

/** Expects that the house does not accept this signature as the bidder's. */
async function expectInvalid(m: HouseMarket, bid: GaslessBid, signature: `0x${string}`) {
  await assertions.revertWithCustomErrorWithArgs(
    carryBid(m, bid, signature),
    m.house,
    "AuctionHouse_InvalidSignature",
    [bid.bidder],
  );
}

/** Expects that the bid is refused, because the bidder's commitment is not the one that it replaces. */
async function expectReplaced(
  m: HouseMarket,
  bid: GaslessBid,
  signature: `0x${string}`,
  current: `0x${string}`,
) {
  await assertions.revertWithCustomErrorWithArgs(
    carryBid(m, bid, signature),
    m.house,
    "AuctionHouse_WrongReplaced",
    [m.leadId, bid.bidder, bid.replaced, current],
  );
}

/** Each lead has its own nonces of signed bids: its id in front of the count. */
const nonceOf = (leadId: bigint, count: bigint) => (leadId << 64n) | count;

/** A bid of the first bidder and its signature. */
async function signedBid(m: HouseMarket, changes: Partial<GaslessBid> = {}) {
  const [bidder] = m.bidders;
  const bid = await draftBid(m, bidder.address, changes);
  return { bid, signature: await signBid(m, bidder.wallet, bid) };
}

describe("AuctionHouse.commitBidFor", () => {
  describe("given a bid that the bidder signed", () => {
    it("should commit it for the bidder, whoever carries it", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { bid, signature } = await signedBid(m);
      const hash = await carryBid(m, bid, signature);
      const place = [m.leadId, 1, bidder.address] as const;
      await assertions.emitWithArgs(hash, m.house, "BidCommitted", [
        ...place,
        bid.commitment,
        BID_BOND,
      ]);
      await assertions.emitWithArgs(hash, m.house, "SealedOpeningGiven", [
        ...place,
        bid.sealedOpening,
      ]);
      expect(await m.house.read.commitmentIn([m.leadId, 1, bidder.address])).to.equal(
        bid.commitment,
      );
      expect(await m.house.read.nonces([bidder.address, m.leadId])).to.equal(nonceOf(m.leadId, 1n));
    });

    it("should lock the bidder's money, not the carrier's", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await carryBid(m, bid, signature);
      expect(await m.balanceOf(m.bidders[0])).to.deep.equal({
        free: DEPOSIT - BID_BOND,
        locked: BID_BOND,
      });
      expect(await m.balanceOf(m.deployer.account)).to.deep.equal({ free: 0n, locked: 0n });
    });

    it("should overwrite the bidder's commitment without locking twice", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await m.commit(m.leadId, bidder, usdc(100));
      const { bid, signature } = await signedBid(m);
      await carryBid(m, bid, signature);
      expect((await m.balanceOf(bidder)).locked).to.equal(BID_BOND);
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(1);
    });

    it("should be opened like any other bid", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { commitment, opening } = await m.seal(m.leadId, bidder, usdc(140));
      const { bid, signature } = await signedBid(m, { commitment });
      await carryBid(m, bid, signature);
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ leader: bidder.address, leadingBid: usdc(140), phase: Phase.Delivery },
      });
    });
  });

  describe("given signed bids on two leads", () => {
    it("should carry them in any order: each lead counts for itself", async () => {
      const m = await inCommitPhase();
      const { leadId } = await m.listLead();
      const [first, second] = [await signedBid(m), await signedBid({ ...m, leadId })];
      await carryBid(m, second.bid, second.signature);
      await assertions.emit(carryBid(m, first.bid, first.signature), m.house, "BidCommitted");
    });
  });

  describe("when time passes before it is carried", () => {
    it("should be taken at its deadline", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await time.setNextBlockTimestamp(bid.deadline);
      await assertions.emit(carryBid(m, bid, signature), m.house, "BidCommitted");
    });

    it("reverts a second later", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await time.setNextBlockTimestamp(bid.deadline + 1n);
      await assertions.revertWithCustomErrorWithArgs(
        carryBid(m, bid, signature),
        m.house,
        "AuctionHouse_SignatureExpired",
        [bid.bidder, bid.deadline],
      );
    });

    it("reverts when the commit phase is over", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m, { deadline: 2n ** 40n });
      await m.toReveal(m.leadId);
      await assertions.revertWithCustomErrorWithArgs(
        carryBid(m, bid, signature),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Unsold],
      );
    });
  });

  describe("when it is carried again", () => {
    it("reverts: the nonce is used", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { bid, signature } = await signedBid(m);
      await carryBid(m, bid, signature);
      await expectReplaced(m, bid, signature, bid.commitment);
      await m.house.write.withdrawBid([m.leadId], by(bidder));
      await expectInvalid(m, bid, signature);
    });

    it("reverts after the bidder has placed or overwritten a bid by itself: nothing unseen is replaced", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { bid, signature } = await signedBid(m);
      const first = await m.commit(m.leadId, bidder, usdc(100));
      await expectReplaced(m, bid, signature, first.commitment);
      const second = await signedBid(m);
      const last = await m.commit(m.leadId, bidder, usdc(110));
      await expectReplaced(m, second.bid, second.signature, last.commitment);
    });

    it("reverts after the bidder has withdrawn, though nothing was committed", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      const { bid, signature } = await signedBid(m);
      await m.house.write.withdrawBid([m.leadId], by(bidder));
      await expectInvalid(m, bid, signature);
    });

    it("reverts in another round of the lead (pitfall 2: replay)", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await createAuction(m, m.leadId);
      await assertions.revertWithCustomErrorWithArgs(
        carryBid(m, bid, signature),
        m.house,
        "AuctionHouse_WrongRound",
        [m.leadId, 1, 2],
      );
      await expectInvalid(m, { ...bid, round: 2 }, signature);
    });

    it("reverts for another lead (pitfall 2: replay)", async () => {
      const m = await inCommitPhase();
      const { leadId } = await m.listLead();
      const { bid, signature } = await signedBid(m);
      await expectInvalid(m, { ...bid, leadId }, signature);
    });
  });

  describe("when the signature is not the bidder's over this bid", () => {
    it("reverts for another signer", async () => {
      const m = await inCommitPhase();
      const { bid } = await signedBid(m);
      await expectInvalid(m, bid, await signBid(m, m.bidders[1].wallet, bid));
    });

    const tampered: readonly (readonly [string, (m: HouseMarket) => Partial<GaslessBid>])[] = [
      ["bidder", ({ bidders }) => ({ bidder: bidders[1].address })],
      ["commitment", () => ({ commitment: OTHER_HASH })],
      ["sealed opening", () => ({ sealedOpening: "0x" })],
      ["deadline", () => ({ deadline: 2n ** 40n })],
    ];
    for (const [field, change] of tampered) {
      it(`reverts for another ${field}`, async () => {
        const m = await inCommitPhase();
        const { bid, signature } = await signedBid(m);
        await expectInvalid(m, { ...bid, ...change(m) }, signature);
      });
    }

    it("reverts for a nonce that is not the next", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m, { nonce: nonceOf(m.leadId, 1n) });
      await expectInvalid(m, bid, signature);
    });

    for (const [place, reference] of [
      ["chain", { chainId: 1 }],
      ["house", { house: `0x${"11".repeat(20)}` }],
    ] as const) {
      it(`reverts for a signature made for another ${place} (pitfall 2: replay)`, async () => {
        const m = await inCommitPhase();
        const { bid } = await signedBid(m);
        await expectInvalid(m, bid, await signBid(m, m.bidders[0].wallet, bid, reference));
      });
    }

    it("should leave the nonce unused", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await expectInvalid(m, { ...bid, commitment: OTHER_HASH }, signature);
      expect(await m.house.read.nonces([bid.bidder, m.leadId])).to.equal(nonceOf(m.leadId, 0n));
    });
  });

  describe("given a bidder that is an ERC-1271 wallet", () => {
    it("should take a bid that the wallet's owner signed", async () => {
      const m = await inCommitPhase();
      const owner = m.bidders[0].wallet;
      const bidder = await openContractWallet(m, owner);
      const bid = await draftBid(m, bidder);
      await assertions.emitWithArgs(
        carryBid(m, bid, await signBid(m, owner, bid)),
        m.house,
        "BidCommitted",
        [m.leadId, 1, bidder, bid.commitment, BID_BOND],
      );
      expect(await m.vault.read.lockedOf([bidder])).to.equal(BID_BOND);
    });

    it("reverts for a signature of somebody else", async () => {
      const m = await inCommitPhase();
      const bidder = await openContractWallet(m, m.bidders[0].wallet);
      const bid = await draftBid(m, bidder);
      await expectInvalid(m, bid, await signBid(m, m.bidders[1].wallet, bid));
    });
  });

  describe("given a vault that is paused", () => {
    it("reverts and leaves the nonce unused", async () => {
      const m = await inCommitPhase();
      const { bid, signature } = await signedBid(m);
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        carryBid(m, bid, signature),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
      expect(await m.house.read.nonces([bid.bidder, m.leadId])).to.equal(nonceOf(m.leadId, 0n));
    });
  });
});
