import { expect } from "chai";
import type { Address } from "viem";

import {
  phaseAt,
  type RoundClock,
  type Standing,
} from "../../deploy/sdk/actions/auction/standing.ts";
import { stepsOf } from "../../deploy/sdk/actions/auction/steps.ts";
import { tieStateOf } from "../../deploy/sdk/actions/auction/tie.ts";
import { stepFacts, stepLines, stepsJson } from "../../tasks/auction/stepFacts.ts";

const [HOUR, DAY] = [3_600, 86_400];
const COMMIT_END = 1_790_000_000;
const REVEAL_END = COMMIT_END + HOUR;
const DELIVERY_END = REVEAL_END + DAY;
/** After the delivery window, before anybody can refund. */
const GRACE = 600;
const SELLER: Address = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";

const clock = (changes: Partial<RoundClock> = {}): RoundClock => ({
  outcome: null,
  commitEnd: COMMIT_END,
  revealEnd: REVEAL_END,
  refundableAt: DELIVERY_END + GRACE,
  sealedBids: 1,
  hasLeader: true,
  tieOpen: false,
  ...changes,
});

const standing = (changes: Partial<Standing> = {}): Standing => ({
  leadId: 7n,
  phase: "Commit",
  closed: false,
  seller: SELLER,
  commitEnd: COMMIT_END,
  revealEnd: REVEAL_END,
  deliveryEnd: DELIVERY_END,
  sealedBids: 0,
  openableBids: 0,
  tieBreak: null,
  unopenedBonds: 0,
  bondsReturned: false,
  beatenTies: 0,
  listing: "possible",
  ...changes,
});

const commands = (changes: Partial<Standing>, now = COMMIT_END) =>
  stepsJson(stepsOf(standing(changes), now)).map(({ command }) => command);

describe("the phase of a round at a time", () => {
  it("follows its deadlines while no event has ended it", () => {
    expect(phaseAt(clock(), COMMIT_END - 1)).to.equal("Commit");
    expect(phaseAt(clock(), COMMIT_END)).to.equal("Reveal");
    expect(phaseAt(clock({ sealedBids: 0 }), COMMIT_END)).to.equal("Delivery");
    expect(phaseAt(clock({ hasLeader: false }), REVEAL_END)).to.equal("Unsold");
    const tied = clock({ tieOpen: true, refundableAt: null });
    expect(phaseAt(tied, REVEAL_END)).to.equal("TieBreak");
    expect(phaseAt(clock(), REVEAL_END)).to.equal("Delivery");
    expect(phaseAt(clock(), DELIVERY_END + GRACE - 1)).to.equal("Delivery");
    expect(phaseAt(clock(), DELIVERY_END + GRACE)).to.equal("Undelivered");
  });

  it("is final once an event has closed it", () => {
    expect(phaseAt(clock({ outcome: "Sold" }), 0)).to.equal("Sold");
    expect(phaseAt(clock({ outcome: "Cancelled" }), 0)).to.equal("Unsold");
    expect(phaseAt(clock({ outcome: "Barred" }), 0)).to.equal("Undelivered");
  });
});

describe("a tied round", () => {
  const requestedAt = REVEAL_END + HOUR;

  it("waits for somebody to ask for the random word, for a day", () => {
    const { timeoutAt } = tieStateOf(null, REVEAL_END, REVEAL_END);
    expect(timeoutAt).to.equal(REVEAL_END + DAY);
    expect(tieStateOf(null, REVEAL_END, timeoutAt - 1).step).to.equal("request");
    expect(tieStateOf(null, REVEAL_END, timeoutAt).step).to.equal("resolveByTimeout");
  });

  it("waits for the word, for a day from the end of its reveal phase", () => {
    const asked = { requestedAt, fulfilledAt: null };
    const { timeoutAt } = tieStateOf(asked, REVEAL_END, requestedAt);
    expect(timeoutAt).to.equal(REVEAL_END + DAY);
    expect(tieStateOf(asked, REVEAL_END, timeoutAt - 1).step).to.equal("await");
    expect(tieStateOf(asked, REVEAL_END, timeoutAt).step).to.equal("resolveByTimeout");
  });

  it("is decided by a word that came in time, and by the time-out if it came late", () => {
    const fulfilledAt = (seconds: number) => ({
      requestedAt,
      fulfilledAt: REVEAL_END + seconds,
    });
    const now = REVEAL_END + 2 * DAY;
    expect(tieStateOf(fulfilledAt(DAY - 1), REVEAL_END, now).step).to.equal("resolve");
    expect(tieStateOf(fulfilledAt(DAY), REVEAL_END, now).step).to.equal("resolveByTimeout");
  });

  it("is voided from seven days after its reveal phase on", () => {
    const voidAt = REVEAL_END + 7 * DAY;
    expect(tieStateOf(null, REVEAL_END, voidAt - 1).step).to.equal("resolveByTimeout");
    expect(tieStateOf(null, REVEAL_END, voidAt)).to.deep.include({ step: "void", voidAt });
  });
});

