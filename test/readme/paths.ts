import { access, readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

const { root } = hre.config.paths;
/** Written by a stack while it runs, and by a deployment. */
const WRITTEN = ["deploy/deployments/local.json", "deploy/deployments/", "subgraph/networks.json"];

describe("README.md", () => {
  it("names files and folders that exist", async () => {
    const text = await readFile(path.join(root, "README.md"), "utf8");
    const paths = [...text.matchAll(/`((?:contracts|deploy|subgraph|tasks|test)\/[\w./-]*)`/g)]
      .map(([, place = ""]) => place)
      .filter((place) => !WRITTEN.includes(place));
    expect(paths.length).to.be.greaterThan(20);
    for (const place of paths) await access(path.join(root, place));
  });
});
