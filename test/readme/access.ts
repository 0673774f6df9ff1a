import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runCommand } from "../fixtures/runCommand.ts";
import { runTask } from "../fixtures/runTask.ts";

const SECTION = "## Who may have a lead";
/** What readers put in the place of the README's examples. */
const [SELLER, COMPLIANCE, LEAD] = ["8", "19", "1"];
const NEWCOMER = 16;

describe("the README's commands for access", () => {
  let local: LocalStack;
  let account: string;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER]);
    const file = path.join(local.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    await runTask(["vault", "deposit"], { account: SELLER, amount: "400", faucet: true });
    const { succeeded, err } = await runTask(["lead", "submit"], { account: SELLER, file });
    expect(succeeded, err.join("\n")).to.equal(true);
    account = (await local.connection.viem.getWalletClients())[NEWCOMER]?.account.address ?? "";
  });
  after(() => local.close());

  it("run as they are written, whoever the account is", async () => {
    const commands = await readmeCommands(SECTION);
    for (const words of commands) {
      const args = words.map((word) =>
        word === "0xACCOUNT"
          ? account
          : word === "COMPLIANCE"
            ? COMPLIANCE
            : word === "17"
              ? LEAD
              : word,
      );
      const { err, succeeded } = await runCommand(args);
      expect(succeeded, `${words.join(" ")}\n${err.join("\n")}`).to.equal(true);
    }
    expect(commands.map(([task, verb]) => `${task} ${verb}`)).to.include.members([
      "compliance check",
      "compliance invalidate",
      "credential issue",
      "credential renew",
      "credential revoke",
      "credential show",
    ]);
  });
});
