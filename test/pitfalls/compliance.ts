import { expect } from "chai";
import { keccak256 } from "viem";

import { CREDENTIAL_TYPES, kycDataOf } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { Activity } from "../../deploy/sdk/codes/enums.ts";
import { openAccount } from "../../deploy/local/party.ts";
import { by, DELIVERY_WINDOW, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import {
  newIdentityOf,
  complianceMarket,
  CONSENT,
  lacks,
  LICENCE,
  STATE_LICENCE,
} from "../fixtures/compliance.ts";
import { carryBid, draftBid, signBid } from "../fixtures/gaslessBid.ts";
import { handOver } from "../fixtures/handOver.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;

describe("Pitfalls of compliance", () => {
  it("a remembered pass outlives what it rests on: a revocation counts in the next call", async () => {
    const m = await complianceMarket();
    const [bidder] = m.bidders;
    const first = await m.list();
    const second = await m.list();
    await m.commit(first.leadId, bidder, usdc(100));
    await m.revoke(bidder, LICENCE);
    await assertions.revertWithCustomErrorWithArgs(
      m.commit(second.leadId, bidder, usdc(100)),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(bidder, lacks("licence", bidder, STATE_LICENCE)),
    );
  });

  it("an account that is moved to another identity takes its pass along", async () => {
    const m = await complianceMarket();
    const [bidder] = m.bidders;
    const desk = { account: m.compliance.account };
    const poor = keccak256("0x02");
    await m.credentials.write.registerCredential(
      [poor, CREDENTIAL_TYPES.kyc, 0, kycDataOf("US-TX"), "0x"],
      desk,
    );
    await m.receive(bidder);
    await m.identities.write.removeIdentity(
      [newIdentityOf(bidder.address), bidder.address, "0x"],
      desk,
    );
    await m.identities.write.registerIdentity([poor, bidder.address, "0x"], desk);
    await assertions.revertWithCustomErrorWithArgs(
      m.receive(bidder),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(bidder, lacks("licence", bidder, STATE_LICENCE)),
    );
  });

  it("a gasless bid slips past the gate", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const market = { ...m, leadId };
    const [bidder] = m.bidders;
    const bid = await draftBid(market, bidder.address);
    const signature = await signBid(market, bidder.wallet, bid);
    await m.revoke(bidder, CONSENT);
    await assertions.revertWithCustomErrorWithArgs(
      carryBid(market, bid, signature),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(bidder, lacks("consent", bidder, CONSENT)),
    );
    expect(await m.house.read.nonces([bidder.address, leadId])).to.equal(bid.nonce);
  });

  it("a buyer lets its licence lapse, blocks the delivery and takes the seller's bond: the report ends the sale", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const [buyer] = m.bidders;
    await m.runBids(leadId, [[buyer, usdc(120)]]);
    const { deliveryBond } = await m.house.read.auctionOf([leadId]);
    await m.revoke(buyer, LICENCE);
    const [change] = await m.changesOf([m.seller], () =>
      m.house.write.reportBlockedDelivery([leadId]),
    );
    expect(change?.free).to.equal(deliveryBond);
    await m.grant(buyer, LICENCE);
    await networkHelpers.time.increase(DELIVERY_WINDOW);
    await assertions.revertWithCustomError(
      m.house.write.refund([leadId]),
      m.house,
      "AuctionHouse_AlreadyClosed",
    );
  });

  it("an unknown account does more than deposit and withdraw", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const wallet = await viem.getWalletClient(m.accounts.guardian);
    const unknown = await openAccount(m.client, "unknown", wallet, DEPOSIT);
    const reason = `identity: ${unknown.address.toLowerCase()} is not registered`;
    await assertions.revertWithCustomErrorWithArgs(
      m.commit(leadId, unknown, usdc(100)),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(unknown, reason),
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.sell(unknown),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(unknown, reason, Activity.Sell),
    );
    const disclosure = await m.disclose(await m.makeLead(), { from: unknown });
    const { rejected } = await m.report([await m.attest(disclosure)]);
    expect(rejected).to.have.length(1);
    await m.vault.write.withdraw([unknown.address, DEPOSIT], by(unknown));
    expect(await m.usdc.read.balanceOf([unknown.address])).to.equal(DEPOSIT);
  });

  it("a lead handed to whoever has a key: a title moves to cleared accounts only", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.listLead({ region: "US-TX" }, { autoList: false });
    const [receiver] = m.bidders;
    await m.revoke(receiver, LICENCE);
    const handing = await handOver(m, leadId, m.seller, receiver);
    await assertions.revertWithCustomErrorWithArgs(
      m.nft.write.deliverTo(handing, by(m.seller)),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(receiver, lacks("licence", receiver, STATE_LICENCE)),
    );
    expect(await m.ownerOf(leadId)).to.equal(m.seller.address);
  });
});
