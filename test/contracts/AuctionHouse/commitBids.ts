import { expect } from "chai";
import { keccak256, parseEventLogs, stringToHex, zeroHash, type Hex } from "viem";

import { licenceTypeOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { Activity, Phase } from "../../../deploy/sdk/codes/enums.ts";
import { by, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { complianceMarket, lacks } from "../../fixtures/compliance.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";
import { region, verticalId } from "../../fixtures/registry.ts";
import { Revert } from "../model/revert.ts";

const { assertions } = viem;
const MAX_SEALED_OPENING_LENGTH = 512;
/** Bonds of the three leads. */
const BONDS = [usdc(10), usdc(20), usdc(30)] as const;

const sealed = (leadId: bigint, name: string, changes: { round?: number; opening?: Hex } = {}) => ({
  leadId,
  round: changes.round ?? 1,
  commitment: keccak256(stringToHex(name)),
  sealedOpening: changes.opening ?? "0x",
});

/** Three leads in the commit phase, and an account that bids on all of them. */
async function threeLeads() {
  const m = await auctionMarket();
  const [bidder] = m.bidders;
  const leads: bigint[] = [];
  for (const baseReserve of ["100", "200", "300"]) {
    leads.push((await m.listLead({ terms: { baseReserve } })).leadId);
  }
  const [first, second, third] = leads as [bigint, bigint, bigint];
  const commitBids = (bids: readonly ReturnType<typeof sealed>[]) =>
    m.house.write.commitBids([bids], by(bidder));
  const commitmentsOf = () =>
    Promise.all(leads.map((id) => m.house.read.commitmentIn([id, 1, bidder.address])));
  const pendingOf = () =>
    Promise.all(leads.map(async (id) => (await m.house.read.auctionOf([id])).pendingCommitments));
  /** The house's events of a transaction, in order. */
  const toldIn = async (hash: Hex) => {
    const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
    const events = parseEventLogs({ abi: m.house.abi, logs });
    return events.map(({ eventName, args }) => ({ eventName, args }));
  };
  /** Some bids are refused as a whole, with the error of the first bad one: nothing is placed, nothing is locked. */
  const expectNone = async (
    bids: readonly ReturnType<typeof sealed>[],
    error: string,
    ...args: unknown[]
  ) => {
    const before = await m.balanceOf(bidder);
    const refusal = await commitBids(bids).then(
      () => undefined,
      (cause: unknown) => Revert.from(cause, [...m.house.abi, ...m.vault.abi]),
    );
    expect([refusal?.message, ...(refusal?.args ?? [])]).to.deep.equal([error, ...args]);
    expect(await commitmentsOf()).to.deep.equal([zeroHash, zeroHash, zeroHash]);
    expect(await pendingOf()).to.deep.equal([0, 0, 0]);
    expect(await m.balanceOf(bidder)).to.deep.equal(before);
  };
  const bids = [sealed(first, "a"), sealed(second, "b"), sealed(third, "c")] as const;
  return {
    ...m,
    ...{ bidder, first, second, third, bids },
    ...{ commitBids, commitmentsOf, pendingOf, toldIn, expectNone },
  };
}

describe("AuctionHouse.commitBids", () => {
  describe("given leads in their commit phase", () => {
    it("should place a bid on each and lock each lead's bond", async () => {
      const m = await threeLeads();
      await m.commitBids(m.bids);
      expect(await m.commitmentsOf()).to.deep.equal(m.bids.map(({ commitment }) => commitment));
      expect(await m.pendingOf()).to.deep.equal([1, 1, 1]);
      const locked = BONDS[0] + BONDS[1] + BONDS[2];
      expect(await m.balanceOf(m.bidder)).to.deep.equal({ free: DEPOSIT - locked, locked });
    });

    it("should tell of each what a single call would, in the order of the bids", async () => {
      const m = await threeLeads();
      const bidder = m.bidder.address;
      const given = { ...m.bids[1], sealedOpening: "0x5e5e" } as const;
      const hash = await m.commitBids([m.bids[2], given, m.bids[0]]);
      const placed = ({ leadId, commitment }: (typeof m.bids)[number], bond: bigint) => ({
        eventName: "BidCommitted",
        args: { leadId, round: 1, bidder, commitment, bond },
      });
      expect(await m.toldIn(hash)).to.deep.equal([
        placed(m.bids[2], BONDS[2]),
        placed(m.bids[1], BONDS[1]),
        {
          eventName: "SealedOpeningGiven",
          args: { leadId: m.second, round: 1, bidder, sealedOpening: "0x5e5e" },
        },
        placed(m.bids[0], BONDS[0]),
      ]);
    });

    it("should do the same as one call for each", async () => {
      const m = await threeLeads();
      const start = await networkHelpers.takeSnapshot();
      const outcome = async (hashes: readonly Hex[]) => ({
        told: (await Promise.all(hashes.map(m.toldIn))).flat(),
        auctions: await Promise.all(m.bids.map(({ leadId }) => m.house.read.auctionOf([leadId]))),
        commitments: await m.commitmentsOf(),
        balance: await m.balanceOf(m.bidder),
      });
      const together = await outcome([await m.commitBids(m.bids)]);
      await start.restore();
      const hashes: Hex[] = [];
      for (const { leadId, round, commitment, sealedOpening } of m.bids) {
        hashes.push(
          await m.house.write.commitBid([leadId, round, commitment, sealedOpening], by(m.bidder)),
        );
      }
      expect(await outcome(hashes)).to.deep.equal(together);
    });

    it("should open what it placed, like any other bid", async () => {
      const m = await threeLeads();
      const drafts = [
        await m.seal(m.first, m.bidder, usdc(120)),
        await m.seal(m.second, m.bidder, usdc(220)),
      ];
      await m.commitBids(
        [m.first, m.second].map((leadId, i) => ({
          ...sealed(leadId, ""),
          commitment: drafts[i]?.commitment ?? zeroHash,
        })),
      );
      await m.toReveal(m.second);
      for (const [i, leadId] of [m.first, m.second].entries()) {
        const draft = drafts[i];
        if (draft) await m.house.write.revealBid([leadId, draft.opening]);
        expect((await m.house.read.auctionOf([leadId])).leader).to.equal(m.bidder.address);
      }
    });
  });

  describe("given a bid of the same account on one of the leads", () => {
    it("should overwrite that and place the others", async () => {
      const m = await threeLeads();
      const bidder = m.bidder.address;
      await m.commitBids([m.bids[1]]);
      const other = sealed(m.second, "another");
      const hash = await m.commitBids([m.bids[0], other]);
      expect(await m.toldIn(hash)).to.deep.equal([
        {
          eventName: "BidCommitted",
          args: {
            ...{ leadId: m.first, round: 1, bidder },
            ...{ commitment: m.bids[0].commitment, bond: BONDS[0] },
          },
        },
        {
          eventName: "BidOverwritten",
          args: { leadId: m.second, round: 1, bidder, commitment: other.commitment },
        },
      ]);
      expect(await m.pendingOf()).to.deep.equal([1, 1, 0]);
      expect((await m.balanceOf(m.bidder)).locked).to.equal(BONDS[0] + BONDS[1]);
    });
  });

  describe("when a lead comes twice", () => {
    it("should keep the last of its bids and lock one bond", async () => {
      const m = await threeLeads();
      const bidder = m.bidder.address;
      const last = sealed(m.first, "the last word");
      const hash = await m.commitBids([m.bids[0], m.bids[1], last]);
      expect((await m.toldIn(hash)).at(-1)).to.deep.equal({
        eventName: "BidOverwritten",
        args: { leadId: m.first, round: 1, bidder, commitment: last.commitment },
      });
      expect(await m.commitmentsOf()).to.deep.equal([
        last.commitment,
        m.bids[1].commitment,
        zeroHash,
      ]);
      expect(await m.pendingOf()).to.deep.equal([1, 1, 0]);
      expect((await m.balanceOf(m.bidder)).locked).to.equal(BONDS[0] + BONDS[1]);
    });
  });

  describe("when there are no bids", () => {
    it("should do nothing", async () => {
      const m = await threeLeads();
      expect(await m.toldIn(await m.commitBids([]))).to.deep.equal([]);
      expect(await m.balanceOf(m.bidder)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });
  });

  describe("when one of the bids is bad", () => {
    it("reverts for a lead that takes no bids any more", async () => {
      const m = await threeLeads();
      await m.house.write.cancelAuction([m.third], by(m.seller));
      await m.expectNone(m.bids, "AuctionHouse_WrongPhase", m.third, Phase.Unsold);
    });

    it("reverts for another round than the present one", async () => {
      const m = await threeLeads();
      const bad = sealed(m.second, "b", { round: 2 });
      await m.expectNone([m.bids[0], bad, m.bids[2]], "AuctionHouse_WrongRound", m.second, 2, 1);
    });

    it("reverts for a commitment of zero", async () => {
      const m = await threeLeads();
      const bad = { ...m.bids[1], commitment: zeroHash };
      await m.expectNone([m.bids[0], bad], "AuctionHouse_ZeroCommitment", m.second);
    });

    it("reverts for a sealed opening that is too long", async () => {
      const m = await threeLeads();
      const length = MAX_SEALED_OPENING_LENGTH + 1;
      const bad = sealed(m.second, "b", { opening: `0x${"5e".repeat(length)}` });
      await m.expectNone(
        [m.bids[0], bad],
        "AuctionHouse_SealedOpeningTooLong",
        ...[m.second, BigInt(length), BigInt(MAX_SEALED_OPENING_LENGTH)],
      );
    });

    it("reverts with the error of the first of two", async () => {
      const m = await threeLeads();
      const wrongRound = sealed(m.third, "c", { round: 7 });
      const zero = { ...m.bids[1], commitment: zeroHash };
      await m.expectNone([wrongRound, zero], "AuctionHouse_WrongRound", m.third, 7, 1);
      await m.expectNone([zero, wrongRound], "AuctionHouse_ZeroCommitment", m.second);
    });

    it("reverts where the free balance covers all bonds but the last", async () => {
      const m = await threeLeads();
      const needed = BONDS[0] + BONDS[1] + BONDS[2];
      const { address } = m.bidder;
      await m.vault.write.withdraw([address, DEPOSIT - needed + 1n], by(m.bidder));
      const args = [address, BONDS[2] - 1n, BONDS[2]];
      await m.expectNone(m.bids, "PersonalEscrowVault_InsufficientFree", ...args);
    });

    it("reverts where the account may receive one lead and not the other", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      const { leadId: solar } = await m.list();
      const { leadId: insurance, lead } = await m.listLead({ vertical: "insurance.auto" });
      const attempt = (...leads: bigint[]) =>
        m.house.write.commitBids([leads.map((leadId) => sealed(leadId, "a"))], by(bidder));
      const place = region(lead.region);
      const reason = lacks("licence", bidder, licenceTypeOf("insurance", lead.region));
      await assertions.revertWithCustomErrorWithArgs(
        attempt(solar, insurance),
        m.gate,
        "ComplianceGate_Denied",
        [bidder.address, Activity.Receive, verticalId("insurance.auto"), place, reason],
      );
      expect((await m.balanceOf(bidder)).locked).to.equal(0n);
      await attempt(solar);
      expect((await m.house.read.auctionOf([solar])).pendingCommitments).to.equal(1);
    });
  });

  describe("given a vault that is paused", () => {
    it("should overwrite bids, and place none", async () => {
      const m = await threeLeads();
      await m.commitBids([m.bids[0]]);
      await pauseVault(m);
      const other = sealed(m.first, "another");
      await m.commitBids([other]);
      await assertions.revertWithCustomErrorWithArgs(
        m.commitBids([m.bids[0], m.bids[1]]),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
      expect(await m.commitmentsOf()).to.deep.equal([other.commitment, zeroHash, zeroHash]);
    });
  });

  describe("given two accounts", () => {
    it("should bid for the caller only", async () => {
      const m = await threeLeads();
      const [, other] = m.bidders;
      await m.commitBids(m.bids);
      await m.house.write.commitBids([[sealed(m.first, "mine")]], by(other));
      expect(await m.pendingOf()).to.deep.equal([2, 1, 1]);
      expect(await m.commitmentsOf()).to.deep.equal(m.bids.map(({ commitment }) => commitment));
      expect((await m.balanceOf(other)).locked).to.equal(BONDS[0]);
    });
  });
});
