import { expect } from "chai";
import { network } from "hardhat";

import { findDue } from "../../deploy/sdk/actions/keeper/findDue.ts";
import { keepAuctions } from "../../deploy/sdk/actions/keeper/keepAuctions.ts";
import { deposit } from "../../deploy/sdk/actions/vault/deposit.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { openServices } from "../../deploy/sdk/services.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("auctions that anyone keeps, without a subgraph", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  const fixture = marketOf(connection);
  const market = () => servedMarket(connection, fixture, servers.urls);
  before(async () => {
    servers = await openServers(connection);
  });
  after(() => servers.close());

  describe("given timelocked bids whose bidders never come back", () => {
    it("should open them in one transaction once their round is out, and nothing before", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.bid(leadId, usdc(100), usdc(140), usdc(120));
      await m.vault.write.proveReserves();
      await m.toReveal(leadId);
      expect(await keepAuctions(m.anyone)).to.include({ transactions: 0, gasUsed: 0n, fees: 0n });

      await m.toOpening(leadId);
      const done = await keepAuctions(m.anyone);
      expect(done.opened).to.have.length(1);
      expect(done.opened[0]).to.deep.include({
        leadId,
        bids: 3,
        phase: "Delivery",
        leader: m.bidders[1].address,
        leadingBid: usdc(140),
      });
      expect(done).to.deep.include({ actions: [], failures: [], transactions: 1, tips: 0n });
      expect(done.gasUsed > 0n).to.equal(true);
      expect(await keepAuctions(m.anyone)).to.include({ transactions: 0 });
    });

    it("should spend nothing on one that is not covered, until it is", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.bid(leadId, DEPOSIT + usdc(50));
      await m.vault.write.proveReserves();
      await m.toOpening(leadId);
      expect(await keepAuctions(m.anyone)).to.deep.include({ transactions: 0, failures: [] });

      await deposit(m.bidders[0], { amount: usdc(100), faucet: true });
      expect((await keepAuctions(m.anyone)).opened[0]).to.include({ bids: 1, phase: "Delivery" });
    });
  });

  describe("given rounds that nobody won, and reserves that were not proved for a day", () => {
    it("should find all that is due, do it, and then find nothing", async () => {
      const m = await market();
      const leads = [await m.list(), await m.list()];
      await m.time.increase(86_400);
      const due = await findDue(m.client);
      expect(due.actions).to.have.deep.members([
        { kind: "ProveReserves", leadId: null, round: null, bidder: null, amount: null },
        ...leads.map((leadId) => ({
          kind: "CloseUnsold",
          leadId,
          round: null,
          bidder: null,
          amount: null,
        })),
      ]);

      const done = await keepAuctions(m.anyone);
      expect(done.actions).to.have.deep.members(due.actions);
      expect(done).to.include({ skipped: 0, transactions: 1 });
      expect((await findDue(m.client)).actions).to.deep.equal([]);
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should say which work it cannot see", async () => {
      const m = await market();
      const { indexedBlock, unseen } = await findDue(m.client);
      expect(indexedBlock).to.equal(null);
      expect(unseen).to.have.length(1);
      expect(unseen[0]).to.include("Bonds of bids that were never opened").and.include("subgraph");
    });
  });

  describe("given a tie whose bids were opened", () => {
    it("should ask for the random word, and free the losers once it has decided", async () => {
      const m = await market();
      const leadId = await m.list();
      await m.bid(leadId, usdc(120), usdc(120), usdc(120));
      await m.vault.write.proveReserves();
      await m.toOpening(leadId);
      const first = await keepAuctions(m.anyone);
      expect(first.opened[0]).to.include({ bids: 3, phase: "TieBreak" });
      expect(first.actions.map(({ kind }) => kind)).to.deep.equal(["RequestTieBreak"]);
      // Nobody answers: a day after the reveal phase the first bid wins.
      await m.time.increase(86_400);
      const done = await keepAuctions(m.anyone);
      const kinds = done.actions.map(({ kind }) => kind).filter((kind) => kind !== "ProveReserves");
      expect(kinds).to.deep.equal(["ResolveTie", "ReleaseTiedBid", "ReleaseTiedBid"]);
      expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
    });
  });

  describe("given a beacon that is dead", () => {
    it("should say so of that lead, and do all else", async () => {
      const m = await market();
      const [sealed, unsold] = [await m.list(), await m.list()];
      await m.bid(sealed, usdc(120));
      await m.vault.write.proveReserves();
      await m.toOpening(sealed);
      const services = openServices({
        urlOf: (name) => (name === "beacon" ? "http://127.0.0.1:9" : undefined),
        chain: undefined,
      });
      const done = await keepAuctions({ ...m.anyone, services });
      expect(done.failures).to.have.length(1);
      expect(done.failures[0]).to.include({ leadId: sealed, code: "BEACON_SILENT" });
      expect(done.actions).to.have.length(1);
      expect(done.actions[0]).to.include({ kind: "CloseUnsold", leadId: unsold });
    });
  });
});
