import { expect } from "chai";
import { zeroAddress } from "viem";

import type { WatchedAuction } from "../../deploy/sdk/actions/auction/watchedAuctions.ts";
import { changeLine, liveTable } from "../../tasks/auction/watch/lines.ts";

const NOW = 1_000;
const AUCTION: WatchedAuction = {
  ...{
    id: "0x01",
    leadId: 12n,
    round: 1,
    phase: "Commit",
    closed: false,
    outcome: null,
    endReason: null,
  },
  ...{ verticalSlug: "solar.residential", region: "US-TX", score: 8_000, seller: zeroAddress },
  ...{
    reserve: 40_000_000n,
    bidBond: 4_000_000n,
    commitEnd: 1_090,
    revealEnd: 2_000,
    deliveryEnd: null,
  },
  ...{
    bidCount: 3,
    revealCount: 0,
    pendingCommitments: 3,
    leader: null,
    leadingBid: 0n,
    tiedBids: 0,
  },
  ...{ buyer: null, price: null, fee: null, waitsFor: [], phaseEnd: 1_090, ownBid: null },
};
const WIDE = { columns: 200, rows: 20 };

describe("the table of auction watch", () => {
  it("has a row for each auction: phase, time left, bids, reserve, own bid", () => {
    const tied: WatchedAuction = {
      ...AUCTION,
      ...{
        leadId: 7n,
        phase: "Reveal",
        phaseEnd: 1_010,
        ownBid: "Tied",
        leadingBid: 95_500_000n,
        tiedBids: 1,
      },
    };
    expect(liveTable([tied, AUCTION], NOW, WIDE)).to.deep.equal([
      "   lead  vertical           region  phase         left  bids  sealed             leading  reserve  own bid",
      "▸     7  solar.residential  US-TX   Reveal        10 s     3       3  95.5 USDC (2 tied)  40 USDC  Tied",
      "     12  solar.residential  US-TX   Commit  1 min 30 s     3       3                   -  40 USDC  -",
    ]);
  });

  for (const columns of [90, 60, 40, 20]) {
    it(`leaves out columns in a window of ${columns}, and never phase or time`, () => {
      const lines = liveTable([AUCTION], NOW, { ...WIDE, columns });
      expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(columns);
      if (columns >= 40) expect(lines[1]).to.include("Commit").and.include("1 min 30 s");
    });
  }

  it("counts the rows that a window has no room for", () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...AUCTION, leadId: BigInt(index) }));
    const lines = liveTable(many, NOW, { columns: 80, rows: 5 });
    expect(lines).to.have.length(5);
    expect(lines.at(-1)).to.equal("and 6 more, which end later");
  });

  it("says so where nothing is open", () => {
    expect(liveTable([], NOW, WIDE)).to.deep.equal(["No auction is open."]);
  });

  it("takes nothing from the chain that steers the terminal", () => {
    const hostile = { ...AUCTION, verticalSlug: "\x1b[2Jsolar\x07\x9b31m" };
    for (const line of [...liveTable([hostile], NOW, WIDE), changeLine(hostile)]) {
      expect(line).to.not.match(/\p{Cc}/u);
    }
  });
});
