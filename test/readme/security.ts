import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { formatUnits } from "viem";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";

const { root } = hre.config.paths;

/** Cells of the rows of SECURITY.md's tables whose line matches. */
async function rowsLike(pattern: RegExp): Promise<string[][]> {
  const text = await readFile(path.join(root, "SECURITY.md"), "utf8");
  return text
    .split("\n")
    .filter((line) => line.startsWith("|") && pattern.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
}

describe("SECURITY.md", () => {
  it("names tests that exist for every attack, promise and law", async () => {
    const rows = await rowsLike(/`test\//);
    expect(rows.length).to.be.greaterThan(15);
    for (const row of rows) {
      const [, file = "", title = ""] = /^`(.+)`: (.+)$/.exec(row.at(-2) ?? "") ?? [];
      const source = await readFile(path.join(root, file), "utf8");
      expect(source, file).to.include(title);
    }
  });

  it("tells the bond of every root vertical at its lowest reserve", async () => {
    const roots = loadVerticals().filter(({ isLeaf }) => !isLeaf);
    const rows = await rowsLike(/^\| `[a-z0-9_]+` +\| [\d.]+ USDC +\| [\d.]+ USDC +\|$/);
    const told = rows.map(([, slug, reserve, bond]) => [slug, reserve, bond]);
    const expected = roots.map(({ slug, config }) => {
      const { minReserve, bidBondBps, bidBondMin, bidBondMax } = config;
      const share = (minReserve * BigInt(bidBondBps)) / 10_000n;
      const bond = share < bidBondMin ? bidBondMin : share > bidBondMax ? bidBondMax : share;
      return [`\`${slug}\``, `${formatUnits(minReserve, 6)} USDC`, `${formatUnits(bond, 6)} USDC`];
    });
    expect(told).to.deep.equal(expected);
  });
});
