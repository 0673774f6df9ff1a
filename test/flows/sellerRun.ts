import { expect } from "chai";
import hre, { network } from "hardhat";
import type { NetworkHooks } from "hardhat/types/hooks";
import { pad, type Hex } from "viem";

import { cancelAuction } from "../../deploy/sdk/actions/auction/cancelAuction.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { hasDueSale, noteSales } from "../../deploy/sdk/actions/seller/openSales.ts";
import { tendSales } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { openServices } from "../../deploy/sdk/services.ts";
import { usdc } from "../fixtures/market.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

/** A question about events. */
interface LogQuestion {
  readonly topics: readonly unknown[];
  readonly fromBlock: string;
}

/** More blocks than are searched again. */
const MANY = 120;

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

  describe("given events that were searched before", () => {
    it("should search later blocks alone", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.toReveal(leadId);
      expect((await tendSales(m.seller, {})).done.map(({ what }) => what)).to.deep.equal([
        "settled",
      ]);
      for (let block = 0; block < MANY; block++) await connection.networkHelpers.mine();
      expect((await tendSales(m.seller, {})).done).to.deep.equal([]);
      const searched = await m.time.latestBlock();
      const asked: number[] = [];
      const seller = m.seller.address.toLowerCase() as Hex;
      const onRequest: NetworkHooks["onRequest"] = (context, to, request, next) => {
        if (request.method === "eth_getLogs") {
          const [{ topics, fromBlock }] = request.params as [LogQuestion];
          if (topics.includes(pad(seller))) asked.push(Number(fromBlock));
        }
        return next(context, to, request);
      };
      hre.hooks.registerHandlers("network", { onRequest });
      try {
        const next = await m.list();
        await m.runBids(next, [[m.bidders[0], usdc(120)]]);
        asked.length = 0;
        const { done } = await tendSales(m.seller, {});
        expect(done.map(({ what }) => what)).to.deep.equal(["delivered"]);
      } finally {
        hre.hooks.unregisterHandlers("network", { onRequest });
      }
      expect(asked).to.have.length(2);
      expect(Math.min(...asked)).to.be.greaterThan(searched - MANY);
    });

    it("should be worth a look again from the end of a commit phase on, until the sale has ended", async () => {
      const m = await market();
      expect(hasDueSale(m.seller, 0)).to.equal(true);
      await tendSales(m.seller, {});
      const leadId = await m.list();
      const { commitEnd } = await m.house.read.auctionOf([leadId]);
      expect(hasDueSale(m.seller, commitEnd)).to.equal(false);
      const { address: seller } = m.seller;
      noteSales(m.seller, await m.house.getEvents.AuctionCreated({ seller }, { fromBlock: 0n }));
      expect(hasDueSale(m.seller, commitEnd - 1)).to.equal(false);
      expect(hasDueSale(m.seller, commitEnd)).to.equal(true);
      await m.toReveal(leadId);
      await tendSales(m.seller, {});
      expect(hasDueSale(m.seller, commitEnd)).to.equal(false);
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
