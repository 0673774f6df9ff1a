import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { runHardhat, type ProcessRun } from "../fixtures/hardhatProcess.ts";

const SECTION = "## Sell a lead by hand";
/** The file that readers are told to write. */
const LEAD_FILE = "my-lead.json";

/** The `npx hardhat` commands of the first shell block of a README section, as words. */
async function commandsOf(section: string): Promise<string[][]> {
  const readme = await readFile(path.join(hre.config.paths.root, "README.md"), "utf8");
  const block = /```sh\n(.*?)```/s.exec(readme.slice(readme.indexOf(section)))?.[1] ?? "";
  const lines = block.split("\n").map((line) => line.replace(/\s+#.*/, "").trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

describe("the README's sale by hand", () => {
  let folder: string;
  let stack: Stack;
  const runs: ProcessRun[] = [];
  before(async function () {
    this.timeout(600_000);
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-tour-"));
    const stackFile = path.join(folder, "stack.json");
    stack = await openStack(hre, { stackFile });
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    const lead = path.join(folder, LEAD_FILE);
    await writeFile(lead, JSON.stringify({ ...example, consentTime }));
    const environment = { LEAD_ENGINE_STACK: stackFile, LEAD_ENGINE_HOME: folder };
    for (const [npx, hardhat, ...words] of await commandsOf(SECTION)) {
      expect([npx, hardhat]).to.deep.equal(["npx", "hardhat"]);
      const args = words.map((word) => (word === LEAD_FILE ? lead : word));
      const run = await runHardhat(args, environment);
      expect(run.code, `${words.join(" ")}\n${run.stdout}${run.stderr}`).to.equal(0);
      runs.push(run);
    }
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true });
  });

  it("runs as it is written and ends with the lead in the buyer's hands and the money in the seller's", async () => {
    const sold = await stack.protocol.house.read.auctionOf([1n]);
    expect(sold).to.include({ price: 150_250_000n, closed: true });
    expect(runs.some(({ stdout }) => stdout.includes(example.contact.email))).to.equal(true);
  });
});
