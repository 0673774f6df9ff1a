import { stat } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import { runHardhat } from "../fixtures/hardhatProcess.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";

const SECTION = "## Watch a deployment";
/** The file that the README has drawn. */
const PLOT = "curve.svg";

describe("the README's commands to watch a deployment", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
  });
  after(() => local.close());

  it("run as they are written, and find a new deployment sound", async () => {
    const plot = path.join(local.folder, PLOT);
    const commands = await readmeCommands(SECTION);
    for (const words of commands) {
      const args = words.map((word) => (word === PLOT ? plot : word));
      const { code, stdout, stderr } = await runHardhat(args, local.environment);
      expect(code, `${words.join(" ")}\n${stdout}${stderr}`).to.equal(0);
    }
    expect(commands.map(([task, verb]) => `${task} ${verb}`)).to.deep.equal([
      "protocol status",
      "reserve quote",
      "reserve quote",
    ]);
    expect((await stat(plot)).size).to.be.above(1_000);
  });

  it("fail where something needs action", async () => {
    const { accounts, vault } = local.protocol;
    await vault.write.pause({ account: accounts.guardian });
    const { code, stdout } = await runHardhat(["protocol", "status"], local.environment);
    expect(code).to.equal(1);
    expect(stdout).to.include("The guardian has stopped new business").and.include("`unpause`");
  });
});
