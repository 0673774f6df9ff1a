import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { loadParameters } from "../../deploy/parameters/loadParameters.ts";

const FOLDER = path.join(hre.config.paths.root, "deploy/workflows");
/** The workflows, and which contracts' settings name them. */
const WORKFLOWS = {
  confidential: "Leads",
  "confidential-http": "Leads",
  "keep-auctions": "Keeper",
} as const;

/** The names of a workflow in its targets. */
async function namesOf(workflow: string): Promise<string[]> {
  const text = await readFile(path.join(FOLDER, workflow, "workflow.yaml"), "utf8");
  return [...text.matchAll(/workflow-name: (\S+)/g)].map(([, name = ""]) => name);
}

/** A name as report metadata carries it. */
function inMetadata(name: string): string {
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 10);
  return `0x${Buffer.from(digest).toString("hex")}`;
}

describe("names of workflows", () => {
  it("should be the same in all targets, and differ between workflows", async () => {
    const names = await Promise.all(Object.keys(WORKFLOWS).map(namesOf));
    for (const [staging, production, ...more] of names) {
      expect([production, more]).to.deep.equal([staging, []]);
    }
    expect(new Set(names.map(([name]) => name)).size).to.equal(names.length);
  });

  it("should be those that the contracts of every network accept", async () => {
    for (const network of ["local", "base-sepolia", "base"] as const) {
      const parameters = await loadParameters(network);
      for (const module of ["Leads", "Keeper"]) {
        const workflows = Object.entries(WORKFLOWS).filter(([, of]) => of === module);
        const names = await Promise.all(workflows.map(([workflow]) => namesOf(workflow)));
        expect(names.flat().map(inMetadata)).to.include(parameters[module]?.["workflowName"]);
      }
    }
  });

  it("should stand in the workflows' README as metadata carries them", async () => {
    const readme = await readFile(path.join(FOLDER, "README.md"), "utf8");
    for (const workflow of Object.keys(WORKFLOWS)) {
      const [name = ""] = await namesOf(workflow);
      const row = readme.split("\n").find((line) => line.includes(`\`${inMetadata(name)}\``));
      expect(row).to.include(`\`${workflow}\``).and.include(`\`${name}\``);
    }
  });
});
