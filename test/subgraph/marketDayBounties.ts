import assert from "node:assert/strict";

import type { Abi } from "viem";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { usdc } from "../fixtures/market.ts";
import { matchBounty, postBounty } from "../fixtures/postBounty.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { openComplianceDesk, type ComplianceDesk } from "./compliance/desk.ts";
import { assertRow } from "./facts/rows.ts";
import type { Row } from "./facts/subgraphFacts.ts";
import { assertPhases } from "./phases.ts";
import { bountyEnds } from "./random/bountyEnds.ts";
import { auctionId, bountyEntityId } from "./truth/ids.ts";

const DAY = 86_400;
/** `0` is up, `1` down, as sequencer feeds have it. */
const [UP, DOWN] = [0n, 1n];
/** An estimate is too low when the update comes in a later second than the estimate. */
const UPDATE = { gas: 500_000n };

describe("the subgraph after bounties have met leads", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let bountyId: bigint;
  let from: { readonly account: ComplianceDesk["seller"]["wallet"]["account"] };

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "bounties");
    from = { account: m.seller.wallet.account };
    bountyId = await postBounty(m, m.bidders[1], {}, usdc(2_000));
  });
  after("free what is left of the budget", () =>
    m.matcher.write.withdrawBounty([bountyId], { account: m.bidders[1].wallet.account }),
  );

  /** What subgraph and chain agree on, phases included. */
  async function agreed(): Promise<Agreement> {
    const agreement = await assertAgreement(stack);
    await assertPhases(agreement);
    return agreement;
  }

  /** A lead that was matched with the bounty. */
  async function matched(): Promise<bigint> {
    const { leadId } = await m.listLead();
    await matchBounty(m, leadId, bountyId, m.bidders[0]);
    return leadId;
  }

  it("says how each match ended", async () => {
    const [, first, second] = m.bidders;
    const ends = await bountyEnds(m, [first, second], m.time);
    const { facts } = await agreed();
    const price = String(usdc(200));
    assert.deepEqual(matchesOf(facts, ends.sold), [["Sold", price, null, false]]);
    assert.deepEqual(matchesOf(facts, ends.beaten), [
      ["Beaten", price, second.address.toLowerCase(), false],
      ["Beaten", String(usdc(250)), first.address.toLowerCase(), true],
    ]);
    for (const leadId of [ends.refunded, ends.erased]) {
      assert.deepEqual(matchesOf(facts, leadId), [["Ended", price, null, false]]);
    }
    assertRow(facts, "Bounty", bountyEntityId(ends.bountyId), {
      ...{ matchCount: 4, saleCount: 1, spent: price, tipsPaid: String(usdc(1)) },
      ...{
        version: 2,
        regions: ["US-CA", "US-TX"],
        sources: ["SEARCH", "SOCIAL"],
        hours: [0, 167],
      },
    });
    await m.matcher.write.withdrawBounty([ends.bountyId], { account: first.wallet.account });
  }).timeout(120_000);

  it("follows an offer from the commit phase to the delivery, also where nobody bids", async () => {
    const leadId = await matched();
    const led = await agreed();
    const poster = m.bidders[1].address.toLowerCase();
    assertRow(led.facts, "Auction", auctionId(leadId, 1), {
      ...{ leader: poster, leadingBid: String(usdc(200)), bidCount: 0, outcome: null },
    });
    await m.toReveal(leadId);
    await agreed();
    await m.house.write.deliver([...(await m.deliveryTo(leadId, m.bidders[1]))], from);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), { outcome: "Sold", buyer: poster });
  }).timeout(60_000);

  it("gives the money of an offer back whose poster may no longer receive the lead", async () => {
    const leadId = await matched();
    await m.toRevealEnd(leadId);
    await m.issue(m.bidders[1], CREDENTIAL_TYPES.sanctioned);
    await m.house.write.reportBlockedDelivery([leadId]);
    await m.revoke(m.bidders[1], CREDENTIAL_TYPES.sanctioned);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), { outcome: "Barred" });
    assert.equal(matchesOf(facts, leadId)[0]?.[0], "Ended");
  }).timeout(60_000);

  it("gives it back where an outage voids the round", async () => {
    const leadId = await matched();
    const { commitEnd } = await m.house.read.auctionOf([leadId]);
    await m.time.increaseTo(commitEnd - 60);
    await m.sequencerFeed.write.updateAnswer([DOWN], UPDATE);
    await m.toRevealEnd(leadId);
    await m.sequencerFeed.write.updateAnswer([UP], UPDATE);
    await m.house.write.reportOutage([leadId, 1]);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ outcome: "Voided", endReason: "SequencerOutage" },
    });
    assert.equal(matchesOf(facts, leadId)[0]?.[0], "Ended");
  }).timeout(60_000);

  it("gives it back where the seller cancels in a pause", async () => {
    const unpause = { on: { address: m.vault.address, abi: m.vault.abi as Abi } };
    const [resume] = await m.govern(m.configurator, DAY, [
      { ...unpause, call: "unpause", args: [] },
    ]);
    const leadId = await matched();
    await m.vault.write.pause({ account: m.guardian.account });
    await m.house.write.cancelAuction([leadId], from);
    await resume?.();
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ outcome: "Cancelled", endReason: "CancelledInPause", leader: null, offer: null },
      bondsReturned: false,
    });
    assert.equal(matchesOf(facts, leadId)[0]?.[0], "Ended");
  }).timeout(60_000);
});

/** How a lead's matches ended, in their order: end, price, who beat it, whether its money became free. */
function matchesOf(facts: Agreement["facts"], leadId: bigint): unknown[][] {
  const rows: Row[] = [...(facts.get("BountyMatch")?.values() ?? [])];
  return rows
    .filter((row) => row["leadId"] === String(leadId))
    .sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1))
    .map(({ end, price, beatenBy, freed }) => [end, price, beatenBy, freed]);
}
