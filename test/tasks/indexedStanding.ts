import { expect } from "chai";

import {
  indexedStanding,
  type IndexedAuction,
} from "../../deploy/sdk/actions/auction/indexedStanding.ts";

const EXPIRES_AT = 1_800_000_000;
const [COMMIT, REVEAL, DELIVERY] = [1_800, 1_800, 86_400];
/** For how long a tie may hang. */
const DAY = 86_400;
/** The last moment at which another round can be opened. */
const LAST_LISTING = EXPIRES_AT - COMMIT - REVEAL - DAY - DELIVERY;
const SELLER = "0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f";
const BUYER = "0xa0ee7a142d267c1f36714e4a8f75612f20a79720";

/** A round that was closed unsold, as the subgraph lists it. */
const unsold = (lead: Partial<IndexedAuction["lead"]> = {}): IndexedAuction => ({
  id: "0x01",
  leadId: "1",
  round: 1,
  outcome: "Unsold",
  endReason: "NoBids",
  verticalSlug: "solar.residential",
  region: "US-TX",
  score: 8_000,
  reserve: "95000000",
  bidBond: "9500000",
  commitEnd: "1790000000",
  instantSale: false,
  revealEnd: "1790001800",
  deliveryEnd: "1790088200",
  refundableAt: "1790088800",
  bondsReturned: false,
  bidCount: 0,
  revealCount: 0,
  pendingCommitments: 0,
  leadingBid: "0",
  tiedBids: 0,
  tieOpen: false,
  tieRequestedAt: null,
  tieWordAt: null,
  price: null,
  fee: null,
  seller: { id: SELLER },
  leader: null,
  offer: null,
  buyer: null,
  bids: [],
  openable: [],
  lead: {
    state: "Unlisted",
    expiresAt: String(EXPIRES_AT),
    vertical: {
      commitWindow: String(COMMIT),
      revealWindow: String(REVEAL),
      deliveryWindow: String(DELIVERY),
    },
    owner: { id: SELLER },
    latestAuction: { id: "0x01" },
    ...lead,
  },
});

/** A round that was won and not delivered, with bids that still hold money. */
const undelivered = (
  outcome: IndexedAuction["outcome"],
  ...statuses: IndexedAuction["bids"][number]["status"][]
): IndexedAuction => ({
  ...unsold(),
  outcome,
  leader: { id: BUYER },
  bids: statuses.map((status) => ({ status })),
});

describe("how a round stands by the subgraph", () => {
  it("tells which sealed bids anyone can open, while bids are opened", () => {
    const sealed: IndexedAuction = {
      ...unsold(),
      outcome: null,
      pendingCommitments: 3,
      openable: [{ id: "0x01" }, { id: "0x02" }],
    };
    const { commitEnd } = unsold();
    expect(indexedStanding(sealed, Number(commitEnd) - 1).openableBids).to.equal(0);
    expect(indexedStanding(sealed, Number(commitEnd))).to.include({
      phase: "Reveal",
      sealedBids: 3,
      openableBids: 2,
    });
  });

  it("lets its lead be listed as long as time is left for another round, as the chain does", () => {
    expect(indexedStanding(unsold(), LAST_LISTING).listing).to.equal("possible");
    expect(indexedStanding(unsold(), LAST_LISTING + 1).listing).to.equal("expired");
  });

  it("lets no lead be listed that is erased, that its seller has no more, or by an earlier round", () => {
    for (const lead of [
      { state: "Erased" },
      { owner: { id: BUYER } },
      { latestAuction: { id: "0x02" } },
    ] as const) {
      expect(indexedStanding(unsold(lead), LAST_LISTING).listing).to.equal("over");
    }
  });

  it("waits for beaten ties and unopened bonds that still hold money, not for ties that may win", () => {
    const over = indexedStanding(undelivered("Undelivered", "Committed", "Outbid"), LAST_LISTING);
    expect(over).to.include({ closed: true, unopenedBonds: 1, beatenTies: 1 });
    const voided = indexedStanding(undelivered("Voided", "Tied", "Tied"), LAST_LISTING);
    expect(voided).to.include({ phase: "Voided", beatenTies: 2 });
    const tied = { ...undelivered(null, "Committed", "Leading", "Tied", "Outbid"), tieOpen: true };
    expect(indexedStanding(tied, 1_790_001_800)).to.include({
      phase: "TieBreak",
      closed: false,
      unopenedBonds: 0,
      beatenTies: 1,
    });
  });
});
