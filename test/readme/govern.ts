import { expect } from "chai";
import hre from "hardhat";

import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runCommand } from "../fixtures/runCommand.ts";

const SECTION = "## Govern a deployment";

describe("the README's commands to govern a deployment", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
  });
  after(() => local.close());

  it("run as they are written", async () => {
    const [roles = [], ...commands] = await readmeCommands(SECTION);
    // The roles come from a subgraph, which this stack is without: test/tasks/onStack.ts runs the task.
    expect(hre.tasks.getTask(roles).isEmpty).to.equal(false);
    const outputs = [];
    for (const words of commands) {
      const args = words.map((word) => word.replace(/^'(.*)'$/, "$1"));
      const { out, err, succeeded } = await runCommand(args);
      expect(succeeded, `${words.join(" ")}\n${err.join("\n")}`).to.equal(true);
      outputs.push(out.join("\n"));
    }
    expect(outputs.map((text) => /executed|scheduled/.exec(text)?.[0])).to.deep.equal([
      "executed",
      "scheduled",
      "scheduled",
    ]);
  });
});
