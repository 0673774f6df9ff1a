import { expect } from "chai";
import { zeroAddress } from "viem";

import { by, viem } from "../../fixtures/auctionHouse.ts";
import { complianceMarket, newIdentityOf, waitsFor } from "../../fixtures/compliance.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;

/** Two accounts of one identity, of which the first has a pass, and one of another; and a lead. */
async function oneIdentity() {
  const m = await complianceMarket();
  const [first, second, stranger] = m.bidders;
  const identity = newIdentityOf(first.address);
  await m.moveAccount(second, identity);
  const { leadId } = await m.list();
  await m.receive(first);
  const bidding = () => m.gate.read.biddingAccountOf([identity]);
  const denied = () =>
    assertions.revertWithCustomErrorWithArgs(
      m.receive(second),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(second, waitsFor(second, first)),
    );
  return { ...m, first, second, stranger, identity, leadId, bidding, denied };
}

describe("ComplianceGate.biddingAccountOf", () => {
  it("should be nobody for an identity that has not bid", async () => {
    const { gate, stranger } = await oneIdentity();
    const identity = newIdentityOf(stranger.address);
    expect(await gate.read.biddingAccountOf([identity])).to.equal(zeroAddress);
  });

  it("should be the first account that is cleared to receive, which is said once", async () => {
    const { gate, receive, stranger } = await oneIdentity();
    const identity = newIdentityOf(stranger.address);
    await assertions.emitWithArgs(receive(stranger), gate, "BiddingAccountSet", [
      identity,
      stranger.address,
      zeroAddress,
    ]);
    expect(await gate.read.biddingAccountOf([identity])).to.equal(stranger.address);
    await receive(stranger, { place: "0x55532d434100" });
    expect(await gate.getEvents.BiddingAccountSet()).to.deep.equal([]);
  });

  it("should not be an account that was cleared to sell", async () => {
    const { bidding, sell, first, second } = await oneIdentity();
    await sell(second);
    expect(await bidding()).to.equal(first.address);
  });

  describe("given a bidding account with nothing locked", () => {
    it("should be taken over by another account, which costs the first its passes", async () => {
      const m = await oneIdentity();
      const { first, second, identity } = m;
      const hash = await m.receive(second);
      await assertions.emitWithArgs(hash, m.gate, "BiddingAccountSet", [
        identity,
        second.address,
        first.address,
      ]);
      await assertions.emitWithArgs(hash, m.gate, "PassesDropped", [first.address]);
      expect(await m.bidding()).to.equal(second.address);
      expect([await m.remembers(first), await m.remembers(second)]).to.deep.equal([false, true]);
    });

    it("should go back in the same way", async () => {
      const m = await oneIdentity();
      await m.receive(m.second);
      await m.receive(m.first);
      expect(await m.bidding()).to.equal(m.first.address);
      expect([await m.remembers(m.first), await m.remembers(m.second)]).to.deep.equal([
        true,
        false,
      ]);
    });

    it("should stay where the other account is not cleared", async () => {
      const m = await oneIdentity();
      const { first, second } = m;
      await m.moveAccount(second);
      await assertions.revertWithCustomErrorWithArgs(
        m.receive(second),
        m.gate,
        "ComplianceGate_Denied",
        m.denialOf(second, `identity: ${second.address.toLowerCase()} is not registered`),
      );
      expect(await m.bidding()).to.equal(first.address);
      expect(await m.remembers(first)).to.equal(true);
    });
  });

  describe("given a bidding account with money locked", () => {
    it("should keep it until its bid is withdrawn", async () => {
      const m = await oneIdentity();
      await m.commit(m.leadId, m.first, usdc(100));
      await m.denied();
      expect(await m.remembers(m.first)).to.equal(true);
      await m.house.write.withdrawBid([m.leadId], by(m.first));
      await m.receive(m.second);
      expect(await m.bidding()).to.equal(m.second.address);
    });

    it("should keep it while the money is its own delivery bond as a seller", async () => {
      const m = await oneIdentity();
      const { leadId } = await m.listLead({}, { from: m.first });
      await m.denied();
      await m.house.write.cancelAuction([leadId], by(m.first));
      await m.receive(m.second);
    });

    it("should keep it though the desk takes it out of the identity, until the money is free", async () => {
      const m = await oneIdentity();
      await m.commit(m.leadId, m.first, usdc(100));
      await m.moveAccount(m.first);
      await m.denied();
      await m.house.write.withdrawBid([m.leadId], by(m.first));
      await m.receive(m.second);
      expect(await m.bidding()).to.equal(m.second.address);
    });

    it("should not wait for one that bids for another identity now, and leave it its passes", async () => {
      const m = await oneIdentity();
      const { first, second, stranger, identity } = m;
      await m.commit(m.leadId, first, usdc(100));
      const other = newIdentityOf(stranger.address);
      await m.moveAccount(first, other);
      await m.denied();
      await m.receive(first);
      expect(await m.gate.read.biddingAccountOf([other])).to.equal(first.address);
      const hash = await m.receive(second);
      await assertions.emitWithArgs(hash, m.gate, "BiddingAccountSet", [
        identity,
        second.address,
        first.address,
      ]);
      expect(await m.gate.getEvents.PassesDropped()).to.deep.equal([]);
      expect([await m.remembers(first), await m.remembers(second)]).to.deep.equal([true, true]);
    });
  });

  it("should not depend on who has something to do with another identity", async () => {
    const m = await oneIdentity();
    await m.commit(m.leadId, m.first, usdc(100));
    await m.receive(m.stranger);
    await m.commit(m.leadId, m.stranger, usdc(110));
    expect(await m.bidding()).to.equal(m.first.address);
  });
});
