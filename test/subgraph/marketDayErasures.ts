import type { Stack } from "../../deploy/local/stack/stack.ts";
import { usdc } from "../fixtures/market.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { openComplianceDesk, type ComplianceDesk } from "./compliance/desk.ts";
import { assertRow, rowOf } from "./facts/rows.ts";
import { assertPhases } from "./phases.ts";
import { auctionId, bidId } from "./truth/ids.ts";

const HOUR = 3_600;

describe("the subgraph after leads were erased while they were listed", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let from: { readonly account: ComplianceDesk["seller"]["wallet"]["account"] };

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "erasures");
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

  it("frees everything of a lead that is erased while bids are sealed", async () => {
    const { leadId } = await m.listLead();
    const [bidder] = m.bidders;
    await m.commit(leadId, bidder, usdc(150));
    await m.nft.write.erase([leadId], from);
    await returnBond(leadId, bidder);
    const { facts } = await agreed();
    const penalty = String(rowOf(facts, "Auction", leadId)["deliveryBond"]);
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ outcome: "Erased", endReason: "ErasedBeforeWinner", buyer: null },
      ...{ compensation: "0", penalty, excused: false, bondsReturned: true },
    });
    assertRow(facts, "Bid", bidId(leadId, 1, bidder.address), { status: "Returned", locked: "0" });
  }).timeout(60_000);

  it("frees the leader of a lead that is erased while bids are opened, one below the reserve less the tip", async () => {
    const { leadId } = await m.listLead();
    const [leader, low, sealed] = m.bidders;
    const bids = [
      await m.commit(leadId, leader, usdc(150)),
      await m.commit(leadId, low, usdc(1)),
      await m.commit(leadId, sealed, usdc(120)),
    ];
    await m.toReveal(leadId);
    await m.house.write.revealBids([leadId, bids.slice(0, 2).map(({ opening }) => opening)]);
    await agreed();
    await m.nft.write.erase([leadId], from);
    await returnBond(leadId, sealed);
    const { facts } = await agreed();
    assertRow(facts, "Bid", bidId(leadId, 1, low.address), { status: "BelowReserve" });
    assertRow(facts, "Bid", bidId(leadId, 1, leader.address), {
      ...{ status: "Released", amount: String(usdc(150)), locked: "0" },
    });
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ buyer: null, leader: null, leadingBid: "0" },
    });
  }).timeout(60_000);

  it("frees tied bids of a lead that is erased while the tie is open", async () => {
    const { leadId } = await m.listLead();
    const [first, second] = m.bidders;
    await m.runBids(leadId, [
      [first, usdc(150)],
      [second, usdc(150)],
    ]);
    await m.nft.write.erase([leadId], from);
    await m.house.write.releaseTiedBid([leadId, 1, usdc(150), 0n]);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), { outcome: "Erased", buyer: null });
    for (const { address } of [first, second]) {
      assertRow(facts, "Bid", bidId(leadId, 1, address), { status: "Released", outbidBy: null });
    }
  }).timeout(60_000);

  it("compensates the winner of a lead that is erased instead of delivered", async () => {
    const { leadId } = await m.listLead();
    const [winner] = m.bidders;
    await m.runBids(leadId, [[winner, usdc(150)]]);
    await m.nft.write.erase([leadId], from);
    const { facts } = await agreed();
    const half = String(BigInt(String(rowOf(facts, "Auction", leadId)["deliveryBond"])) / 2n);
    const buyer = winner.address.toLowerCase();
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ endReason: "ErasedAfterWinner", buyer, compensation: half, bondsReturned: false },
    });
    const bid = bidId(leadId, 1, winner.address);
    assertRow(facts, "Bid", bid, { status: "Released", compensation: half });
  }).timeout(60_000);

  it("takes nothing for a lead that is erased after nobody won it", async () => {
    const { leadId } = await m.listLead();
    const [sealed] = m.bidders;
    await m.commit(leadId, sealed, usdc(150));
    await m.toRevealEnd(leadId);
    await m.nft.write.erase([leadId], from);
    await m.time.increase(HOUR);
    await m.house.write.forfeitBond([leadId, 1, sealed.address]);
    const { facts } = await agreed();
    assertRow(facts, "Auction", auctionId(leadId, 1), {
      ...{ compensation: "0", penalty: "0", excused: true, bondsReturned: false },
    });
    assertRow(facts, "Bid", bidId(leadId, 1, sealed.address), { status: "Forfeited" });
  }).timeout(60_000);
});
