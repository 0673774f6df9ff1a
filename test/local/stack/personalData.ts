import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { runTask, type TaskRun } from "../../fixtures/runTask.ts";
import { placesOf, tracesInFiles, tracesOnChain, type Trace } from "../../fixtures/traces.ts";
import { OPENING } from "../../fixtures/stackMarketDay.ts";
import { tasksOn, type TasksOnStack } from "../../fixtures/tasksOn.ts";

const [SELLER, BUYER] = ["14", "15"];
/** Of the consumers of these tests; nobody else has them. */
const PLANTED = [
  "Zephyrine",
  "Quillfeather",
  "zephyrine.quillfeather",
  "867-5398",
  "8675398",
  "Marzipan Loop",
];
/** What everybody may know of the same leads: a search that does not find it finds nothing. */
const PUBLIC = ["asphalt_shingle"];

describe("personal data of leads on the stack", () => {
  let stack: Stack;
  let tasks: TasksOnStack;
  let fromBlock: bigint;
  /** What tasks printed, apart from the buyer's reading of its lead. */
  const printed: Trace[] = [];
  before(async function () {
    this.timeout(OPENING);
    stack = await openStack(hre, {});
    tasks = await tasksOn(stack);
    const client = await stack.connection.viem.getPublicClient();
    fromBlock = await client.getBlockNumber({ cacheTime: 0 });
    await admitAccounts(stack, [SELLER, BUYER]);
    for (const account of [SELLER, BUYER]) {
      await run(["vault", "deposit"], { account, amount: "2000", faucet: true });
    }
  });
  after(async () => {
    await tasks.close();
    await stack.close();
  });

  const run = async (id: string[], args: Record<string, unknown>): Promise<TaskRun> => {
    const done = await runTask(id, { json: true, ...args });
    const text = [...done.out, ...done.err, JSON.stringify({ error: done.error })].join("\n");
    printed.push({ place: `output of ${id.join(" ")}`, bytes: Buffer.from(text) });
    return done;
  };
  const submit = async (changes: { contact?: object } = {}, args = {}) => {
    const file = path.join(tasks.folder, "lead.json");
    const now = await stack.connection.networkHelpers.time.latest();
    const contact = {
      ...example.contact,
      firstName: "Zephyrine",
      lastName: "Quillfeather",
      email: "zephyrine.quillfeather@fastmail.com",
      phone: "(512) 867-5398",
      address: "77 Marzipan Loop",
      ...changes.contact,
    };
    await writeFile(file, JSON.stringify({ ...example, consentTime: now - 60, contact }));
    return run(["lead", "submit"], { account: SELLER, file, ...args });
  };

  it("is in no output, log, file, database, transaction or event, whatever becomes of them", async () => {
    const { json, err } = await submit();
    expect(json["phase"], err.join("\n")).to.equal("Commit");
    const leadId = BigInt(String(json["leadId"]));

    // A consumer who was sold before, one whose number cannot be, and one whose package is public.
    const recycled = await submit({ contact: { email: "z.quillfeather@fastmail.com" } });
    expect(recycled.error?.code).to.equal("LEAD_REFUSED");
    const malformed = await submit({ contact: { phone: "867-5398" } });
    expect(malformed.succeeded).to.equal(false);
    const other = { phone: "(512) 867-5397", email: "quillfeather.zephyrine@fastmail.com" };
    const posted = await submit({ contact: other }, { onChain: true });
    expect(posted.json["phase"], posted.err.join("\n")).to.equal("Commit");

    await run(["bid", "commit"], { account: BUYER, leadId, amount: "180", selfReveal: true });
    await run(["chain", "advance"], { lead: String(leadId), until: "reveal" });
    await run(["bid", "reveal"], { account: BUYER, leadId });
    await run(["chain", "advance"], { lead: String(leadId), until: "delivery" });
    await run(["auction", "settle"], { account: BUYER, leadId });
    const delivered = await run(["lead", "deliver"], { account: SELLER, leadId });
    expect(delivered.succeeded, delivered.err.join("\n")).to.equal(true);
    await stack.indexed();
    await run(["lead", "show"], { leadId });
    // The buyer does get it.
    const read = await runTask(["lead", "decrypt"], { account: BUYER, leadId, json: true });
    expect(JSON.stringify(read.json)).to.include("Quillfeather");

    const client = await stack.connection.viem.getPublicClient();
    const written = async (texts: readonly string[]) => ({
      printed: await placesOf(texts, printed),
      files: await placesOf(texts, tracesInFiles(stack.dataDir)),
      chain: await placesOf(texts, tracesOnChain(client, fromBlock)),
    });
    const found = await written(PUBLIC);
    expect(found.files).not.to.have.length(0);
    expect(found.chain).not.to.have.length(0);
    expect(await written(PLANTED)).to.deep.equal({ printed: [], files: [], chain: [] });
  }).timeout(120_000);
});
