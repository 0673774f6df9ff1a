import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { Webhook } from "standardwebhooks";

import { openFiles } from "../../../deploy/agent/store/openMemory.ts";
import { madeUpEvent } from "../../../deploy/agent/crm/madeUpRecord.ts";
import { deliverLead } from "../../../deploy/sdk/actions/lead/deliverLead.ts";
import { openReceiver, type CrmReceiver } from "../../fixtures/crmReceiver.ts";
import { openMarket, usdc } from "../../fixtures/market.ts";
import { agentCrmTasks } from "../../../tasks/agent/crm/index.ts";
import { readmeCommands } from "../../fixtures/readmeCommands.ts";
import { runCommand } from "../../fixtures/runCommand.ts";
import { runTask } from "../../fixtures/runTask.ts";
import { taskRunner } from "../../fixtures/taskRunner.ts";

const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const TOKEN = "pat-na1-secret";
const LIMITS = { maxPerBid: 150, perHour: 500, perDay: 2_000, verticals: ["solar"] };

describe("agent crm, and seller run with hooks", () => {
  let folder: string;
  let operator: string;
  let receiver: CrmReceiver;
  before(async () => {
    receiver = await openReceiver();
    process.env["TEST_WEBHOOK_KEY"] = SECRET;
    process.env["TEST_HUBSPOT_TOKEN"] = TOKEN;
  });
  after(async () => {
    for (const name of ["LEAD_ENGINE_HOME", "TEST_WEBHOOK_KEY", "TEST_HUBSPOT_TOKEN"]) {
      Reflect.deleteProperty(process.env, name);
    }
    await receiver.close();
  });
  beforeEach(async () => {
    receiver.received.length = 0;
    receiver.answerWith();
    receiver.answerBy(() => ({ status: 200 }));
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-crm-tasks-"));
    process.env["LEAD_ENGINE_HOME"] = folder;
    operator = path.join(folder, "operator.json");
    const hook = { url: receiver.url, allowPrivate: true };
    const hooks = [
      { ...hook, name: "crm", format: "hubspot", secret: "TEST_HUBSPOT_TOKEN" },
      { ...hook, name: "sheet", format: "zapier", secret: "TEST_WEBHOOK_KEY" },
      { ...hook, name: "own", format: "generic", secret: "TEST_WEBHOOK_KEY" },
      { ...hook, name: "unset", format: "generic", secret: "TEST_UNSET_KEY" },
      {
        ...{ name: "inside", format: "generic", secret: "TEST_WEBHOOK_KEY" },
        url: `https://127.0.0.1:${receiver.port}/admin?token=abc`,
      },
    ];
    await writeFile(operator, JSON.stringify({ limits: LIMITS, hooks }));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const crm = (verb: string, args: Record<string, unknown> = {}) =>
    runTask(["agent", "crm", verb], { json: true, operator, ...args });

  it("should create what HubSpot lacks, and nothing the second time", async () => {
    const known = new Set(["lead_source"]);
    receiver.answerBy(({ method, path: at, body }) => {
      if (method === "GET") return { status: known.has(at.split("/").at(-1) ?? "") ? 200 : 404 };
      if (!at.endsWith("/batch/create")) return { status: 201 };
      const { inputs } = JSON.parse(body) as { inputs: { name: string }[] };
      for (const { name } of inputs) known.add(name);
      return { status: 201 };
    });
    const { json } = await crm("setup");
    const [first] = json["hooks"] as { created: string[]; existing: string[] }[];
    expect(first?.existing).to.deep.equal(["lead_source"]);
    expect(first?.created).to.include.members(["lead_id", "lead_quality_score", "lead_fields"]);
    expect(
      receiver.received.every(({ path: at }) => at.startsWith("/crm/properties/2026-03/contacts/")),
    ).to.equal(true);
    expect(receiver.received[0]?.headers.authorization).to.equal(`Bearer ${TOKEN}`);
    const [again] = (await crm("setup")).json["hooks"] as { created: string[] }[];
    expect(again?.created).to.deep.equal([]);
  });

  it("should say what HubSpot answered, and not with which token", async () => {
    receiver.answerBy(({ headers }) => ({ status: 401, body: headers.authorization ?? "" }));
    const { error, err, out } = await crm("setup");
    expect(error?.code).to.equal("HUBSPOT_REFUSED");
    expect([...err, ...out].join()).not.to.include(TOKEN);
  });

  it("should send a made-up lead that says that it is one, signed", async () => {
    const { json, succeeded } = await crm("test", { hook: "own" });
    expect(succeeded).to.equal(true);
    const [request] = receiver.received;
    expect(request?.headers["webhook-id"]).to.equal(json["id"]);
    const body = new Webhook(SECRET).verify(
      request?.body ?? "",
      request?.headers as Record<string, string>,
    );
    expect(body).to.include({ source: "lead-engine", test: true });
    expect((await crm("test", { hook: "crm" })).succeeded).to.equal(true);
    expect(receiver.received.at(-1)?.body).to.include("test@example.com");
  });

  it("should fail where a hook does not take it, and show neither address nor secret", async () => {
    receiver.answerWith({ status: 500, body: SECRET });
    const refused = await crm("test", { hook: "own" });
    expect(refused.json).to.include({ failure: "HTTP_500" });
    expect(refused.succeeded).to.equal(false);
    const inside = await crm("test", { hook: "inside" });
    expect(inside.json).to.include({ failure: "ADDRESS_NOT_ALLOWED" });
    const unset = await crm("test", { hook: "unset" });
    expect(unset.error?.code).to.equal("NO_SECRET");
    expect((await crm("test", { hook: "other" })).error?.code).to.equal("UNKNOWN_HOOK");
    const said = [refused, inside, unset].flatMap(({ out, err }) => [...out, ...err]).join();
    expect(said).not.to.match(new RegExp(`token=abc|admin|${SECRET}`));
  });

  it("should let one choose among the operator's hooks and what their format can carry", async () => {
    expect(
      (await crm("events", { hook: "sheet", kinds: ["lead.won", "bid.lost"] })).json,
    ).to.deep.equal({ hook: "sheet", events: ["lead.won", "bid.lost"] });
    expect((await crm("events", { hook: "other", kinds: [] })).error?.code).to.equal(
      "UNKNOWN_HOOK",
    );
    expect((await crm("events", { hook: "crm", kinds: ["bid.lost"] })).error?.code).to.equal(
      "UNFIT_EVENT",
    );
    expect((await crm("events", { hook: "own", kinds: ["lead.lost"] })).error?.code).to.equal(
      "UNKNOWN_EVENT",
    );
    await crm("events", { hook: "unset", kinds: [] });
    await crm("events", { hook: "inside", kinds: [] });
    const { json } = await crm("list");
    const told = json["hooks"] as { name: string; events: string[] }[];
    expect(told.map(({ name, events }) => [name, events.length])).to.deep.equal([
      ["crm", 1],
      ["sheet", 2],
      ["own", 6],
      ["unset", 0],
      ["inside", 0],
    ]);
  });

  it("should list what was given up, and make it due again", async () => {
    const { outbox, close } = openFiles(folder);
    const event = madeUpEvent("balance.low", Date.now());
    await outbox.add(event, ["own"], 0);
    const [taken] = await outbox.take(event, { hooks: ["own"], now: 1, limit: 1 });
    if (taken === undefined) throw new Error("Nothing was taken.");
    await outbox.settle(taken, { failure: "HTTP_500", dueAt: undefined });
    await close();
    const [dead] = (await crm("list")).json["deliveries"] as object[];
    expect(dead).to.include({ id: event.id, state: "dead", attempts: 1, failure: "HTTP_500" });
    expect((await crm("list", { json: false })).out.join()).to.include("given up");
    expect((await crm("retry")).error?.code).to.equal("INVALID_CHOICE");
    expect((await crm("retry", { id: "none" })).error?.code).to.equal("UNKNOWN_EVENT");
    expect((await crm("retry", { id: event.id })).json).to.deep.equal({ due: 1 });
    expect((await crm("retry", { all: true })).json).to.deep.equal({ due: 1 });
  });

  it("should be as the README has it, with the operator's file in the data directory", async () => {
    const commands = await readmeCommands("### Put leads into a CRM");
    for (const words of commands) {
      const { succeeded, err } = await runCommand(words);
      expect(succeeded, `${words.join(" ")} ${err.join("\n")}`).to.equal(true);
    }
    expect(commands.map(([, , verb]) => verb)).to.have.members(
      agentCrmTasks.slice(1).map(({ id }) => id.at(-1)),
    );
  });

  it("should tell the seller's hooks what `seller run` sold, once", async function () {
    this.timeout(600_000);
    const connection = await hre.network.create({
      override: { allowBlocksWithSameTimestamp: true },
    });
    const market = await openMarket(connection);
    const tasks = await taskRunner(connection, market);
    try {
      const { seller, bidders } = market;
      const { leadId: before } = await market.listLead();
      await market.runBids(before, [[bidders[0], usdc(110)]]);
      await deliverLead(seller, { leadId: before });
      const { leadId } = await market.listLead();
      await market.runBids(leadId, [[bidders[1], usdc(130)]]);
      for (const hook of ["crm", "sheet", "unset", "inside"]) {
        await crm("events", { hook, kinds: [] });
      }
      const run = () =>
        tasks.run(["seller", "run"], { account: seller.address, once: true, json: true, operator });
      const { json, err } = await run();
      expect(json["done"], err.join("\n")).to.have.length(1);
      expect(receiver.received).to.have.length(1);
      const body = JSON.parse(receiver.received[0]?.body ?? "") as Record<string, unknown>;
      expect(body).to.include({ event: "lead.sold", amount: "130", count: 1 });
      await run();
      expect(receiver.received).to.have.length(1);
      expect(await readFile(path.join(folder, "outbox.sqlite"), "latin1")).not.to.include(SECRET);
    } finally {
      await tasks.close();
      await connection.close();
    }
  });
});
