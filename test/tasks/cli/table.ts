import { expect } from "chai";

import { facts, grid } from "../../../tasks/cli/table.ts";

const ADDRESS = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const PROOF = `0x${"12".repeat(80)}`;
const WORDS = "a lead that nobody bought is listed again for less until it has no time left "
  .repeat(3)
  .trim();

describe("tables", () => {
  const { columns } = process.stdout;
  afterEach(() => {
    process.stdout.columns = columns;
  });

  /** Draws in a window of this width, and checks that every line is as wide as the first, and that no text is lost. */
  const drawIn = (width: number | undefined, draw: () => string): number => {
    process.stdout.columns = width as number;
    const lines = draw().split("\n");
    const [first = ""] = lines;
    for (const line of lines) expect(line).to.have.length(first.length);
    const text = lines.join("").replaceAll(/[^a-zA-Z0-9]/g, "");
    expect(text).to.not.include("…");
    return first.length;
  };
  const money = () =>
    facts([
      ["account", ADDRESS],
      ["proof", PROOF],
      ["says", WORDS],
    ]);
  const bounties = () =>
    grid(
      ["bounty", "state", "pays", "wants"],
      [
        [`1 of\n${ADDRESS}`, "open", "95.5 USDC", WORDS],
        [`2 of\n${ADDRESS}`, "closed", "1 USDC", PROOF],
      ],
    );

  it("are as wide as the window at most, whatever they hold", () => {
    for (const width of [60, 80, 100, 200]) {
      expect(drawIn(width, money)).to.be.within(width - 5, width);
      expect(drawIn(width, bounties)).to.equal(width);
    }
  });

  it("are never broken where the output is piped", () => {
    expect(drawIn(undefined, money)).to.be.above(WORDS.length);
    expect(money()).to.include(PROOF).and.include(WORDS);
  });

  it("are no wider than what they hold", () => {
    const small = () => grid(["a", "b"], [["1", "2"]]);
    expect(drawIn(200, small)).to.equal(9);
  });

  it("break a long word, and lines between words", () => {
    process.stdout.columns = 60;
    const text = money();
    expect(text).to.match(/nobody bought is listed again for +│/);
    expect(text.replaceAll(/[^0-9a-fx]/g, "")).to.include(PROOF.slice(2));
  });

  it("let nothing that strangers wrote steer the terminal", () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2JAnn\u009b31m\r\u0000\u202e\u2066\u2028 Lee";
    const text = facts([["name", hostile]]);
    expect(text.split("\n").join("")).to.not.match(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    expect(text).to.include("Ann").and.include("Lee");
  });
});
