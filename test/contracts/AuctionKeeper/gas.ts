import { expect } from "chai";

import { networkHelpers } from "../../fixtures/auctionHouse.ts";
import { KEEPER_CASES } from "../../fixtures/keeperCases.ts";
import { passUntil } from "../../fixtures/auctionSteps.ts";
import { keeperMarket } from "../../fixtures/keeper.ts";

/** Gas limits from what a call without any action needs to what every action has enough of. */
const LIMITS = Array.from({ length: 12 }, (_, index) => 60_000n + BigInt(index) * 60_000n);

describe("AuctionKeeper with too little gas", () => {
  for (const [what, setUp] of Object.entries(KEEPER_CASES)) {
    describe(`given ${what}`, () => {
      it("should do it wholly or not touch it, and leave it due", async () => {
        const { m, action, toDue } = await setUp();
        await toDue();
        const before = await m.vaultTotals(m.everybody);
        const due = async () => (await m.dueOn(1n, 10n, [action])).actions;
        const work = await due();
        const ends = new Set<string>();
        for (const gas of LIMITS) {
          const snapshot = await networkHelpers.takeSnapshot();
          const hash = await m.perform([action], { gas }).catch(() => undefined);
          const outcome = hash === undefined ? undefined : await m.outcomeOf(hash);
          ends.add(outcome === undefined ? "reverted" : `performed ${outcome.performed}`);
          if (outcome?.performed !== 1) {
            if (outcome !== undefined)
              expect(outcome, `${gas}`).to.deep.include({ skipped: 0, left: 1 });
            expect(await m.vaultTotals(m.everybody)).to.deep.equal(before);
            expect(await due()).to.deep.equal(work);
          }
          await snapshot.restore();
        }
        expect(ends).to.include("performed 0").and.to.include("performed 1");
      });
    });
  }

  describe("given gas for some of several actions", () => {
    it("should do the first ones and say how many are left; another call does the rest", async () => {
      const m = await keeperMarket();
      const closes = [];
      let end = 0;
      for (let i = 0; i < 4; i++) {
        const { leadId, auction } = await m.list();
        closes.push({ kind: "CloseUnsold", leadId } as const);
        end = auction.commitEnd;
      }
      await passUntil(end);
      const { performed, skipped, left } = await m.outcomeOf(
        await m.perform(closes, { gas: 660_000n }),
      );
      expect(performed).to.be.within(1, 3);
      expect([skipped, performed + left]).to.deep.equal([0, 4]);
      const rest = await m.outcomeOf(await m.perform(closes));
      expect(rest).to.deep.equal({ performed: left, skipped: performed, left: 0 });
    });
  });
});
