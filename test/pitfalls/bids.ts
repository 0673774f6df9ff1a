import { expect } from "chai";
import { numberToHex, zeroAddress, type Hex } from "viem";

import { RevealOutcome } from "../../deploy/sdk/codes/enums.ts";
import { commitmentOf } from "../../deploy/sdk/bid/sealedBid.ts";
import type { Party } from "../../deploy/local/party.ts";
import { freshMarket, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { FORFEIT_DELAY } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc, type Market } from "../fixtures/market.ts";

const { assertions } = viem;

function commitRaw(m: Market, leadId: bigint, bidder: Party, commitment: Hex) {
  return m.house.write.commitBid([leadId, 1, commitment, "0x"], { account: bidder.wallet.account });
}

describe("Pitfalls of sealed bids", () => {
  it("1 commitment without bidder: a copied commitment cannot be opened", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [author, copier] = m.bidders;
    const { commitment, opening } = await m.commit(leadId, author, usdc(100));
    await commitRaw(m, leadId, copier, commitment);
    await m.toReveal(leadId);

    const copied = { ...opening, bidder: copier.address };
    const { amount, salt } = opening;
    const own = await m.house.read.commitmentOf([leadId, 1, copier.address, amount, salt]);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.revealBid([leadId, copied]),
      m.house,
      "AuctionHouse_WrongOpening",
      [leadId, copier.address, commitment, own],
    );
    await assertions.emitWithArgs(
      m.house.write.revealBid([leadId, opening]),
      m.house,
      "BidRevealed",
      [leadId, 1, author.address, amount, RevealOutcome.Leading, zeroAddress],
    );
  });

  it("2 commitment without chain, contract, lead and round: none opens where it was not made for", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const here = { chainId: m.chainId, house: m.house.address, leadId, round: 1 };
    const elsewhere = [
      { ...here, chainId: m.chainId + 1 },
      { ...here, house: m.vault.address },
      { ...here, leadId: leadId + 1n },
      { ...here, round: 2 },
    ];
    const replays = [];
    for (const [i, context] of elsewhere.entries()) {
      const bidder = m.bidders[i] ?? m.bidders[0];
      const { opening } = await m.seal(leadId, bidder, usdc(100));
      const commitment = commitmentOf({ ...context, ...opening });
      await commitRaw(m, leadId, bidder, commitment);
      replays.push({ commitment, opening, expected: commitmentOf({ ...here, ...opening }) });
    }
    await m.toReveal(leadId);
    for (const { commitment, opening, expected } of replays) {
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.revealBid([leadId, opening]),
        m.house,
        "AuctionHouse_WrongOpening",
        [leadId, opening.bidder, commitment, expected],
      );
    }
  });

  it("3 truncated hash: every bit of a commitment counts", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const truncations = [
      (hash: bigint) => hash ^ 1n,
      (hash: bigint) => hash ^ (1n << 255n),
      (hash: bigint) => hash & ((1n << 128n) - 1n),
      (hash: bigint) => (hash >> 96n) << 96n,
    ];
    const openings = [];
    for (const [i, truncate] of truncations.entries()) {
      const bidder = m.bidders[i] ?? m.bidders[0];
      const { commitment, opening } = await m.seal(leadId, bidder, usdc(100));
      const truncated = numberToHex(truncate(BigInt(commitment)), { size: 32 });
      await commitRaw(m, leadId, bidder, truncated);
      openings.push({ opening, truncated, commitment });
    }
    await m.toReveal(leadId);
    for (const { opening, truncated, commitment } of openings) {
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.revealBid([leadId, opening]),
        m.house,
        "AuctionHouse_WrongOpening",
        [leadId, opening.bidder, truncated, commitment],
      );
    }
  });

  it("4 underfunded reveal refunded free: it reverts with the bond still locked, until the bidder tops up", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [bidder] = m.bidders;
    const { account } = bidder.wallet;
    const { opening } = await m.commit(leadId, bidder, usdc(100));
    const { bidBond } = await m.house.read.auctionOf([leadId]);
    const { free } = await m.balanceOf(bidder);
    await m.vault.write.withdraw([bidder.address, free], { account });
    await m.toReveal(leadId);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.revealBid([leadId, opening]),
      m.house,
      "AuctionHouse_UnfundedBid",
      [leadId, bidder.address, usdc(100), bidBond],
    );
    expect(await m.balanceOf(bidder)).to.deep.equal({ free: 0n, locked: bidBond });

    await m.usdc.write.approve([m.vault.address, usdc(100)], { account });
    await m.vault.write.deposit([usdc(100) - bidBond], { account });
    await m.house.write.revealBid([leadId, opening]);
    expect(await m.balanceOf(bidder)).to.deep.equal({ free: 0n, locked: usdc(100) });
  });

  it("5 unrevealed money without exit: only the bond is lost, and never stuck, even after the lead is listed again", async () => {
    const m = await freshMarket();
    const { leadId, disclosure } = await m.listLead();
    const [bidder] = m.bidders;
    await m.commit(leadId, bidder, usdc(100));
    const { bidBond } = await m.house.read.auctionOf([leadId]);
    await m.toRevealEnd(leadId);
    await m.house.write.closeUnsold([leadId]);
    const { account } = m.seller.wallet;
    await m.house.write.createAuction([leadId, disclosure.submission.terms], { account });

    await networkHelpers.time.increase(FORFEIT_DELAY);
    await m.house.write.forfeitBond([leadId, 1, bidder.address]);
    expect(await m.balanceOf(bidder)).to.deep.equal({ free: DEPOSIT - bidBond, locked: 0n });
    await m.vault.write.withdraw([bidder.address, DEPOSIT - bidBond], {
      account: bidder.wallet.account,
    });
    expect(await m.usdc.read.balanceOf([bidder.address])).to.equal(DEPOSIT - bidBond);
  });

  it("12 zero bid reverts a batch: it is skipped, the others are opened", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [zero, bidder] = m.bidders;
    const { opening: any } = await m.seal(leadId, zero, 1n);
    const nothing = { ...any, amount: 0n };
    const context = { chainId: m.chainId, house: m.house.address, leadId, round: 1 };
    await commitRaw(m, leadId, zero, commitmentOf({ ...context, ...nothing }));
    const { opening } = await m.commit(leadId, bidder, usdc(100));
    await m.toReveal(leadId);
    await m.house.write.revealBids([leadId, [nothing, opening]]);

    const [skipped] = await m.house.getEvents.RevealSkipped({ leadId });
    expect(skipped?.args.bidder).to.equal(zero.address);
    const { leadingBid, pendingCommitments } = await m.house.read.auctionOf([leadId]);
    expect({ leadingBid, pendingCommitments }).to.deep.equal({
      leadingBid: usdc(100),
      pendingCommitments: 1,
    });
  });

  it("13 junk bids exhaust a cap: there is none, and overwriting takes no place", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [buyer, ...junk] = m.bidders;
    for (let i = 1n; i <= 10n; i++) await m.commit(leadId, junk[0], i);
    for (const bidder of junk) await m.commit(leadId, bidder, 1n);
    const { opening } = await m.commit(leadId, buyer, usdc(85));
    const { pendingCommitments } = await m.house.read.auctionOf([leadId]);
    expect(pendingCommitments).to.equal(m.bidders.length);

    await m.toReveal(leadId);
    for (const bidder of junk) {
      const { opening: worthless } = await m.seal(leadId, bidder, 1n);
      await m.house.write.revealBid([leadId, worthless]);
    }
    await m.house.write.revealBid([leadId, opening]);
    await m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);
    expect(await m.nft.read.ownerOf([leadId])).to.equal(buyer.address);
  });
});
