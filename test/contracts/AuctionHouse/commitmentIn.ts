import { expect } from "chai";
import { zeroHash } from "viem";

import {
  createAuction,
  inCommitPhase,
  networkHelpers,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { FORFEIT_DELAY } from "../../fixtures/auctionSteps.ts";
import { usdc } from "../../fixtures/market.ts";

/** The first bidder's commitment in a round of the lead. */
const commitmentIn = ({ house, leadId, bidders: [bidder] }: HouseMarket, round = 1) =>
  house.read.commitmentIn([leadId, round, bidder.address]);

describe("AuctionHouse.commitmentIn", () => {
  describe("given no commitment of the account", () => {
    it("should be zero", async () => {
      const m = await inCommitPhase();
      await m.commit(m.leadId, m.bidders[1], usdc(120));
      expect(await commitmentIn(m)).to.equal(zeroHash);
    });
  });

  describe("given a commitment", () => {
    it("should be that one, in its round only", async () => {
      const m = await inCommitPhase();
      const { commitment } = await m.commit(m.leadId, m.bidders[0], usdc(120));
      expect(await commitmentIn(m)).to.equal(commitment);
      expect(await commitmentIn(m, 2)).to.equal(zeroHash);
    });

    it("should be zero once it is opened", async () => {
      const m = await inCommitPhase();
      await m.runBids(m.leadId, [[m.bidders[0], usdc(120)]]);
      expect(await commitmentIn(m)).to.equal(zeroHash);
    });

    it("should outlive its round while nobody opens or forfeits it", async () => {
      const m = await inCommitPhase();
      const { commitment } = await m.commit(m.leadId, m.bidders[0], usdc(120));
      await m.toRevealEnd(m.leadId);
      await m.house.write.closeUnsold([m.leadId]);
      await createAuction(m, m.leadId);
      expect(await commitmentIn(m)).to.equal(commitment);
      await networkHelpers.time.increase(FORFEIT_DELAY);
      await m.house.write.forfeitBond([m.leadId, 1, m.bidders[0].address]);
      expect(await commitmentIn(m)).to.equal(zeroHash);
    });
  });
});
