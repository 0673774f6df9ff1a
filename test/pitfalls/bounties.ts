import { expect } from "chai";
import type { Hex } from "viem";

import type { Party } from "../../deploy/local/party.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { by, networkHelpers, pauseVault, viem } from "../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, NO_MATCH, PRICE, Rule, TIP } from "../fixtures/bounties.ts";
import { complianceMarket, newIdentityOf, waitsFor } from "../fixtures/compliance.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const FEE_BPS = 500n;
const HIGHER = usdc(300);
/** What a forfeited bond earns whoever forfeits it. */
const FORFEIT_TIP = 250_000n;
/** Enough for any of these transactions. */
const GAS = 2_000_000n;

/** A listed lead, and what a group of accounts has together. */
async function listed() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  async function wealthOf(...group: readonly Pick<Party, "address">[]): Promise<bigint> {
    const balances = await Promise.all(group.map(m.balanceOf));
    return balances.reduce((sum, { free, locked }) => sum + free + locked, 0n);
  }
  /** Sends these in one block, in this order, and says which of them succeeded. */
  async function inOneBlock(sends: readonly (() => Promise<Hex>)[]) {
    const client = await viem.getTestClient();
    await client.setAutomine(false);
    const hashes: Hex[] = [];
    for (const send of sends) hashes.push(await send());
    await client.setAutomine(true);
    await networkHelpers.mine();
    const receipts = await Promise.all(
      hashes.map((hash) => m.publicClient.getTransactionReceipt({ hash })),
    );
    expect(new Set(receipts.map(({ blockNumber }) => blockNumber)).size).to.equal(1);
    return receipts.map(({ status }) => status);
  }
  return { ...m, ...lead, lead, wealthOf, inOneBlock };
}

