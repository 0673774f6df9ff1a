import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { runHardhat, type ProcessRun } from "../fixtures/hardhatProcess.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";

const SECTION = "## Sell a lead by hand";
/** The file that readers are told to write. */
const LEAD_FILE = "my-lead.json";

/** Place of `>` in a command; its end if it writes no file. */
function redirect(words: readonly string[]): number {
  return words.includes(">") ? words.indexOf(">") : words.length;
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
    const lead = path.join(folder, LEAD_FILE);
    const environment = { LEAD_ENGINE_STACK: stackFile, LEAD_ENGINE_HOME: folder };
    for (const words of await readmeCommands(SECTION)) {
      const [command, output] = [words.slice(0, redirect(words)), words[redirect(words) + 1]];
      const args = command.map((word) => (word === LEAD_FILE ? lead : word));
      const run = await runHardhat(args, environment);
      expect(run.code, `${words.join(" ")}\n${run.stdout}${run.stderr}`).to.equal(0);
      if (output !== undefined) await writeFile(path.join(folder, output), run.stdout);
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
    expect(runs.some(({ stdout }) => stdout.includes("maria.torres@example.com"))).to.equal(true);
  });
});
