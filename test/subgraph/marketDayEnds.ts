import assert from "node:assert/strict";

import type { Abi } from "viem";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { openAccount } from "../../deploy/local/party.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { openComplianceDesk, type ComplianceDesk } from "./compliance/desk.ts";
import { assertRow, rowOf } from "./facts/rows.ts";
import { assertPhases } from "./phases.ts";
import { auctionId } from "./truth/ids.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** How long a consumer's consent counts in the market's vertical, seconds. */
const CONSENT_AGE = 30 * DAY;
/** How long after the time to deliver nobody can refund, seconds. */
const DELIVERY_GRACE = 600;
/** `0` is up, `1` down, as sequencer feeds have it. */
const [UP, DOWN] = [0n, 1n];
/** An estimate is too low when the update comes in a later second than the estimate. */
const UPDATE = { gas: 500_000n };

describe("the subgraph after rounds that end otherwise than by a sale", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let from: { readonly account: ComplianceDesk["seller"]["wallet"]["account"] };

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "ends");
    from = { account: m.seller.wallet.account };
  });

  /** What subgraph and chain agree on, phases included. */
  async function agreed(): Promise<Agreement> {
    const agreement = await assertAgreement(stack);
    await assertPhases(agreement);
    return agreement;
  }

  const returnBond = (leadId: bigint, bidder: ComplianceDesk["seller"]) =>
    m.house.write.forfeitBond([leadId, 1, bidder.address]);

  it("returns bonds of a round that was cancelled in a pause", async () => {
    const unpause = { on: { address: m.vault.address, abi: m.vault.abi as Abi } };
    const [resume] = await m.govern(m.configurator, DAY, [
      { ...unpause, call: "unpause", args: [] },
    ]);
    const [first, second] = m.bidders;
    const { leadId } = await m.listLead();
    for (const bidder of [first, second]) await m.commit(leadId, bidder, usdc(150));
    await m.vault.write.pause({ account: m.guardian.account });
    await m.house.write.cancelAuction([leadId], from);
    await returnBond(leadId, first);
    await resume?.();
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      outcome: "Cancelled",
      endReason: "CancelledInPause",
      bondsReturned: true,
    });
    await returnBond(leadId, second);
  }).timeout(60_000);

  it("returns bonds of a round whose bids an outage kept sealed, also once its lead is listed again", async () => {
    const { leadId } = await m.listLead();
    const [first, second] = m.bidders;
    for (const bidder of [first, second]) await m.commit(leadId, bidder, usdc(150));
    await m.toReveal(leadId);
    await m.sequencerFeed.write.updateAnswer([DOWN], UPDATE);
    await m.toRevealEnd(leadId);
    await m.sequencerFeed.write.updateAnswer([UP], UPDATE);
    await m.house.write.closeUnsold([leadId]);
    await m.house.write.reportOutage([leadId, 1]);
    await returnBond(leadId, first);
    const terms = {
      ...{ baseReserve: usdc(90), qualityPremiumBps: 0, maxFeeBps: 1_000 },
      instantSale: false,
    };
    const maxConvenienceFee = Number(usdc(10));
    await m.house.write.createAuction([leadId, { ...terms, maxConvenienceFee }], from);
    await returnBond(leadId, second);
    const { facts } = await agreed();
    const { downtime, bondsReturned } = rowOf(facts, "Auction", leadId);
    assert.ok(Number(downtime) > HOUR / 4);
    assert.equal(bondsReturned, true);
    await m.house.write.cancelAuction([leadId], from);
  }).timeout(60_000);

  it("never puts the time to deliver after the lead's expiry", async () => {
    const now = await m.time.latest();
    const { leadId } = await m.listLead({ consentTime: now - CONSENT_AGE + 3 * DAY });
    const { expiresAt } = await m.nft.read.leadOf([leadId]);
    const [first, second] = m.bidders;
    await m.runBids(leadId, [
      [first, usdc(150)],
      [second, usdc(150)],
    ]);
    await m.time.increaseTo(expiresAt - HOUR);
    await m.house.write.resolveTie([leadId]);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), { deliveryEnd: String(expiresAt) });
    await m.house.write.releaseTiedBid([leadId, 1, usdc(150), 0n]);
    await m.time.increaseTo(expiresAt + DELIVERY_GRACE);
    await m.house.write.refund([leadId]);
    const end = await agreed();
    const { deliveryBond } = await m.house.read.auctionOf([leadId]);
    const penalty = String(deliveryBond - deliveryBond / 2n);
    assertRow(end.facts, "Auction", auctionId(leadId, 1), {
      ...{ outcome: "Undelivered", endReason: "NotDelivered", excused: false, penalty },
    });
  }).timeout(60_000);

  it("tells who bids for an identity", async () => {
    const [bidder] = m.bidders;
    const ccid = await m.ccidOf(bidder);
    // The deployer: of all the chain's accounts the one that is nobody's.
    const [wallet] = await m.viem.getWalletClients();
    assert.ok(wallet);
    const second = await openAccount(m.client, "second account", wallet, DEPOSIT);
    await m.identities.write.registerIdentity([ccid, second.address, "0x"], m.desk);
    const { leadId } = await m.listLead();
    await m.commit(leadId, second, usdc(150));
    await m.house.write.withdrawBid([leadId], { account: bidder.wallet.account });
    const { facts } = await agreed();
    const biddingAccount = second.address.toLowerCase();
    assertRow(facts, "Identity", ccid, { biddingAccount });
    const changes = [...(facts.get("IdentityChange")?.values() ?? [])];
    const taken = changes.find(
      ({ kind, account }) => kind === "Bids" && account === biddingAccount,
    );
    assert.equal(taken?.["previous"], bidder.address.toLowerCase());
    await m.house.write.withdrawBid([leadId], { account: wallet.account });
    await m.house.write.cancelAuction([leadId], from);
    await m.identities.write.removeIdentity([ccid, second.address, "0x"], m.desk);
    await agreed();
  }).timeout(60_000);
});
