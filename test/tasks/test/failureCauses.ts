import { expect } from "chai";

import type { Failure } from "../../../tasks/test/crew.ts";
import { failureCauses } from "../../../tasks/test/failureCauses.ts";

describe("causes of failures", () => {
  const failure = (title: string, message: string): Failure => ({
    title: ["suite", title],
    error: { message },
  });

  it("should count what failed alike, the most frequent cause first, with a few titles", () => {
    const alike = ["a", "b", "c", "d"].map((title, index) =>
      failure(title, `Call of 0x${title.repeat(40)} failed after ${index} s\nand more about it`),
    );
    expect(failureCauses([failure("alone", "Nothing came"), ...alike])).to.deep.equal([
      `   4 × Call of 0x${"a".repeat(40)} failed after 0 s`,
      "     suite > a",
      "     suite > b",
      "     suite > c",
      "     and 1 more",
      "   1 × Nothing came",
      "     suite > alone",
    ]);
  });

  it("should shorten a long message, and say nothing without failures", () => {
    const [cause = ""] = failureCauses([failure("a", "x".repeat(1_000))]);
    expect(cause).to.have.length("   1 × ".length + 200);
    expect(failureCauses([])).to.deep.equal([]);
  });
});
