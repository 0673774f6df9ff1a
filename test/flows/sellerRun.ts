import { expect } from "chai";
import { network } from "hardhat";

import { cancelAuction } from "../../deploy/sdk/actions/auction/cancelAuction.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { openServices } from "../../deploy/sdk/services.ts";
import { usdc } from "../fixtures/market.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("sales that are tended", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  const fixture = marketOf(connection);
  const market = () => servedMarket(connection, fixture, servers.urls);
  before(async () => {
    servers = await openServers(connection);
  });
  after(() => servers.close());

  describe("given timelocked bids", () => {
    it("should open them and deliver to the winner in one call, once their round is out", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.bid(leadId, usdc(100), usdc(140));
      await m.toReveal(leadId);
      expect((await tendSales(m.seller, {})).done).to.deep.equal([]);

      await m.toOpening(leadId);
      const { done, earned, failures, gasUsed } = await tendSales(m.seller, {});
      expect(done.map(({ what }) => what)).to.deep.equal(["opened", "delivered"]);
      const { price } = await m.house.read.auctionOf([leadId]);
      expect(price).to.equal(usdc(140));
      expect(earned > 0n && earned <= price).to.equal(true);
      expect([failures, gasUsed > 0n]).to.deep.equal([[], true]);
      expect((await decryptLead(m.bidders[1], { leadId })).contact.email).to.be.a("string");
      expect((await tendSales(m.seller, {})).done).to.deep.equal([]);
    });

    it("should deliver what somebody else has opened", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.runBids(leadId, [[m.bidders[0], usdc(120)]]);
      const { done } = await tendSales(m.seller, {});
      expect(done.map(({ what }) => what)).to.deep.equal(["delivered"]);
    });
  });

  describe("given a lead that nobody bids on", () => {
    it("should close its round, and no more without a rule", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.toReveal(leadId);
      const { done } = await tendSales(m.seller, {});
      expect(done.map(({ what }) => what)).to.deep.equal(["settled"]);
      expect((await tendSales(m.seller, {})).done).to.deep.equal([]);
      expect((await m.balanceOf(m.seller)).locked).to.equal(0n);
    });

    it("should list it again as often as the rule says, each time for less", async () => {
      const m = await market();
      const leadId = await m.list({ terms: { baseReserve: "400" } });
      const { reserve } = await m.house.read.auctionOf([leadId]);
      const rule = { relist: 2, reserveStep: 10 };
      const reserves: bigint[] = [];
      for (let round = 2; round <= 3; round++) {
        await m.toReveal(leadId);
        const { done } = await tendSales(m.seller, rule);
        expect(done.map(({ what }) => what)).to.deep.equal(["settled", "listed"]);
        const auction = await m.house.read.auctionOf([leadId]);
        expect(auction).to.include({ round, phase: Phase.Commit });
        reserves.push(auction.reserve);
      }
      expect(reserves).to.deep.equal([(reserve * 90n) / 100n, (reserve * 81n) / 100n]);
      await m.toReveal(leadId);
      expect((await tendSales(m.seller, rule)).done.map(({ what }) => what)).to.deep.equal([
        "settled",
      ]);
      expect((await tendSales(m.seller, rule)).done).to.deep.equal([]);
    });

    it("should not list again what its seller took back", async () => {
      const m = await market();
      const leadId = await m.list();
      await cancelAuction(m.seller, { leadId });
      await m.time.increase(3_600);
      expect((await tendSales(m.seller, { relist: 5 })).done).to.deep.equal([]);
    });
  });

  describe("given a lead whose bids nobody can open now, and one that was won", () => {
    it("should deliver the one and say of the other what to do", async () => {
      const m = await market();
      const [sealed, won] = [await m.list(), await m.list()];
      await m.bid(sealed, usdc(120));
      await m.commit(won, m.bidders[1], usdc(130));
      const { opening } = await m.seal(won, m.bidders[1], usdc(130));
      await m.toOpening(sealed);
      await m.house.write.revealBid([won, opening]);
      const services = openServices({
        urlOf: (name) => (name === "beacon" ? "http://127.0.0.1:9" : undefined),
        chain: undefined,
      });
      const { done, failures } = await tendSales({ ...m.seller, services }, {});
      expect(done.map(({ leadId, what }) => [leadId, what])).to.deep.equal([[won, "delivered"]]);
      expect(failures).to.have.length(1);
      expect(failures[0]).to.include({ leadId: sealed, code: "BEACON_SILENT" });
      expect(failures[0]?.next).to.be.a("string");
    });
  });
});
