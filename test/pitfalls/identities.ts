import { expect } from "chai";

import { by, viem } from "../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  LEAD_REGION,
  LEAD_VERTICAL,
  newIdentityOf,
  waitsFor,
  type ComplianceMarket,
} from "../fixtures/compliance.ts";
import { handOver } from "../fixtures/handOver.ts";
import { usdc } from "../fixtures/market.ts";
import { Activity } from "../../deploy/sdk/codes/enums.ts";
import type { Party } from "../../deploy/local/party.ts";

const { assertions } = viem;

/** A listed lead, and an owner with three accounts: the desk knows them as one identity. */
async function oneOwner() {
  const m = await complianceMarket();
  const [first, second, third, rival] = m.bidders;
  const identity = newIdentityOf(first.address);
  for (const account of [second, third]) await m.moveAccount(account, identity);
  const { leadId } = await m.list();
  return { ...m, first, second, third, rival, identity, leadId };
}

/** The account has to wait for another one of its identity. */
const expectToWait = (
  m: ComplianceMarket,
  attempt: Promise<unknown>,
  account: Party,
  bidding: Party,
) =>
  assertions.revertWithCustomErrorWithArgs(
    attempt,
    m.gate,
    "ComplianceGate_Denied",
    m.denialOf(account, waitsFor(account, bidding)),
  );