describe("what a lead waits for", () => {
  it("is bids while they are taken, and its seller may take it back before the first", () => {
    const [bid, cancel] = stepsOf(standing(), COMMIT_END - 60);
    expect(bid).to.deep.include({
      call: "commitBid({ leadId: 7, amount })",
      until: COMMIT_END,
    });
    expect(cancel).to.deep.include({
      who: "the seller",
      account: SELLER,
      call: "cancelAuction({ leadId: 7 })",
    });
    expect(commands({ sealedBids: 1 })).to.deep.equal(["npx hardhat bid commit 7 <amount>"]);
  });

  it("is its bidders while bids are opened", () => {
    const [step] = stepsOf(standing({ phase: "Reveal", sealedBids: 2 }), COMMIT_END);
    expect(step).to.deep.equal({
      what: "open 2 sealed bids",
      who: "its bidders",
      account: null,
      call: "revealBid({ leadId: 7 })",
      until: REVEAL_END,
    });
  });

  it("is anyone for bids that came with what opens them, and their bidders still", () => {
    const [first, second] = stepsOf(
      standing({ phase: "Reveal", sealedBids: 3, openableBids: 2 }),
      COMMIT_END,
    );
    expect(first).to.deep.equal({
      what: "open 2 sealed bids for their bidders",
      who: "anyone",
      account: null,
      call: "revealBids({ leadId: 7 })",
      until: REVEAL_END,
    });
    expect(second).to.include({ what: "open 3 sealed bids", call: "revealBid({ leadId: 7 })" });
    expect(commands({ phase: "Reveal", sealedBids: 1, openableBids: 1 })).to.deep.equal([
      "npx hardhat bid open 7",
      "npx hardhat bid reveal 7",
    ]);
  });

  it("is anyone to bring a tie on, but nobody while the random word is on its way", () => {
    const tied = { phase: "TieBreak" } as const;
    expect(commands(tied, REVEAL_END)).to.deep.equal(["npx hardhat auction settle 7"]);
    const tieBreak = { requestedAt: REVEAL_END, fulfilledAt: null };
    const [step] = stepsOf(standing({ ...tied, tieBreak }), REVEAL_END + 1);
    expect(step).to.deep.include({
      who: "Chainlink VRF",
      call: null,
      until: REVEAL_END + DAY,
    });
  });

  it("is the seller's delivery, and the buyer's refund once that is late", () => {
    const [deliver] = stepsOf(standing({ phase: "Delivery" }), REVEAL_END);
    expect(deliver).to.deep.include({
      who: "the seller",
      account: SELLER,
      call: "deliverLead({ leadId: 7 })",
      until: DELIVERY_END,
    });
    const [grace] = stepsOf(standing({ phase: "Delivery" }), DELIVERY_END);
    expect(grace).to.deep.include({ call: null, until: DELIVERY_END + GRACE });
    expect(commands({ phase: "Undelivered" })).to.deep.equal(["npx hardhat auction refund 7"]);
  });

  it("is its seller to list it again after a round without a sale, as long as that is possible", () => {
    const create = "npx hardhat auction create 7";
    for (const phase of ["Unsold", "Undelivered", "Voided"] as const) {
      expect(commands({ phase, closed: true })).to.deep.equal([create]);
      expect(commands({ phase, closed: true, listing: "over" })).to.deep.equal([]);
    }
    expect(commands({ phase: "Unsold" })).to.deep.equal(["npx hardhat auction settle 7", create]);
    expect(commands({ phase: "None" })).to.deep.equal([create]);
  });

  it("is its seller to erase it when no time is left for another round", () => {
    const erase = "npx hardhat lead erase 7";
    for (const phase of ["Unsold", "Undelivered", "Voided"] as const) {
      expect(commands({ phase, closed: true, listing: "expired" })).to.deep.equal([erase]);
    }
    expect(commands({ phase: "Unsold", listing: "expired" })).to.deep.equal([
      "npx hardhat auction settle 7",
      erase,
    ]);
  });

  it("is nothing once it is sold, but for what its rounds still hold", () => {
    for (const phase of ["Sold", "Erased"] as const) {
      expect(commands({ phase, closed: true, listing: "over" })).to.deep.equal([]);
    }
    const sold = { phase: "Sold", closed: true, listing: "over" } as const;
    expect(stepsOf(standing(sold), DELIVERY_END)).to.deep.equal([]);
    const left = { ...sold, unopenedBonds: 1, beatenTies: 2 };
    expect(commands(left, REVEAL_END + HOUR)).to.deep.equal([
      "npx hardhat auction forfeit 7",
      "npx hardhat auction release 7",
    ]);
  });

  it("is an hour before bonds are forfeited, and none before they are given back", () => {
    const voided = { phase: "Voided", closed: true, listing: "over", unopenedBonds: 1 } as const;
    const [early] = stepsOf(standing(voided), REVEAL_END + HOUR - 1);
    expect(early).to.deep.include({ call: null, until: REVEAL_END + HOUR });
    const [given] = stepsOf(standing({ ...voided, bondsReturned: true }), REVEAL_END);
    expect(given).to.deep.include({
      what: "give back 1 bond of bids that were never opened",
      call: "forfeitBonds({ leadId: 7 })",
    });
  });

  it("is told with the time that is left", () => {
    const now = REVEAL_END - 90;
    const steps = stepsOf(standing({ phase: "Reveal", sealedBids: 1 }), now);
    expect(stepLines(steps, now)).to.deep.equal([
      "its bidders: open 1 sealed bid, 1 min 30 s left",
      "  npx hardhat bid reveal 7",
    ]);
    expect(stepFacts(steps, now)).to.include("1 min 30 s from now");
    const [, cancel] = stepsOf(standing(), now);
    expect(stepFacts(cancel === undefined ? [] : [cancel], now)).to.include(
      `the seller ${SELLER} to take it back`,
    );
    expect(stepLines([], now)).to.deep.equal(["nothing: it is over"]);
    expect(stepFacts([], now)).to.include("nothing: it is over");
  });
});
