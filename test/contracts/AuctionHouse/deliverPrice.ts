import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc, VERTICAL } from "../../fixtures/market.ts";
import { verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;
type M = Awaited<ReturnType<typeof auctionMarket>>;

/** Sells a lead to the first bidder; the others bid the amounts given. */
async function sell(m: M, bid: bigint, rivals: readonly bigint[]) {
  const [buyer, ...others] = m.bidders;
  const rivalBids = rivals.map((amount, i) => [others[i] ?? buyer, amount] as const);
  const sale = await m.auctionOff([...rivalBids, [buyer, bid]]);
  return { ...sale, buyer };
}

/** Fees of auctions from now on. */
async function setFees(m: M, feeBps: number, convenienceFee: bigint): Promise<void> {
  const fees = { treasury: m.treasury.address, feeBps, convenienceFee: Number(convenienceFee) };
  await setAsConfigurator(m, m.house, "setFeeConfig", fees);
}

describe("AuctionHouse.deliver, price and fees", () => {
  for (const [given, rivals] of [
    ["no rival", []],
    ["a lower bid", [usdc(110)]],
    ["an equal bid, beaten by the word", [usdc(140)]],
  ] as const) {
    describe(`given ${given}`, () => {
      it("should charge the winner's bid", async () => {
        const m = await auctionMarket();
        const { leadId, auction, buyer } = await sell(m, usdc(140), rivals);
        if (auction.phase === Phase.TieBreak) {
          await m.drawWord(leadId, 1n);
          await m.house.write.resolveTie([leadId]);
        }
        expect((await m.house.read.auctionOf([leadId])).price).to.equal(usdc(140));
        const fee = usdc(7);
        const delivery = await m.deliveryTo(leadId, buyer);
        const changes = await m.changesOf([m.seller, buyer, m.treasury], () =>
          m.house.write.deliver([...delivery]),
        );
        expect(changes).to.deep.equal([
          { free: usdc(140) - fee + auction.deliveryBond, locked: -auction.deliveryBond },
          { free: 0n, locked: -usdc(140) },
          { free: fee, locked: 0n },
        ]);
      });
    });
  }

  for (const [given, feeBps, convenienceFee, fee] of [
    ["a share and a flat fee", 250, usdc(1), usdc(4)],
    ["a flat fee only", 0, usdc(10), usdc(10)],
    ["no fee", 0, 0n, 0n],
    ["a share that is not a whole unit", 333, 1n, 3_996_001n],
  ] as const) {
    describe(`given ${given}`, () => {
      it("should charge the seller exactly what the treasury gets (pitfall 9)", async () => {
        const m = await auctionMarket();
        await setFees(m, feeBps, convenienceFee);
        const { leadId, buyer } = await sell(m, usdc(120), []);
        const { deliveryBond } = await m.house.read.auctionOf([leadId]);
        await assertions.emitWithArgs(
          m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]),
          m.house,
          "AuctionSettled",
          [
            leadId,
            1,
            buyer.address,
            m.seller.address,
            m.treasury.address,
            usdc(120),
            fee,
            deliveryBond,
          ],
        );
        expect(await m.balanceOf(m.seller)).to.deep.equal({
          free: DEPOSIT + usdc(120) - fee,
          locked: 0n,
        });
        expect(await m.balanceOf(m.treasury)).to.deep.equal({ free: fee, locked: 0n });
      });
    });
  }

  describe("given a flat fee above the price", () => {
    it("should take the price and no more", async () => {
      const m = await auctionMarket();
      await setFees(m, 1_000, usdc(10));
      const config = await m.registry.read.verticalOf([verticalId(VERTICAL)]);
      await setAsConfigurator(m, m.registry, "configureVertical", VERTICAL, {
        ...config,
        minReserve: usdc(1),
      });
      const [buyer] = m.bidders;
      const { leadId, auction } = await m.auctionOff([[buyer, usdc(3)]], { baseReserve: "1" });
      await assertions.emitWithArgs(
        m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]),
        m.house,
        "AuctionSettled",
        [
          leadId,
          1,
          buyer.address,
          m.seller.address,
          m.treasury.address,
          usdc(3),
          usdc(3),
          auction.deliveryBond,
        ],
      );
      expect(auction.convenienceFee).to.equal(Number(usdc(10)));
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.balanceOf(m.treasury)).to.deep.equal({ free: usdc(3), locked: 0n });
    });
  });
});
