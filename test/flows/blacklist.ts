import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const FEE = usdc(6);

/** A sale up to its delivery, with a beaten and a silent bidder; then Circle blacklists some. */
async function saleWith(
  blacklisted: readonly ("seller" | "buyer" | "loser" | "treasury" | "vault")[],
) {
  const m = await auctionMarket();
  const [loser, buyer, silent] = m.bidders;
  const { leadId, auction } = await m.list();
  const sealed = [await m.commit(leadId, loser, usdc(100)), await m.commit(leadId, buyer, BID)];
  await m.commit(leadId, silent, BID);
  const who = { seller: m.seller, buyer, loser, treasury: m.treasury, vault: m.vault };
  for (const name of blacklisted) await m.usdc.write.blacklist([who[name].address]);
  await m.toReveal(leadId);
  for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
  await m.toRevealEnd(leadId);
  const withdraw = ({ address, wallet }: typeof buyer, amount: bigint) =>
    m.vault.write.withdraw([address, amount], { account: wallet.account });
  return { ...m, leadId, bond: auction.bidBond, auction, loser, buyer, silent, withdraw };
}

describe("with blacklisted USDC accounts (pitfall 15)", () => {
  for (const blacklisted of [
    ["seller"],
    ["buyer"],
    ["loser"],
    ["treasury"],
    ["vault"],
    ["seller", "buyer", "loser", "treasury", "vault"],
  ] as const) {
    it(`sells, pays and forfeits although blacklisted: ${blacklisted.join(", ")}`, async () => {
      const { house, leadId, bond, loser, buyer, silent, ...m } = await saleWith(blacklisted);
      await house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);
      await m.toForfeits(leadId);
      await house.write.forfeitBond([leadId, 1, silent.address]);
      const tip = 250_000n;
      const holders = [m.seller, buyer, loser, silent, m.treasury, m.anyone];
      expect(await Promise.all(holders.map(m.balanceOf))).to.deep.equal(
        [DEPOSIT + BID - FEE, DEPOSIT - BID, DEPOSIT, DEPOSIT - bond, FEE + bond - tip, tip].map(
          (free) => ({ free, locked: 0n }),
        ),
      );
      expect(await m.ownerOf(leadId)).to.equal(buyer.address);
    });
  }

  it("refunds a blacklisted buyer within the vault and returns the lead", async () => {
    const { house, leadId, auction, buyer, ...m } = await saleWith(["buyer", "seller"]);
    await m.toRefund(leadId);
    await house.write.refund([leadId]);
    expect(await m.balanceOf(buyer)).to.deep.equal({
      free: DEPOSIT + auction.deliveryBond / 2n,
      locked: 0n,
    });
    expect(await house.read.phaseOf([leadId])).to.equal(Phase.Undelivered);
  });

  it("keeps the money of a blacklisted account and pays all others", async () => {
    const { vault, usdc: token, seller, buyer, loser, ...m } = await saleWith(["loser"]);
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, buyer))]);
    await assertions.revertWithCustomErrorWithArgs(
      m.withdraw(loser, DEPOSIT),
      token,
      "TestUSDC_Blacklisted",
      [loser.address],
    );
    expect(await m.balanceOf(loser)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    const earned = DEPOSIT + BID - FEE;
    await assertions.emitWithArgs(m.withdraw(seller, earned), vault, "Withdrawn", [
      seller.address,
      seller.address,
      earned,
    ]);
    expect(await token.read.balanceOf([seller.address])).to.equal(earned);

    await token.write.unBlacklist([loser.address]);
    await m.withdraw(loser, DEPOSIT);
    expect(await token.read.balanceOf([loser.address])).to.equal(DEPOSIT);
  });
});
