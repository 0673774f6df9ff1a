import { expect } from "chai";
import { zeroAddress } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, PRICE } from "../../fixtures/bounties.ts";

const { assertions } = viem;

/** A lead for instant sale, two bounties, and what the verifier calls. */
async function forSale() {
  const m = await bountyMarket();
  const lead = await m.listForInstantSale();
  const [poster, better] = m.bidders;
  const ids = [await m.post(poster), await m.post(better, { price: PRICE + 1n })] as const;
  const asVerifier = await m.asVerifier();
  const matchFromReport = (bountyIds: readonly bigint[], options = asVerifier) =>
    m.matcher.write.matchFromReport([lead.leadId, bountyIds, lead.facts], options);
  return { ...m, ...lead, poster, better, ids, matchFromReport };
}

describe("BountyMatcher.matchFromReport", () => {
  it("should sell to the best bounty at once, and pay nobody a tip", async () => {
    const m = await forSale();
    const hash = await m.matchFromReport(m.ids);
    await assertions.emitWithArgs(hash, m.matcher, "BountyMatched", [
      m.ids[1],
      m.leadId,
      1,
      m.better.address,
      zeroAddress,
      PRICE + 1n,
      0,
      BUDGET - PRICE - 1n,
    ]);
    const now = await networkHelpers.time.latest();
    expect(await m.auctionOf(m.leadId)).to.include({
      ...{ phase: Phase.Delivery, leader: m.better.address, price: PRICE + 1n },
      ...{ commitEnd: now, revealEnd: now, fixedAt: now },
    });
    expect((await m.matchOf(m.leadId)).tip).to.equal(0);
  });

  it("should leave all of it to be delivered in the next block", async () => {
    const m = await forSale();
    await m.matchFromReport(m.ids);
    await m.deliver(m.leadId, m.better);
    expect(await m.ownerOf(m.leadId)).to.equal(m.better.address);
    expect(await m.balanceOf(m.better)).to.include({ locked: BUDGET - PRICE - 1n });
  });

  it("should enter an offer like any other where the seller wants an auction", async () => {
    const m = await forSale();
    const { leadId, facts } = await m.listWithFacts();
    const { commitEnd, revealEnd } = await m.auctionOf(leadId);
    await m.matcher.write.matchFromReport([leadId, m.ids, facts], await m.asVerifier());
    expect(await m.auctionOf(leadId)).to.include({ commitEnd, revealEnd, offered: true });
  });

  it("reverts for everybody but the verifier", async () => {
    const m = await forSale();
    for (const options of [await m.asHouse(), await m.asForwarder()]) {
      await assertions.revertWithCustomErrorWithArgs(
        m.matchFromReport(m.ids, options),
        m.matcher,
        "BountyMatcher_UnauthorizedCaller",
        [options.account],
      );
    }
  });

  it("reverts with the errors of matchBestBounty", async () => {
    const m = await forSale();
    await assertions.revertWithCustomErrorWithArgs(
      m.matchFromReport([]),
      m.matcher,
      "BountyMatcher_NoneMatches",
      [m.leadId],
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.matchFromReport(Array.from({ length: 17 }, () => 1n)),
      m.matcher,
      "BountyMatcher_TooManyItems",
      [17n, 16n],
    );
  });
});