describe("Pitfalls of identities", () => {
  it("a ladder of own bids from several accounts: one account of an identity bids at a time", async () => {
    const m = await oneOwner();
    const { leadId, first, second, third } = m;
    await m.commit(leadId, first, usdc(100));
    await expectToWait(m, m.commit(leadId, second, usdc(150)), second, first);
    await expectToWait(m, m.commit(leadId, third, usdc(200)), third, first);
    // Its own bid it may change as it likes.
    await m.commit(leadId, first, usdc(150));
    expect((await m.house.read.auctionOf([leadId])).pendingCommitments).to.equal(1);
  });

  it("a rung on another lead: money locked anywhere keeps the other accounts waiting", async () => {
    const m = await oneOwner();
    const other = await m.list();
    await m.commit(m.leadId, m.first, usdc(100));
    await expectToWait(m, m.commit(other.leadId, m.second, usdc(150)), m.second, m.first);
  });

  it("passes collected by several accounts before the auction: a takeover drops the first one's", async () => {
    const m = await oneOwner();
    const { leadId, first, second } = m;
    const earlier = await m.list();
    for (const account of [first, second]) {
      await m.commit(earlier.leadId, account, usdc(100));
      await m.house.write.withdrawBid([earlier.leadId], by(account));
    }
    expect([await m.remembers(first), await m.remembers(second)]).to.deep.equal([false, true]);
    await m.commit(leadId, second, usdc(100));
    await expectToWait(m, m.commit(leadId, first, usdc(150)), first, second);
  });

  it("passes collected class by class: a takeover drops those of all classes", async () => {
    const m = await oneOwner();
    const { first, second } = m;
    const california = await m.listLead({ region: "US-CA" });
    await m.commit(california.leadId, first, usdc(100));
    await m.house.write.withdrawBid([california.leadId], by(first));
    await m.commit(m.leadId, second, usdc(100));
    await expectToWaitIn(california.leadId);

    async function expectToWaitIn(leadId: bigint): Promise<void> {
      const { vertical, region } = await m.nft.read.leadOf([leadId]);
      await assertions.revertWithCustomErrorWithArgs(
        m.commit(leadId, first, usdc(150)),
        m.gate,
        "ComplianceGate_Denied",
        [first.address, Activity.Receive, vertical, region, waitsFor(first, second)],
      );
    }
  });

  it("an account displaced between its commit and its reveal: nobody takes over while a bond is locked", async () => {
    const m = await oneOwner();
    const { leadId, first, second } = m;
    const { opening } = await m.commit(leadId, first, usdc(100));
    await m.commit(leadId, m.rival, usdc(90));
    await m.toReveal(leadId);
    const next = await m.list();
    await expectToWait(m, m.commit(next.leadId, second, usdc(100)), second, first);
    await m.house.write.revealBid([leadId, opening]);
    expect((await m.house.read.auctionOf([leadId])).leader).to.equal(first.address);
  });

  it("a winner displaced before the delivery: nobody takes over while its bid is locked", async () => {
    const m = await oneOwner();
    const { leadId, first, second } = m;
    await m.runBids(leadId, [[first, usdc(100)]]);
    const next = await m.list();
    await expectToWait(m, m.commit(next.leadId, second, usdc(100)), second, first);
    await m.house.write.deliver(await m.deliveryTo(leadId, first));
    expect(await m.ownerOf(leadId)).to.equal(first.address);
    await m.commit(next.leadId, second, usdc(100));
  });

  it("an account whose passes were dropped while its bid ran: it is asked about, and still bids", async () => {
    const m = await oneOwner();
    const { leadId, first } = m;
    const { opening } = await m.commit(leadId, first, usdc(100));
    await m.gate.write.invalidate([first.address], { account: m.compliance.account });
    await m.toReveal(leadId);
    await m.house.write.revealBid([leadId, opening]);
    await m.house.write.deliver(await m.deliveryTo(leadId, first));
    expect(await m.ownerOf(leadId)).to.equal(first.address);
  });

  it("a loser that keeps its identity from bidding: its money is free in the call that beats it", async () => {
    const m = await oneOwner();
    const { leadId, first, second, rival } = m;
    await m.runBids(leadId, [
      [first, usdc(100)],
      [rival, usdc(110)],
    ]);
    const next = await m.list();
    await m.commit(next.leadId, second, usdc(100));
    expect(await m.gate.read.biddingAccountOf([m.identity])).to.equal(second.address);
  });

  it("a silent bidder that keeps its identity from bidding: anyone can forfeit its bond", async () => {
    const m = await oneOwner();
    const { leadId, first, second } = m;
    await m.commit(leadId, first, usdc(100));
    await m.toForfeits(leadId);
    const next = await m.list();
    await expectToWait(m, m.commit(next.leadId, second, usdc(100)), second, first);
    await m.house.write.forfeitBond([leadId, 1, first.address]);
    await m.commit(next.leadId, second, usdc(100));
  });

  it("a seller's delivery bond: it is locked money too, so its other accounts wait until its auction is over", async () => {
    const m = await oneOwner();
    const { first, second } = m;
    const own = await m.listLead({ region: "US-TX" }, { from: first });
    await m.commit(m.leadId, first, usdc(100));
    await m.house.write.withdrawBid([m.leadId], by(first));
    await expectToWait(m, m.commit(m.leadId, second, usdc(100)), second, first);
    await m.house.write.cancelAuction([own.leadId], by(first));
    await m.commit(m.leadId, second, usdc(100));
  });

  it("a seller's own other accounts: a listing alone makes nobody the bidding account", async () => {
    const m = await oneOwner();
    const { first, second } = m;
    await m.listLead({ region: "US-TX" }, { from: first });
    await m.commit(m.leadId, second, usdc(100));
    await expectToWait(m, m.commit(m.leadId, first, usdc(150)), first, second);
  });

  it("a rung that the desk frees by moving accounts: whoever comes back finds its place taken", async () => {
    const m = await oneOwner();
    const { leadId, first, second, rival } = m;
    const { opening } = await m.commit(leadId, first, usdc(150));
    const elsewhere = newIdentityOf(rival.address);
    await m.moveAccount(first, elsewhere);
    await m.receive(first);
    await m.commit(leadId, second, usdc(100));
    await m.moveAccount(first, m.identity);
    await m.toReveal(leadId);
    await assertions.emit(m.house.write.revealBid([leadId, opening]), m.house, "BidBarred");
    expect((await m.balanceOf(first)).locked).to.equal(0n);
  });

  it("a department with an identity of its own: it bids beside the others", async () => {
    const m = await oneOwner();
    const { leadId, first, second } = m;
    await m.moveAccount(second, newIdentityOf(second.address));
    await m.commit(leadId, first, usdc(100));
    await m.commit(leadId, second, usdc(110));
    expect((await m.house.read.auctionOf([leadId])).pendingCommitments).to.equal(2);
  });

  it("an archive account: a lead can be handed to it whichever account bids, which stays who it is", async () => {
    const m = await oneOwner();
    const { first, second, identity } = m;
    const { leadId } = await m.listLead({ region: "US-TX" });
    await m.runBids(leadId, [[first, usdc(100)]]);
    await m.house.write.deliver(await m.deliveryTo(leadId, first));
    const next = await m.list();
    await m.commit(next.leadId, first, usdc(100));
    await m.nft.write.deliverTo(await handOver(m, leadId, first, second), by(first));
    expect(await m.ownerOf(leadId)).to.equal(second.address);
    expect(await m.gate.read.biddingAccountOf([identity])).to.equal(first.address);
    expect(await m.remembers(first)).to.equal(true);
  });

  it("a stranger who asks on an account's behalf: nobody but the house moves a bidding account, numbers a class or gets a pass", async () => {
    const m = await oneOwner();
    const { gate, vault, first, second, rival } = m;
    await m.receive(first);
    const stranger = by(rival);
    const subject = [second.address, LEAD_VERTICAL, LEAD_REGION] as const;
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.requireSeller(subject, stranger),
      gate,
      "ComplianceGate_UnauthorizedCaller",
      [rival.address],
    );
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.decide([second.address, Activity.Receive, 1], stranger),
      gate,
      "ComplianceGate_UnauthorizedCaller",
      [rival.address],
    );
    for (const attempt of [
      () => vault.write.requireReceiver([second.address, 1, 0], stranger),
      () => vault.write.receiverClearance([second.address, 1], stranger),
    ]) {
      await assertions.revertWithCustomErrorWithArgs(
        attempt(),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [rival.address],
      );
    }
    expect(await gate.read.biddingAccountOf([m.identity])).to.equal(first.address);
    expect(await m.remembers(first)).to.equal(true);
  });
});
