import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { stringify } from "viem";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { startIntake } from "../../../deploy/intake/startIntake.ts";
import { SubmissionStore } from "../../../deploy/intake/submissionStore.ts";
import { openLocalClient } from "../../../deploy/local/party.ts";
import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { decryptLead } from "../../../deploy/sdk/actions/lead/decryptLead.ts";
import { traderOf } from "../../../deploy/sdk/client.ts";
import { poll } from "../../../deploy/sdk/poll.ts";
import { fileStorage } from "../../../tasks/cli/storage.ts";
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
    const text = [...done.out, ...done.err, stringify({ error: done.error })].join("\n");
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

  it("of a batch and of a form is with its owner only", async () => {
    const now = await stack.connection.networkHelpers.time.latest();
    const csv = path.join(tasks.folder, "leads.csv");
    const rows = ["(512) 867-5391", "(512) 867-5392", "867-5398", "(512) 867-5391"];
    await writeFile(
      csv,
      [
        "vertical,region,source,consentTime,contact.firstName,contact.phone,fields.roofType",
        ...rows.map((phone) => `solar.battery,US-TX,DIRECT,${now},Zephyrine,${phone},metal`),
      ].join("\n"),
    );
    const batch = async () => {
      const { json, succeeded, err } = await run(["lead", "submit"], {
        account: SELLER,
        batch: csv,
      });
      expect(succeeded, err.join("\n")).to.equal(false);
      const { minted, earlier, repeated, failed, leads } = json;
      return { counts: { minted, earlier, repeated, failed }, leads };
    };
    const first = await batch();
    const counts = { minted: 2, earlier: 0, repeated: 1, failed: 1 };
    expect(first.counts, JSON.stringify(first.leads)).to.deep.equal(counts);
    expect(first.leads).to.have.nested.property("[2].issues[0].path", "contact");
    expect((await batch()).counts).to.deep.equal({ ...counts, minted: 0, earlier: 2 });

    const { connection, protocol, urls } = stack;
    const client = await openLocalClient(connection, protocol, urls);
    const wallet = (await connection.viem.getWalletClients())[Number(SELLER)];
    if (wallet === undefined) throw new Error("The chain has no account for the seller.");
    const storage = fileStorage;
    const file = path.join(tasks.folder, "intake.sqlite");
    const intake = await startIntake(traderOf({ ...client, storage }, wallet), {
      verticals: leafVerticals(),
      apiKey: "a key that only brokers have",
      consentText: "I agree to be called.",
      listen: { host: "127.0.0.1", port: 0, isBehindProxy: false },
      file,
      validFor: 3_600,
    });
    const store = new SubmissionStore(file);
    try {
      const response = await fetch(`${intake.url}/form/solar.battery`, {
        method: "POST",
        headers: { "user-agent": "Marzipan Browser" },
        body: new URLSearchParams({
          "contact.firstName": "Zephyrine",
          "contact.lastName": "Quillfeather",
          "contact.phone": "(512) 867-5393",
          "contact.zip": "78704",
          "contact.country": "US",
          "fields.existingSolar": "false",
          consent: "yes",
        }),
      });
      expect(response.status, await response.text()).to.equal(202);
      const [{ id } = { id: "" }] = [...store.kept(1), ...store.queued(1)];
      const leadId = await poll({
        look: () => Promise.resolve(store.find(id)?.leadId),
        deadline: 90_000,
        late: () => new Error(`The form's lead is ${String(store.find(id)?.state)}.`),
      });
      // Until it is sold, the seller is its owner.
      const read = await runTask(["lead", "decrypt"], {
        account: SELLER,
        leadId: BigInt(leadId),
        json: true,
      });
      expect(read.json["contact"]).to.deep.include({
        lastName: "Quillfeather",
        country: "US",
        ipAddress: "127.0.0.1",
        userAgent: "Marzipan Browser",
      });
      const content = await decryptLead(traderOf({ ...client, storage }, wallet), {
        leadId: BigInt(leadId),
      });
      expect(content.consentRecord).to.deep.equal({
        text: "I agree to be called.",
        page: `${intake.url}/form/solar.battery`,
      });
    } finally {
      store.close();
      await intake.close();
    }
    await rm(csv);
    await rm(path.join(tasks.folder, "lead.json"), { force: true });
    const planted = [...PLANTED, "Marzipan Browser", "867-5391", "867-5393"];
    expect(await placesOf(planted, printed)).to.deep.equal([]);
    for (const folder of [stack.dataDir, tasks.folder]) {
      expect(await placesOf(planted, tracesInFiles(folder)), folder).to.deep.equal([]);
    }
    const publicClient = await connection.viem.getPublicClient();
    expect(await placesOf(planted, tracesOnChain(publicClient, fromBlock))).to.deep.equal([]);
  }).timeout(240_000);
});
