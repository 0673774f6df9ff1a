import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { readmeCommands } from "../../fixtures/readmeCommands.ts";
import { runCommand } from "../../fixtures/runCommand.ts";
import { runTask } from "../../fixtures/runTask.ts";

const [SELLER, ADA] = ["8", "9"];

describe("the README's bounty commands", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA]);
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    await runTask(["vault", "deposit"], { account: SELLER, amount: "100", faucet: true });
    await runTask(["vault", "deposit"], { account: ADA, amount: "500", faucet: true });
    const { succeeded, err } = await runTask(["lead", "submit"], { account: SELLER, file });
    expect(succeeded, err.join("\n")).to.equal(true);
  });
  after(() => local.close());

  it("work as they are written", async () => {
    const commands = await readmeCommands("### Buy by rule");
    expect(commands).to.have.length(5);
    for (const words of commands) {
      const { err, succeeded } = await runCommand(words);
      expect(succeeded, `${words.join(" ")}\n${err.join("\n")}`).to.equal(true);
    }
    const { json } = await runTask(["bounty", "show"], { bountyId: 1n, json: true });
    expect(json).to.include({ state: "closed", matched: 141_000_000, budget: 0 });
  });
});
