import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { HARDHAT, runHardhat } from "../fixtures/hardhatProcess.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";
import { runTask } from "../fixtures/runTask.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";

const [SELLER, ADA, BEN, CLEO] = ["8", "9", "10", "11"];
const SECTION = "### Nobody has to watch";

describe("keeper run, seller run and the README's other commands of those who watch", () => {
  let tasks: TasksOnStack;
  let stack: Stack;
  before(async function () {
    this.timeout(600_000);
    stack = await openStack(hre, {});
    await admitAccounts(stack, [SELLER, ADA, BEN, CLEO]);
    tasks = await tasksOn(stack);
    const lead = path.join(tasks.folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(lead, JSON.stringify({ ...example, consentTime }));
    for (const account of [SELLER, ADA, BEN, CLEO]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file: lead });
    await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "125" });
    await run(["bid", "commit"], { account: BEN, leadId: 1n, amount: "150" });
    await run(["bid", "commit"], { account: CLEO, leadId: 1n, amount: "140", selfReveal: true });
  });
  after(async () => {
    await tasks.close();
    await stack.close();
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const advance = async (until: string, lead?: string) => {
    await run(["chain", "advance"], { until, lead });
    await stack.indexed();
  };
  /** A README's command as a process, which does what is due and ends. */
  const command = async (noun: string, verb: string) => {
    const commands = await readmeCommands(SECTION);
    const words = commands.find((one) => one[0] === noun && one[1] === verb) ?? [];
    const again = verb === "run" ? ["--once"] : [];
    const { code, stdout, stderr } = await runHardhat(
      [...words, ...again, "--json"],
      tasks.environment,
    );
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
  };

  it("have their bids opened by whoever keeps, though the bidders are gone", async () => {
    await advance("reveal", "1");
    await advance("2m");
    const kept = await command("keeper", "run");
    expect(kept["opened"]).to.have.length(1);
    expect((kept["opened"] as object[])[0]).to.include({ leadId: 1, bids: 2, phase: "Reveal" });
    expect(kept).to.deep.include({ failures: [], unseen: [], tips: 0 });
    expect(Number(kept["fees"])).to.be.greaterThan(0);
  });

  it("sell to the winner as soon as it is known", async () => {
    await advance("delivery", "1");
    const tended = await command("seller", "run");
    expect(tended["done"]).to.have.length(1);
    expect((tended["done"] as object[])[0]).to.include({ leadId: 1, what: "delivered" });
    expect(tended).to.deep.include({ failures: [] });
    expect(Number(tended["earned"])).to.be.within(140_000_000, 150_000_000);
    const read = await run(["lead", "decrypt"], { account: BEN, leadId: 1n });
    expect(read["contact"]).to.include({ email: example.contact.email });
  });

  it("find in the subgraph whose bond is forfeited, and earn the tip", async () => {
    await advance("90m");
    const kept = await command("keeper", "run");
    const kinds = (kept["actions"] as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds).to.include("ForfeitBond");
    expect(kept).to.deep.include({ tips: 250_000, failures: [], skipped: 0 });
    for (const account of [SELLER, ADA, BEN, CLEO]) {
      expect(await run(["vault", "balance"], { account })).to.include({ locked: 0 });
    }
  });

  it("prove the reserves, and show what the vault holds and owes", async () => {
    const proof = await command("vault", "prove");
    await stack.indexed();
    expect(proof).to.include({ solvent: true, decimals: 6, answer: proof["liabilities"] });
    const solvency = await command("vault", "solvency");
    expect(solvency).to.deep.include({
      balance: proof["answer"],
      solvent: true,
      accounts: { free: proof["liabilities"], locked: 0, agree: true },
      stopped: { deposits: [], bids: [] },
    });
    expect(solvency["proof"]).to.include({ roundId: proof["roundId"], age: 0 });
  });

  it("watch until they are stopped, and then say what they did", async () => {
    const args = [HARDHAT, "keeper", "run", "--account", "12", "--every", "1s", "--json"];
    const keeper = spawn(process.execPath, args, {
      cwd: hre.config.paths.root,
      env: { ...process.env, ...tasks.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [output, exit] = [text(keeper.stdout), once(keeper, "close")];
    // It says that it has begun.
    await once(keeper.stderr, "data");
    keeper.kill("SIGINT");
    expect((await exit)[0]).to.equal(0);
    expect(JSON.parse((await output).trim().split("\n").at(-1) ?? "")).to.include({
      transactions: 0,
    });
  });
});