describe("Pitfalls of bounties", () => {
  it("a ladder of a bounty and a hidden sealed bid: the hidden rung costs its bond, as in a ladder of sealed bids", async () => {
    const m = await listed();
    const [low, high, honest] = m.bidders;
    const group = [low, high] as const;
    await m.match(m.lead, await m.post(low, { tip: 0 }));
    await m.commit(m.leadId, high, HIGHER);
    const rival = await m.commit(m.leadId, honest, usdc(120));
    const { bidBond } = await m.auctionOf(m.leadId);
    const before = await m.wealthOf(...group);
    await m.toReveal(m.leadId);
    await m.house.write.revealBid([m.leadId, rival.opening]);
    await m.toRevealEnd(m.leadId);
    await m.deliver(m.leadId, low);
    await m.toForfeits(m.leadId);
    await m.house.write.forfeitBond([m.leadId, 1, high.address], by(low));
    const rung = bidBond - FORFEIT_TIP;
    expect(await m.wealthOf(...group)).to.equal(before - PRICE - rung);
  });

  it("a bounty and a sealed bid of one owner: one account of an identity bids in a round, and one bid of an account", async () => {
    const m = await listed();
    const compliance = await complianceMarket();
    const { leadId, facts } = await m.listWithFacts();
    const [first, second] = m.bidders;
    await compliance.moveAccount(second, newIdentityOf(first.address));
    const bountyId = await m.post(second);
    await m.commit(leadId, first, usdc(120));
    await assertions.revertWithCustomErrorWithArgs(
      m.match({ leadId, facts }, bountyId),
      m.gate,
      "ComplianceGate_Denied",
      compliance.denialOf(second, waitsFor(second, first)),
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.match({ leadId, facts }, await m.post(first)),
      m.house,
      "AuctionHouse_BidStands",
      [leadId, first.address],
    );
  });

  it("a ladder of bounties: only the best of them leads, the others are free at once, and the winner pays its own price", async () => {
    const m = await listed();
    const [first, second, third] = m.bidders;
    for (const [i, poster] of [first, second, third].entries()) {
      const price = PRICE + usdc(i);
      await m.match(m.lead, await m.post(poster, { price, tip: 0 }));
    }
    expect(await m.balanceOf(first)).to.deep.equal({ free: DEPOSIT - BUDGET, locked: BUDGET });
    const before = await m.wealthOf(first, second, third);
    await m.toRevealEnd(m.leadId);
    await m.deliver(m.leadId, third);
    expect(await m.wealthOf(first, second, third)).to.equal(before - PRICE - usdc(2));
  });

  it("a seller's own bounty that shows a high offer: who buys its own lead pays the fee", async () => {
    const m = await listed();
    const [shill] = m.bidders;
    const before = await m.wealthOf(m.seller, shill);
    await m.match(m.lead, await m.post(shill, { price: HIGHER }), shill);
    await m.toRevealEnd(m.leadId);
    await m.deliver(m.leadId, shill);
    const fee = (HIGHER * FEE_BPS) / 10_000n;
    expect(await m.wealthOf(m.seller, shill)).to.equal(before - fee);
  });

  it("a seller that takes its lead back through its own bounty: half of its bond goes to the treasury", async () => {
    const m = await listed();
    const [shill] = m.bidders;
    const before = await m.wealthOf(m.seller, shill);
    await m.match(m.lead, await m.post(shill, { price: HIGHER }), shill);
    await m.toReveal(m.leadId);
    await m.toRefund(m.leadId);
    await m.house.write.refund([m.leadId]);
    const { deliveryBond } = await m.auctionOf(m.leadId);
    expect(await m.wealthOf(m.seller, shill)).to.equal(before - deliveryBond / 2n);
  });

  it("a seller that ends an instant sale by its own bounty before a better one comes: the better one has four seconds", async () => {
    const m = await listed();
    const [shill, buyer] = m.bidders;
    const lead = await m.listForInstantSale();
    const [own, better] = [await m.post(shill), await m.post(buyer, { price: PRICE + 1n })];
    await m.match(lead, own);
    await m.match(lead, better);
    await time.increase(4);
    await m.deliver(lead.leadId, buyer);
    expect(await m.ownerOf(lead.leadId)).to.equal(buyer.address);
  });

  it("match and withdraw in one block: an offer that was made stands, and its money stays locked", async () => {
    const m = await listed();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    const options = { ...by(poster), gas: GAS };
    const outcome = await m.inOneBlock([
      () => m.matcher.write.matchBounty([m.leadId, bountyId, m.facts], options),
      () => m.matcher.write.withdrawBounty([bountyId], options),
      () => m.vault.write.withdraw([poster.address, DEPOSIT - PRICE - TIP + 1n], options),
    ]);
    expect(outcome).to.deep.equal(["success", "success", "reverted"]);
    expect(await m.auctionOf(m.leadId)).to.include({ leader: poster.address, leadingBid: PRICE });
    expect(await m.balanceOf(poster)).to.deep.equal({
      free: DEPOSIT - PRICE - TIP,
      locked: PRICE + TIP,
    });
  });

  it("withdraw and match in one block: a bounty that is withdrawn is not matched, in whatever order they come", async () => {
    const m = await listed();
    const [poster, other] = m.bidders;
    const bountyId = await m.post(poster);
    const outcome = await m.inOneBlock([
      () => m.matcher.write.withdrawBounty([bountyId], { ...by(poster), gas: GAS }),
      () => m.matcher.write.matchBounty([m.leadId, bountyId, m.facts], { ...by(other), gas: GAS }),
    ]);
    expect(outcome).to.deep.equal(["success", "reverted"]);
    expect(await m.matchOf(m.leadId)).to.deep.equal(NO_MATCH);
    expect(await m.balanceOf(poster)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("two leads in one block for a budget of one: the second is refused", async () => {
    const m = await listed();
    const [poster, other] = m.bidders;
    const second = await m.listWithFacts();
    const bountyId = await m.post(poster, {}, 2n * (PRICE + TIP) - 1n);
    const options = { ...by(other), gas: GAS };
    const outcome = await m.inOneBlock(
      [m.lead, second].map(
        ({ leadId, facts }) =>
          () =>
            m.matcher.write.matchBounty([leadId, bountyId, facts], options),
      ),
    );
    expect(outcome).to.deep.equal(["success", "reverted"]);
    expect(await m.budgetOf(bountyId)).to.equal(PRICE + TIP - 1n);
  });

  it("a bounty that is withdrawn twice for the same money: what a match holds comes back once", async () => {
    const m = await listed();
    const [poster, rival] = m.bidders;
    const bountyId = await m.post(poster);
    await m.match(m.lead, bountyId);
    await m.matcher.write.withdrawBounty([bountyId], by(poster));
    await m.match(m.lead, await m.post(rival, { price: PRICE + 1n }));
    expect(await m.balanceOf(poster)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.withdrawBounty([bountyId], by(poster)),
      m.matcher,
      "BountyMatcher_Closed",
      [bountyId],
    );
  });

  it("criteria changed after a match: the offer stands at its price, whatever the terms say now", async () => {
    const m = await listed();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.match(m.lead, bountyId);
    const changed = await m.termsOf({ price: 1n, tip: 0, minScore: 10_001 });
    await m.matcher.write.changeBounty([bountyId, changed], by(poster));
    await m.toRevealEnd(m.leadId);
    const changes = await m.changesOf([poster, m.anyone], () => m.deliver(m.leadId, poster));
    expect(changes).to.deep.equal([
      { free: 0n, locked: -PRICE - TIP },
      { free: TIP, locked: 0n },
    ]);
  });

  it("a price that is raised for a moment to overtake older bounties: its time starts anew", async () => {
    const m = await listed();
    const [honest, clever] = m.bidders;
    const early = await m.post(clever, { price: PRICE - 1n });
    const older = await m.post(honest);
    await time.increase(1);
    await m.matcher.write.changeBounty([early, await m.termsOf()], by(clever));
    await m.matcher.write.matchBestBounty([m.leadId, [early, older], m.facts]);
    expect((await m.auctionOf(m.leadId)).leader).to.equal(honest.address);
  });

  it("facts of a better lead shown for a worse one: only the attested ones count", async () => {
    const m = await listed();
    const [poster] = m.bidders;
    const other = await m.listWithFacts();
    const bountyId = await m.post(poster);
    const forged = {
      leadId: m.leadId,
      facts: { ...m.facts, consentTime: other.facts.consentTime + 60 },
    };
    for (const lead of [forged, { leadId: m.leadId, facts: other.facts }]) {
      await assertions.revertWithCustomErrorWithArgs(
        m.match(lead, bountyId),
        m.matcher,
        "BountyMatcher_WrongFacts",
        [m.leadId],
      );
    }
  });

  it("a tip farmed without a sale: it is paid for a sale alone, and out of the poster's own budget", async () => {
    const m = await listed();
    const [poster, farmer] = m.bidders;
    const before = await m.wealthOf(farmer);
    const bountyId = await m.post(poster);
    // Beaten by a sealed bid.
    const { opening } = await m.commit(m.leadId, m.bidders[2], HIGHER);
    await m.match(m.lead, bountyId, farmer);
    await m.toReveal(m.leadId);
    await m.house.write.revealBid([m.leadId, opening]);
    // Never delivered.
    const second = await m.listForInstantSale();
    await m.match(second, bountyId, farmer);
    await time.increase(4);
    await m.toRefund(second.leadId);
    await m.house.write.refund([second.leadId]);
    // Erased.
    const third = await m.listWithFacts();
    await m.match(third, bountyId, farmer);
    await m.nft.write.erase([third.leadId], by(m.seller));
    expect(await m.wealthOf(farmer)).to.equal(before);
    expect(await m.budgetOf(bountyId)).to.equal(BUDGET);
  });

  it("a matcher that is replaced before the sale: the tip is that of the match that won", async () => {
    const m = await listed();
    const [poster, rival, first, last] = m.bidders;
    await m.match(m.lead, await m.post(poster, { tip: 4_000_000 }), first);
    await m.match(m.lead, await m.post(rival, { price: PRICE + 1n }), last);
    await m.toRevealEnd(m.leadId);
    const changes = await m.changesOf([first, last], () => m.deliver(m.leadId, rival));
    expect(changes).to.deep.equal([
      { free: 0n, locked: 0n },
      { free: TIP, locked: 0n },
    ]);
  });

  it("a competitor's match of a bounty to bar its poster's sealed bid: a bid that is in already stands, and the match is refused", async () => {
    const m = await listed();
    const [poster, competitor] = m.bidders;
    const bountyId = await m.post(poster);
    await m.commit(m.leadId, poster, HIGHER);
    await assertions.revertWithCustomErrorWithArgs(
      m.match(m.lead, bountyId, competitor),
      m.house,
      "AuctionHouse_BidStands",
      [m.leadId, poster.address],
    );
  });

  it("the same before the poster has bid: it has the bid that it offered to everybody, at its own price, until a better one comes", async () => {
    const m = await listed();
    const [poster, competitor] = m.bidders;
    const bountyId = await m.post(poster);
    await m.match(m.lead, bountyId, competitor);
    const { commitment } = await m.seal(m.leadId, poster, HIGHER);
    await assertions.revertWithCustomErrorWithArgs(
      m.place(m.leadId, poster, commitment),
      m.house,
      "AuctionHouse_BidStands",
      [m.leadId, poster.address],
    );
    // A better offer gives it back the choice.
    await m.match(m.lead, await m.post(competitor, { price: PRICE + 1n }));
    await m.place(m.leadId, poster, commitment);
    expect((await m.auctionOf(m.leadId)).pendingCommitments).to.equal(1);
  });

  it("a low bounty that ends an instant sale for sealed bidders: a bid that came before it makes it an auction", async () => {
    const m = await listed();
    const [low, bidder] = m.bidders;
    const lead = await m.listForInstantSale();
    const { opening } = await m.commit(lead.leadId, bidder, HIGHER);
    await m.match(lead, await m.post(low));
    await m.toReveal(lead.leadId);
    await m.house.write.revealBid([lead.leadId, opening]);
    expect(await m.auctionOf(lead.leadId)).to.include({
      ...{ phase: Phase.Delivery, leader: bidder.address, price: HIGHER },
    });
  });

  it("an offer that keeps a consumer's erasure or a pause waiting: both end the round, and its money goes back", async () => {
    for (const end of ["erase", "cancel"] as const) {
      const m = await listed();
      const [poster] = m.bidders;
      await m.match(m.lead, await m.post(poster));
      await pauseVault(m);
      if (end === "erase") await m.nft.write.erase([m.leadId], by(m.seller));
      else await m.house.write.cancelAuction([m.leadId], by(m.seller));
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.balanceOf(poster)).to.deep.equal({ free: DEPOSIT - BUDGET, locked: BUDGET });
      expect(await m.matchOf(m.leadId)).to.deep.equal(NO_MATCH);
    }
  });

  it("a poster that empties its account before it has to pay: the price is locked from the day of the bounty on", async () => {
    const m = await listed();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.match(m.lead, bountyId);
    await m.vault.write.withdraw([poster.address, DEPOSIT - BUDGET], by(poster));
    await m.matcher.write.withdrawBounty([bountyId], by(poster));
    await m.vault.write.withdraw([poster.address, BUDGET - PRICE - TIP], by(poster));
    await m.toRevealEnd(m.leadId);
    await m.deliver(m.leadId, poster);
    expect(await m.balanceOf(poster)).to.deep.equal({ free: 0n, locked: 0n });
  });

  it("a bounty for new consumers that buys one twice in the same block: the second match is refused", async () => {
    const m = await listed();
    const [poster] = m.bidders;
    const terms = { newConsumersOnly: true } as const;
    const [first, second] = [await m.post(poster, terms), await m.post(poster, terms)];
    await m.match(m.lead, first);
    await assertions.revertWithCustomErrorWithArgs(
      m.match(m.lead, second),
      m.matcher,
      "BountyMatcher_NoMatch",
      [second, m.leadId, Rule.Bought],
    );
  });
});
