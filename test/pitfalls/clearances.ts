import { expect } from "chai";

import { licenceTypeOf } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { by, DELIVERY_WINDOW, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  CONSENT,
  FAULTS,
  KYC,
  LICENCE,
  STATE_LICENCE,
} from "../fixtures/compliance.ts";
import { ROOT, usdc } from "../fixtures/market.ts";
import { region } from "../fixtures/registry.ts";

const { assertions } = viem;
/** How long a tie may hang, seconds. */
const TIE_TIME = 86_400;
const CALIFORNIA = licenceTypeOf(ROOT, "US-CA");

/** A lead from Texas, until when its bidders have to be cleared, and a bidder. */
async function listed() {
  const m = await complianceMarket();
  const [bidder, rival] = m.bidders;
  const { leadId } = await m.list();
  const { revealEnd } = await m.house.read.auctionOf([leadId]);
  const latestEnd = revealEnd + TIE_TIME + DELIVERY_WINDOW;
  const tooShort = (
    validUntil: number,
    attempt: Promise<unknown> = m.commit(leadId, bidder, usdc(100)),
  ) =>
    assertions.revertWithCustomErrorWithArgs(attempt, m.vault, "PassBook_ClearanceTooShort", [
      bidder.address,
      validUntil,
      latestEnd,
    ]);
  return { ...m, bidder, rival, leadId, revealEnd, latestEnd, tooShort };
}

describe("Pitfalls of clearances", () => {
  for (const [name, type] of [
    ["KYC", KYC],
    ["licence", LICENCE],
    ["consent", CONSENT],
  ] as const) {
    it(`a ${name} credential that ends within the reveal phase is a free option: the bid is refused`, async () => {
      const m = await listed();
      const end = m.revealEnd - 600;
      await m.renew(m.bidder, type, end);
      await m.tooShort(end);
      expect((await m.balanceOf(m.bidder)).locked).to.equal(0n);
      expect(await m.remembers(m.bidder)).to.equal(false);
    });
  }

  it("a credential that ends before a late tie is delivered: cleared means until the latest end, to the second", async () => {
    const m = await listed();
    await m.renew(m.bidder, LICENCE, m.latestEnd - 1);
    await m.tooShort(m.latestEnd - 1);
    await m.renew(m.bidder, LICENCE, m.latestEnd);
    await m.commit(m.leadId, m.bidder, usdc(100));
  });

  it("a bid changed after its bidder's credential was shortened: an overwrite asks again", async () => {
    const m = await listed();
    await m.commit(m.leadId, m.bidder, usdc(100));
    await m.renew(m.bidder, LICENCE, m.revealEnd);
    await m.tooShort(m.revealEnd);
    await m.renew(m.bidder, LICENCE, m.latestEnd);
    await m.commit(m.leadId, m.bidder, usdc(110));
  });

  it("a remembered pass that ends too early bars nobody: the gate is asked", async () => {
    const m = await listed();
    const { bidder, leadId, revealEnd, tooShort } = m;
    await m.revoke(bidder, LICENCE);
    await m.grant(bidder, STATE_LICENCE);
    await m.grant(bidder, CALIFORNIA, revealEnd);
    await m.receive(bidder, { place: region("US-CA") });
    await m.receive(bidder);
    // Both passes are in one set, which ends with California's.
    await m.commit(leadId, bidder, usdc(100));
    await m.renew(bidder, STATE_LICENCE, revealEnd);
    await m.receive(bidder);
    await tooShort(revealEnd);
  });

  it("a short licence of one state that shortens the passes of others: it is asked about each time instead", async () => {
    const m = await listed();
    const { bidder, vault, gate } = m;
    await m.revoke(bidder, LICENCE);
    await m.grant(bidder, STATE_LICENCE);
    const end = (await networkHelpers.time.latest()) + 3_600;
    await m.grant(bidder, CALIFORNIA, end);
    await m.receive(bidder);
    const place = region("US-CA");
    for (let i = 0; i < 2; ++i) {
      await assertions.emit(m.receive(bidder, { place }), gate, "PassGranted");
    }
    await networkHelpers.time.increaseTo(end);
    expect(await m.remembers(bidder)).to.equal(true);
    const { result } = await vault.simulate.receiverClearance(
      [bidder.address, await m.leadClass()],
      m.asHouse,
    );
    expect(result).to.deep.equal([0, "0x"]);
  });

  it("a rival who takes passes on another account's behalf to shorten its clearance: nobody can", async () => {
    const m = await listed();
    const { bidder, rival, vault } = m;
    await m.receive(bidder);
    await assertions.revertWithCustomErrorWithArgs(
      vault.write.requireReceiver([bidder.address, await m.leadClass(), 0], by(rival)),
      vault,
      "PersonalEscrowVault_UnauthorizedCaller",
      [rival.address],
    );
  });

  it("a credential that ends after the commit: the bid leads, wins and is delivered until it does", async () => {
    const m = await listed();
    const { bidder, leadId, latestEnd } = m;
    await m.renew(bidder, LICENCE, latestEnd);
    await m.runBids(leadId, [[bidder, usdc(100)]]);
    const { deliveryEnd } = await m.house.read.auctionOf([leadId]);
    await networkHelpers.time.increaseTo(deliveryEnd - 1);
    await m.house.write.deliver(await m.deliveryTo(leadId, bidder));
    expect(await m.ownerOf(leadId)).to.equal(bidder.address);
  });

  it("a revocation after the commit: the bid is asked about again before it leads", async () => {
    const m = await listed();
    const { bidder, rival, leadId, house } = m;
    const bid = await m.commit(leadId, bidder, usdc(200));
    const other = await m.commit(leadId, rival, usdc(100));
    await m.revoke(bidder, LICENCE);
    await m.toReveal(leadId);
    await assertions.emit(house.write.revealBid([leadId, bid.opening]), house, "BidBarred");
    await house.write.revealBid([leadId, other.opening]);
    expect((await house.read.auctionOf([leadId])).leader).to.equal(rival.address);
    expect((await m.balanceOf(bidder)).locked).to.equal(0n);
  });

  it("a rival opens the best bid in a minute of the engine's silence: the bid counts as when it was committed", async () => {
    const m = await complianceMarket();
    const engine = await m.prepareOutage(FAULTS.reverts);
    const { leadId } = await m.list();
    const [bidder, rival] = m.bidders;
    const best = await m.commit(leadId, bidder, usdc(200));
    const other = await m.commit(leadId, rival, usdc(100));
    await m.toReveal(leadId);
    await m.gate.write.invalidateAll({ account: m.compliance.account });
    await engine.break();
    await m.house.write.revealBid([leadId, best.opening], by(rival));
    await engine.mend();
    await m.house.write.revealBid([leadId, other.opening]);
    expect((await m.house.read.auctionOf([leadId])).leader).to.equal(bidder.address);
  });
});
