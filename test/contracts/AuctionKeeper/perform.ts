import { expect } from "chai";
import { zeroAddress } from "viem";

import { viem } from "../../fixtures/auctionHouse.ts";
import { KEEPER_CASES, type KeeperCase } from "../../fixtures/keeperCases.ts";
import { keeperMarket, TIP } from "../../fixtures/keeper.ts";

const { assertions } = viem;
const NOTHING = { free: 0n, locked: 0n };

/** All money that is locked in the vault. */
async function lockedIn({ m }: KeeperCase): Promise<bigint> {
  return (await m.vaultTotals(m.everybody)).locked;
}

describe("AuctionKeeper.perform", () => {
  for (const [what, setUp] of Object.entries(KEEPER_CASES)) {
    describe(`given ${what}`, () => {
      describe("before it is due", () => {
        it("should skip it and move nothing", async () => {
          const { m, action, ...rest } = await setUp();
          const locked = await lockedIn({ m, action, ...rest });
          const hash = await m.perform([action]);
          expect(await m.outcomeOf(hash)).to.deep.equal({ performed: 0, skipped: 1, left: 0 });
          expect(await lockedIn({ m, action, ...rest })).to.equal(locked);
        });
      });

      describe("when it is due", () => {
        it("should do it, and pay nobody but the beneficiary its tip", async () => {
          const { m, action, toDue, event, tipped = false } = await setUp();
          await toDue();
          const [contract, name] = event;
          const beneficiary = m.bidders[5];
          const holders = [beneficiary, m.anyone, m.holdings];
          const changes = await m.changesOf(holders, async () => {
            const performing = m.perform([action], { beneficiary: beneficiary.address });
            await assertions.emit(performing, m[contract], name as never);
          });
          const earned = { free: tipped ? TIP : 0n, locked: 0n };
          expect(changes).to.deep.equal([earned, NOTHING, NOTHING]);
          expect(await m.usdc.read.balanceOf([m.keeper.address])).to.equal(0n);
        });

        it("should do it once, however often it is asked", async () => {
          const { m, action, toDue } = await setUp();
          await toDue();
          const twice = await m.outcomeOf(await m.perform([action, action]));
          expect(twice).to.deep.equal({ performed: 1, skipped: 1, left: 0 });
          const again = await m.outcomeOf(await m.perform([action]));
          expect(again).to.deep.equal({ performed: 0, skipped: 1, left: 0 });
        });

        it("should do it between others that are not", async () => {
          const { m, action, toDue } = await setUp();
          await toDue();
          const hostile = [
            { kind: "CloseUnsold", leadId: 0n },
            { kind: "RefundBuyer", leadId: 2n ** 56n - 1n },
            { kind: "ForfeitBond", leadId: 1n, round: 2 ** 32 - 1, bidder: zeroAddress },
            {
              kind: "ReleaseTiedBid",
              leadId: 1n,
              round: 1,
              amount: 2n ** 64n - 1n,
              index: 2n ** 32n - 1n,
            },
          ] as const;
          const hash = await m.perform([...hostile, action, ...hostile]);
          expect(await m.outcomeOf(hash)).to.deep.equal({ performed: 1, skipped: 8, left: 0 });
        });
      });
    });
  }

  describe("given no beneficiary", () => {
    it("should leave the tip to the treasury", async () => {
      const { m, action, toDue } = await caseOf(
        "forfeiting the bond of a bid that was never opened",
      );
      await toDue();
      const { bidBond } = await m.house.read.auctionOf([1n]);
      const [treasury] = await m.changesOf([m.treasury], () => m.perform([action]));
      expect(treasury).to.deep.equal({ free: bidBond, locked: 0n });
    });
  });

  describe("given words that are no actions", () => {
    it("should skip them", async () => {
      const m = await keeperMarket();
      const words = [
        `0x${"00".repeat(32)}`,
        `0x${"ff".repeat(32)}`,
        `0x09${"00".repeat(31)}`,
      ] as const;
      const hash = await m.keeper.write.perform([words, zeroAddress]);
      expect(await m.outcomeOf(hash)).to.deep.equal({ performed: 0, skipped: 3, left: 0 });
    });
  });

  describe("given an empty list", () => {
    it("should say that it did nothing", async () => {
      const m = await keeperMarket();
      await assertions.emitWithArgs(m.perform([]), m.keeper, "ActionsPerformed", [
        m.anyone.address,
        zeroAddress,
        0n,
        0n,
        0n,
      ]);
    });
  });
});

/** A case by its name. */
function caseOf(name: string): Promise<KeeperCase> {
  const setUp = KEEPER_CASES[name];
  if (setUp === undefined) throw new Error(`No case ${name}.`);
  return setUp();
}
