import { expect } from "chai";
import { keccak256, stringToHex, type Address } from "viem";

import { commitmentOf, type SealedBid, type Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import {
  by,
  createAuction,
  inCommitPhase,
  networkHelpers,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { FORFEIT_DELAY } from "../../fixtures/auctionSteps.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const MAX_UINT64 = 2n ** 64n - 1n;
const SALT = keccak256(stringToHex("salt"));

/** A bid of 120 USDC of the first bidder in round 1. */
function bidOf(
  { chainId, house, leadId, bidders }: HouseMarket,
  changes: Partial<SealedBid> = {},
): SealedBid {
  const [{ address: bidder }] = bidders;
  const context = { chainId, house: house.address, leadId, round: 1, bidder };
  return { ...context, amount: usdc(120), salt: SALT, ...changes };
}

const onChain = ({ house }: HouseMarket, { leadId, round, bidder, amount, salt }: SealedBid) =>
  house.read.commitmentOf([leadId, round, bidder, amount, salt]);

/** Commits something as the first bidder, moves to the reveal phase, and expects that the opening does not fit. */
async function expectWrongOpening(m: HouseMarket, committed: SealedBid) {
  const commitment = commitmentOf(committed);
  const opening: Opening = {
    bidder: m.bidders[0].address,
    amount: committed.amount,
    salt: committed.salt,
  };
  const { round } = await m.house.read.auctionOf([m.leadId]);
  await m.place(m.leadId, m.bidders[0], commitment);
  await m.toReveal(m.leadId);
  await assertions.revertWithCustomErrorWithArgs(
    m.house.write.revealBid([m.leadId, opening]),
    m.house,
    "AuctionHouse_WrongOpening",
    [m.leadId, opening.bidder, commitment, commitmentOf(bidOf(m, { ...opening, round }))],
  );
}

describe("AuctionHouse.commitmentOf", () => {
  describe("given a bid", () => {
    it("should be what bidders compute off chain", async () => {
      const m = await inCommitPhase();
      const bid = bidOf(m);
      expect(await onChain(m, bid)).to.equal(commitmentOf(bid));
    });

    it("should be so for the largest values", async () => {
      const m = await inCommitPhase();
      const bid = bidOf(m, {
        ...{ leadId: 2n ** 256n - 1n, round: 2 ** 32 - 1, amount: MAX_UINT64 },
        ...{ bidder: `0x${"ff".repeat(20)}`, salt: `0x${"ff".repeat(32)}` },
      });
      expect(await onChain(m, bid)).to.equal(commitmentOf(bid));
    });

    const changes: readonly (readonly [string, (m: HouseMarket) => Partial<SealedBid>])[] = [
      ["lead", ({ leadId }) => ({ leadId: leadId + 1n })],
      ["round", () => ({ round: 2 })],
      ["bidder", ({ bidders }) => ({ bidder: bidders[1].address })],
      ["amount", () => ({ amount: usdc(120) + 1n })],
      ["salt", () => ({ salt: keccak256(SALT) })],
    ];
    for (const [field, change] of changes) {
      it(`should differ for another ${field}`, async () => {
        const m = await inCommitPhase();
        const other = await onChain(m, bidOf(m, change(m)));
        expect(other).to.equal(commitmentOf(bidOf(m, change(m))));
        expect(other).to.not.equal(await onChain(m, bidOf(m)));
      });
    }
  });

  describe("given another bidder's commitment (pitfall 1: copied bid)", () => {
    it("should be of no use to who copies it, even with the opening", async () => {
      const m = await inCommitPhase();
      const [victim, thief] = m.bidders;
      const { commitment, opening } = await m.commit(m.leadId, victim, usdc(120));
      await m.place(m.leadId, thief, commitment);
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);

      const copied = { ...opening, bidder: thief.address };
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.revealBid([m.leadId, copied]),
        m.house,
        "AuctionHouse_WrongOpening",
        [
          m.leadId,
          thief.address,
          commitment,
          commitmentOf(bidOf(m, { bidder: thief.address, salt: opening.salt })),
        ],
      );
      await m.toRevealEnd(m.leadId);
      const { leader, price, tiedBids } = await m.house.read.auctionOf([m.leadId]);
      expect([leader, price, tiedBids]).to.deep.equal([victim.address, usdc(120), 0]);
    });

    it("should cost the copier its bond", async () => {
      const m = await inCommitPhase();
      const [victim, thief] = m.bidders;
      const { commitment, opening } = await m.commit(m.leadId, victim, usdc(120));
      await m.place(m.leadId, thief, commitment);
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);
      await m.toRevealEnd(m.leadId);
      await networkHelpers.time.increase(FORFEIT_DELAY);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, thief.address]),
        m.house,
        "BondForfeited",
        [
          m.leadId,
          1,
          thief.address,
          m.accounts.treasury,
          m.accounts.deployer,
          usdc(10),
          usdc(0.25),
        ],
      );
    });
  });

  describe("given a commitment that was made elsewhere (pitfall 2: replay)", () => {
    it("should not open when made for another chain", async () => {
      const m = await inCommitPhase();
      await expectWrongOpening(m, bidOf(m, { chainId: 1 }));
    });

    it("should not open when made for another house", async () => {
      const m = await inCommitPhase();
      const house: Address = `0x${"11".repeat(20)}`;
      await expectWrongOpening(m, bidOf(m, { house }));
    });

    it("should not open when made for another lead", async () => {
      const m = await inCommitPhase();
      const { leadId } = await m.listLead();
      await expectWrongOpening(m, bidOf(m, { leadId }));
    });

    it("should not open when made for another round of the lead", async () => {
      const m = await inCommitPhase();
      const firstRound = bidOf(m);
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await createAuction(m, m.leadId);
      await expectWrongOpening(m, firstRound);
    });
  });
});
