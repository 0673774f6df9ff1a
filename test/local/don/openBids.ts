import { expect } from "chai";

import { bidOpener } from "../../../deploy/local/don/openBids.ts";

const ASKED = "http://127.0.0.1/openings";

describe("bidOpener", () => {
  /** What the workflow was asked to open. */
  let runs: unknown[][];
  const opener = (codes: Readonly<Record<string, string>>, maxKnown?: number) =>
    bidOpener((input) => {
      const { bids } = (input as { openings: { bids: string[] } }).openings;
      runs.push(bids);
      const answer = { bids: bids.map((bid) => codes[bid]), report: "SUCCESS" };
      return Promise.resolve(JSON.stringify(answer));
    }, maxKnown);
  const request = (...bids: string[]) =>
    new Request(ASKED, { method: "POST", body: JSON.stringify({ leadId: "1", round: 1, bids }) });
  beforeEach(() => {
    runs = [];
  });

  it("should not ask again about what can never be opened, and answer the same", async () => {
    const open = opener({ good: "REPORTED", bad: "UNREADABLE", poor: "UNFUNDED" });
    const first = await open(request("bad", "good", "poor"));
    expect(first.bids).to.deep.equal(["UNREADABLE", "REPORTED", "UNFUNDED"]);
    const second = await open(request("poor", "bad"));
    expect(second.bids).to.deep.equal(["UNFUNDED", "UNREADABLE"]);
    const third = await open(request("bad"));
    expect(third).to.deep.equal({ bids: ["UNREADABLE"], report: "NOTHING_OPENED" });
    expect(runs).to.deep.equal([["bad", "good", "poor"], ["poor"]]);
  });

  it("should answer each bid for itself when two ask at once", async () => {
    const open = opener({ good: "REPORTED", bad: "UNREADABLE" });
    const [first, second] = await Promise.all([open(request("bad")), open(request("bad", "good"))]);
    expect(first.bids).to.deep.equal(["UNREADABLE"]);
    expect(second.bids).to.deep.equal(["UNREADABLE", "REPORTED"]);
  });

  it("should remember so many bids and no more: the last that it learned", async () => {
    const open = opener({ one: "MALFORMED", two: "UNREADABLE", three: "OTHER_BID" }, 2);
    for (const bid of ["one", "two", "three"]) await open(request(bid));
    const again = await open(request("one", "two", "three"));
    expect(again.bids).to.deep.equal(["MALFORMED", "UNREADABLE", "OTHER_BID"]);
    expect(runs).to.deep.equal([["one"], ["two"], ["three"], ["one"]]);
  });

  it("should pass on an answer that looks at no bid", async () => {
    const early = bidOpener(() => Promise.resolve('{"bids":[],"report":"TOO_EARLY"}'));
    expect(await early(request("good"))).to.deep.equal({ bids: [], report: "TOO_EARLY" });
  });
});
