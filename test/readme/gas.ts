import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { withGasTable } from "../../tasks/gas/readmeTable.ts";

const { root } = hre.config.paths;

describe("README's gas table", () => {
  it("says what the snapshot says", async () => {
    const readme = await readFile(path.join(root, "README.md"), "utf8");
    const snapshot = await readFile(path.join(root, "test", "gas", "snapshot.json"), "utf8");
    expect(withGasTable(readme, JSON.parse(snapshot) as Record<string, number>)).to.equal(readme);
  });

  it("is refused where README has no place for it", () => {
    expect(() => withGasTable("# Lead Engine", {})).to.throw("README.md has no <!-- gas");
  });
});
