import { expect } from "chai";
import { size, zeroHash } from "viem";

import { encodeKeeperAction, packKeeperActions } from "../../../deploy/sdk/report/keeperReport.ts";
import { networkHelpers } from "../../fixtures/auctionHouse.ts";
import { passUntil } from "../../fixtures/auctionSteps.ts";
import { keeperMarket, TIP } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const MAX_ACTIONS = 31;
/** Leads by which the cursor moves with each block. */
const STEP = 101;
/** Automation's bound in bytes. */
const MAX_PERFORM_DATA = 1_000;

/** Leads that ended without a bid. */
async function unsoldLeads(count: number) {
  const m = await keeperMarket();
  let end = 0;
  for (let i = 0; i < count; i++) end = Math.max(end, (await m.list()).auction.commitEnd);
  await passUntil(end);
  await m.vault.write.proveReserves();
  return m;
}

describe("AuctionKeeper.checkUpkeep", () => {
  describe("given nothing that is due", () => {
    it("should need nothing", async () => {
      const m = await keeperMarket();
      await m.list();
      expect(await m.check()).to.deep.equal({
        upkeepNeeded: false,
        performData: "0x",
        actions: [],
      });
    });
  });

  describe("given something that is due", () => {
    it("should find what `performUpkeep` then does", async () => {
      const m = await unsoldLeads(3);
      const { upkeepNeeded, performData, actions } = await m.check();
      expect(upkeepNeeded).to.equal(true);
      expect(actions.map(({ kind }) => kind)).to.deep.equal(Array(3).fill("CloseUnsold"));
      const outcome = await m.outcomeOf(await m.keeper.write.performUpkeep([performData]));
      expect(outcome).to.deep.equal({ performed: 3, skipped: 0, left: 0 });
      expect((await m.check()).upkeepNeeded).to.equal(false);
    });
  });

  describe("given more than fits into one call", () => {
    it("should return what Automation takes, and the rest the next time", async () => {
      const m = await unsoldLeads(MAX_ACTIONS + 3);
      const { performData, actions } = await m.check();
      expect(actions).to.have.length(MAX_ACTIONS);
      expect(size(performData)).to.be.at.most(MAX_PERFORM_DATA);
      const first = await m.outcomeOf(await m.keeper.write.performUpkeep([performData]));
      expect(first).to.deep.equal({ performed: MAX_ACTIONS, skipped: 0, left: 0 });
      expect((await m.check()).actions).to.have.length(3);
    });
  });

  describe("given hints", () => {
    it("should try them, and ignore what is no word", async () => {
      const m = await keeperMarket();
      const { leadId } = await m.list();
      const silent = m.bidders[0];
      await m.commit(leadId, silent, usdc(120));
      await m.toRevealEnd(leadId);
      await m.toForfeits(leadId);
      await m.house.write.closeUnsold([leadId]);
      const bond = { kind: "ForfeitBond", leadId, round: 1, bidder: silent.address } as const;
      const lie = { ...bond, round: 2 };
      const { performData } = await m.check(`${packKeeperActions([lie, bond])}0102`);
      expect(performData).to.equal(encodeKeeperAction(bond));
    });
  });
});

describe("AuctionKeeper.cursor", () => {
  it("should be zero while there is no lead", async () => {
    const m = await keeperMarket();
    expect(await m.keeper.read.cursor()).to.equal(0n);
    expect((await m.check()).upkeepNeeded).to.equal(false);
  });

  it("should move with each block, and wrap behind the last lead", async () => {
    const m = await unsoldLeads(4);
    const seen = [];
    for (let i = 0; i < 4; i++) {
      const block = await m.publicClient.getBlockNumber();
      const cursor = await m.keeper.read.cursor();
      expect(cursor).to.equal(1n + ((block * BigInt(STEP)) % 4n));
      seen.push(Number(cursor));
      await networkHelpers.mine();
    }
    expect(seen.toSorted((a, b) => a - b)).to.deep.equal([1, 2, 3, 4]);
  });

  it("should let a check find all leads once, wherever it begins", async () => {
    const m = await unsoldLeads(4);
    for (let i = 0; i < 4; i++) {
      const first = await m.keeper.read.cursor();
      const { actions } = await m.check();
      const found = actions.flatMap((action) => ("leadId" in action ? [action.leadId] : []));
      expect(found).to.deep.equal([0n, 1n, 2n, 3n].map((i) => 1n + ((first - 1n + i) % 4n)));
      await networkHelpers.mine();
    }
  });
});

describe("AuctionKeeper.performUpkeep", () => {
  it("should leave tips to the treasury: Automation's forwarder could not take them", async () => {
    const m = await keeperMarket();
    const { leadId, auction } = await m.list();
    const silent = m.bidders[0];
    await m.commit(leadId, silent, usdc(120));
    await m.toRevealEnd(leadId);
    await m.toForfeits(leadId);
    const bond = { kind: "ForfeitBond", leadId, round: 1, bidder: silent.address } as const;
    const changes = await m.changesOf([m.anyone, m.treasury, m.holdings], () =>
      m.keeper.write.performUpkeep([packKeeperActions([bond])]),
    );
    expect(changes).to.deep.equal([
      { free: 0n, locked: 0n },
      { free: auction.bidBond, locked: 0n },
      { free: 0n, locked: 0n },
    ]);
    expect(auction.bidBond > TIP).to.equal(true);
  });

  for (const data of ["0x", "0x01", zeroHash, `0x${"ff".repeat(1_000)}`] as const) {
    it(`should take ${size(data)} bytes that say nothing`, async () => {
      const m = await keeperMarket();
      const { performed } = await m.outcomeOf(await m.keeper.write.performUpkeep([data]));
      expect(performed).to.equal(0);
    });
  }
});
