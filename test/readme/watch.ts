import { stat } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runCommand } from "../fixtures/runCommand.ts";
import { runTask } from "../fixtures/runTask.ts";

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
      const { err, succeeded } = await runCommand(args);
      expect(succeeded, `${words.join(" ")}\n${err.join("\n")}`).to.equal(true);
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
    const { out, succeeded } = await runTask(["protocol", "status"], {});
    expect(succeeded).to.equal(false);
    expect(out.join("\n"))
      .to.include("The guardian has stopped new business")
      .and.include("`unpause`");
  });
});
