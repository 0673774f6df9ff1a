import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { Webhook } from "standardwebhooks";

import { openRequester, type Requester } from "../../../deploy/agent/crm/guardedRequest.ts";
import { noteSales } from "../../../deploy/agent/crm/noteSales.ts";
import { openCrm } from "../../../deploy/agent/crm/openCrm.ts";
import { eventId, type AgentEvent, type EventKind } from "../../../deploy/agent/events.ts";
import type { Hook } from "../../../deploy/agent/operatorConfig.ts";
import { openFiles, type Memory } from "../../../deploy/agent/store/openMemory.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { deliverLead } from "../../../deploy/sdk/actions/lead/deliverLead.ts";
import { eraseLead } from "../../../deploy/sdk/actions/lead/eraseLead.ts";
import type { Trader } from "../../../deploy/sdk/client.ts";
import { usdc } from "../../fixtures/market.ts";
import { openReceiver, type CrmReceiver } from "../../fixtures/crmReceiver.ts";
import {
  marketOf,
  openServers,
  servedMarket,
  type ServedMarket,
} from "../../fixtures/servedMarket.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const TOKEN = "pat-na1-0123456789";
const HOUR = 3_600_000;

describe("events on their way to a CRM", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let receiver: CrmReceiver;
  let requester: Requester;
  let folder: string;
  let memory: Memory;
  let clock: number;
  const fixture = marketOf(connection);
  before(async () => {
    servers = await openServers(connection);
    receiver = await openReceiver();
    requester = openRequester();
  });
  after(async () => {
    requester.close();
    await receiver.close();
    await servers.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-crm-"));
    memory = openFiles(folder);
    clock = Date.now();
    receiver.received.length = 0;
    receiver.answerWith();
  });
  afterEach(async () => {
    await memory.close();
    await rm(folder, { recursive: true });
  });

  const hookOf = (format: Hook["format"], changes: Partial<Hook> = {}): Hook => ({
    name: format,
    url: receiver.url,
    format,
    secret: format === "hubspot" ? "HUBSPOT_TOKEN" : "WEBHOOK_KEY",
    allowPrivate: true,
    ...changes,
  });
  const crmOf = (trader: Trader, ...hooks: Hook[]) =>
    openCrm({
      outbox: memory.outbox,
      hooks,
      trader,
      verticals: [...leafVerticals().values()],
      requester,
      secretOf: (name) => Promise.resolve(name === "HUBSPOT_TOKEN" ? TOKEN : SECRET),
      now: () => clock,
      random: () => 0,
    });
  /** A lead that the first bidder has bought for 120 USDC. */
  async function sold(changes: Parameters<ServedMarket["list"]>[0] = {}) {
    const m = await servedMarket(connection, fixture, servers.urls);
    const buyer = m.bidders[0];
    const leadId = await m.list(changes);
    await m.runBids(leadId, [[buyer, usdc(120)]]);
    const { txHash } = await deliverLead(m.seller, { leadId });
    return { m, buyer, leadId, txHash };
  }
  function eventOf(
    { chainId, contracts, address }: Trader,
    leadId: bigint,
    changes: Partial<AgentEvent> = {},
  ): AgentEvent {
    const kind: EventKind = changes.kind ?? "lead.won";
    const house = contracts.house.address;
    const id = eventId({ chainId, house, leadId, round: 1, kind });
    return {
      ...{ id, kind, chainId, house, account: address, leadId, round: 1 },
      ...{ reason: null, says: "won", amount: usdc(120), txHash: null, at: 1_800_000_000 },
      ...changes,
    };
  }
  /** What the receiver got last, as JSON. */
  const last = () => JSON.parse(receiver.received.at(-1)?.body ?? "") as Record<string, unknown>;

  describe("given a lead that was won", () => {
    it("should send all of its record to a generic webhook, signed, under the event's id", async () => {
      const { buyer, leadId, txHash } = await sold({
        consentCertificate: "https://cert.trustedform.com/abc123",
      });
      const crm = crmOf(buyer, hookOf("generic"));
      const event = eventOf(buyer, leadId, { txHash });
      await crm.emit(event);
      expect((await crm.sendDue()).map(({ outcome }) => outcome)).to.deep.equal(["sent"]);

      const [request] = receiver.received;
      const headers = request?.headers as Record<string, string>;
      expect(headers["webhook-id"]).to.equal(event.id);
      expect(new Webhook(SECRET).verify(request?.body ?? "", headers)).to.deep.equal(last());
      expect(() => new Webhook(SECRET).verify(`${request?.body ?? ""} `, headers)).to.throw();

      const body = last();
      expect(body).to.include({ source: "lead-engine", event: "lead.won", count: 1 });
      expect(body["timestamp"]).to.equal("2027-01-15T08:00:00.000Z");
      const [lead] = body["leads"] as Record<string, Record<string, unknown>>[];
      expect(lead).to.include({
        leadId: String(leadId),
        round: 1,
        vertical: "solar.residential",
        country: "US",
        price: "120",
        txHash,
      });
      expect(lead?.["contact"]).to.include.keys("firstName", "lastName", "email", "phone", "zip");
      expect(lead?.["fields"]).to.include.keys("electricBill");
      expect(lead?.["consent"]?.["certificate"]).to.equal("https://cert.trustedform.com/abc123");
      expect(Date.parse(String(lead?.["consent"]?.["time"]))).to.be.greaterThan(0);
      const parts = Object.values(lead?.["scoreParts"] ?? {}) as number[];
      expect(parts.reduce((sum, part) => sum + part, 0)).to.equal(lead?.["score"]);
      expect(lead?.["seller"]).to.have.keys("address", "record");
    });

    it("should send Zapier a flat array, and HubSpot an upsert by e-mail with its token", async () => {
      const { buyer, leadId } = await sold();
      const crm = crmOf(buyer, hookOf("zapier"), hookOf("hubspot"));
      await crm.emit(eventOf(buyer, leadId));
      await crm.sendDue();
      const hubspot = receiver.received.find(({ path: at }) => at !== "/hook");
      const zapier = receiver.received.find(({ path: at }) => at === "/hook");

      expect(hubspot?.path).to.equal("/crm/objects/2026-03/contacts/batch/upsert");
      expect(hubspot?.headers.authorization).to.equal(`Bearer ${TOKEN}`);
      const { inputs } = JSON.parse(hubspot?.body ?? "") as {
        inputs: { id: string; idProperty: string; properties: Record<string, string> }[];
      };
      expect(inputs).to.have.length(1);
      const { id, idProperty, properties = {} } = inputs[0] ?? {};
      expect([idProperty, id]).to.deep.equal(["email", properties["email"]]);
      expect(properties).to.include.keys(
        ...["firstname", "lastname", "email", "phone", "city", "state", "zip", "country"],
        ...["lead_source", "lead_vertical", "lead_id", "lead_quality_score", "lead_winning_bid"],
        ...[
          "hs_lead_status",
          "lead_consent_time",
          "lead_score_parts",
          "lead_fields",
          "lead_seller",
        ],
      );

      const rows = JSON.parse(zapier?.body ?? "") as Record<string, unknown>[];
      expect(rows).to.have.length(1);
      expect(rows[0]).to.include.keys(
        ...["lead_id", "vertical", "source", "country", "state", "quality_score", "winning_bid"],
        ...["event_type", "event_timestamp", "first_name", "last_name", "email", "phone"],
        ...["consent_time", "score_consent", "field_electric_bill", "seller", "transaction"],
      );
      expect(
        Object.values(rows[0] ?? {}).filter((cell) => typeof cell === "object" && cell),
      ).to.deep.equal([]);
    });

    it("should send it once, however often it is emitted", async () => {
      const { buyer, leadId } = await sold();
      const crm = crmOf(buyer, hookOf("generic"));
      await crm.emit(eventOf(buyer, leadId));
      await crm.emit(eventOf(buyer, leadId));
      await Promise.all([crm.sendDue(), crm.sendDue()]);
      await crm.emit(eventOf(buyer, leadId));
      await crm.sendDue();
      expect(receiver.received).to.have.length(1);
    });

    it("should give up at once when the lead was erased, since nobody can read it any more", async () => {
      const { buyer, leadId } = await sold();
      await eraseLead(buyer, { leadId });
      const crm = crmOf(buyer, hookOf("generic"));
      await crm.emit(eventOf(buyer, leadId));
      expect(await crm.sendDue()).to.deep.include.members([
        { id: eventOf(buyer, leadId).id, hook: "generic", outcome: "dead", failure: "LEAD_ERASED" },
      ]);
      expect(receiver.received).to.deep.equal([]);
    });

    it("should keep no personal data in the outbox, whatever becomes of the delivery", async () => {
      const planted = {
        firstName: "Plantedfirst",
        lastName: "Plantedlast",
        email: "planted@example.com",
        phone: "+15125550123",
        city: "Plantedcity",
      };
      const lead = await (await servedMarket(connection, fixture, servers.urls)).makeLead();
      const { buyer, leadId } = await sold({ contact: { ...lead.contact, ...planted } });
      const crm = crmOf(buyer, hookOf("generic"), hookOf("zapier"), hookOf("hubspot"));
      // A receiver that repeats what it got.
      receiver.answerBy(({ body }) => ({ status: 500, body }));
      await crm.emit(eventOf(buyer, leadId));
      const attempts = await crm.sendDue();
      expect(attempts.map(({ failure }) => failure)).to.deep.equal(Array(3).fill("HTTP_500"));
      expect(receiver.received.every(({ body }) => body.includes("planted@example.com"))).to.equal(
        true,
      );
      for (const file of await readdir(folder)) {
        const bytes = await readFile(path.join(folder, file), "latin1");
        for (const value of [...Object.values(planted), "5125550123", SECRET, TOKEN]) {
          expect(bytes.includes(value), `${value} in ${file}`).to.equal(false);
        }
      }
      receiver.answerBy(() => ({ status: 200 }));
    });
  });

  describe("given a receiver that fails", () => {
    const budget = (trader: Trader): AgentEvent => ({
      ...eventOf(trader, 1n, { kind: "budget.exhausted" }),
      ...{ id: "31337:budget", leadId: null, round: null, reason: "BUDGET" },
    });

    it("should try again by the schedule, and give up at its end", async () => {
      const m = await servedMarket(connection, fixture, servers.urls);
      const crm = crmOf(m.bidders[0], hookOf("generic"));
      await crm.emit(budget(m.bidders[0]));
      receiver.answerBy(() => ({ status: 503 }));
      const waits = [0, 5_000, 300_000, HOUR / 2, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR];
      for (const wait of [...waits, 20 * HOUR, 24 * HOUR]) {
        clock += wait - 1;
        expect(await crm.sendDue()).to.deep.equal([]);
        clock += 1;
        expect(await crm.sendDue(), String(wait)).to.have.length(1);
      }
      expect(
        (await memory.outbox.list()).map(({ state, attempts }) => [state, attempts]),
      ).to.deep.equal([["dead", 10]]);
      receiver.answerBy(() => ({ status: 200 }));
      await memory.outbox.retry(undefined, clock);
      expect((await crm.sendDue()).map(({ outcome }) => outcome)).to.deep.equal(["sent"]);
      expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).to.equal(
        1,
      );
    });

    it("should wait as long as it asks by Retry-After", async () => {
      const m = await servedMarket(connection, fixture, servers.urls);
      const crm = crmOf(m.bidders[0], hookOf("generic"));
      await crm.emit(budget(m.bidders[0]));
      receiver.answerWith({ status: 429, headers: { "retry-after": "60" } });
      await crm.sendDue();
      clock += 59_999;
      expect(await crm.sendDue()).to.deep.equal([]);
      clock += 1;
      expect((await crm.sendDue()).map(({ outcome }) => outcome)).to.deep.equal(["sent"]);
    });

    it("should send nothing more to one that is gone, lose nothing, and go on after it took a test", async () => {
      const m = await servedMarket(connection, fixture, servers.urls);
      const crm = crmOf(m.bidders[0], hookOf("generic"));
      await crm.emit(budget(m.bidders[0]));
      receiver.answerWith({ status: 410 });
      expect((await crm.sendDue())[0]).to.include({ outcome: "dead", failure: "HTTP_410" });
      await crm.emit({ ...budget(m.bidders[0]), id: "31337:later" });
      clock += HOUR;
      expect(await crm.sendDue()).to.deep.equal([]);
      expect((await memory.outbox.hook("generic")).disabled).to.equal(true);
      await memory.outbox.enable("generic");
      expect(await memory.outbox.retry(undefined, clock)).to.equal(2);
      expect(await crm.sendDue()).to.have.length(2);
    });

    it("should not take 207 of HubSpot for a success: its contact was refused", async () => {
      const { buyer, leadId } = await sold();
      const crm = crmOf(buyer, hookOf("hubspot"));
      await crm.emit(eventOf(buyer, leadId));
      receiver.answerWith({ status: 207 });
      expect((await crm.sendDue())[0]).to.include({ outcome: "retry", failure: "HTTP_207" });
    });

    it("should put off what a receiver's rate does not allow, without counting it as an attempt", async () => {
      const m = await servedMarket(connection, fixture, servers.urls);
      const crm = crmOf(m.bidders[0], hookOf("zapier"));
      for (let i = 0; i < 35; i++) await crm.emit({ ...budget(m.bidders[0]), id: `31337:${i}` });
      const outcomes = (await crm.sendDue()).map(({ outcome }) => outcome);
      expect(outcomes.filter((one) => one === "sent")).to.have.length(30);
      expect(outcomes.filter((one) => one === "put off")).to.have.length(5);
      clock += 1_000;
      expect(await crm.sendDue()).to.have.length(5);
      expect(receiver.received).to.have.length(35);
    });
  });

  describe("given a hook that only the operator can change", () => {
    it("should not reach a private address that the operator did not allow", async () => {
      const { buyer, leadId } = await sold();
      const url = receiver.url.replace("http:", "https:");
      const crm = crmOf(buyer, hookOf("generic", { allowPrivate: false, url }));
      await crm.emit(eventOf(buyer, leadId));
      expect((await crm.sendDue())[0]).to.include({ failure: "ADDRESS_NOT_ALLOWED" });
      expect(receiver.received).to.deep.equal([]);
    });
  });

  describe("given a seller", () => {
    it("should tell of every sale once, also of one while nobody looked, and not of earlier ones", async () => {
      const { m, leadId } = await sold();
      const { seller } = m;
      const hooks = [hookOf("generic")];
      const crm = crmOf(seller, ...hooks);
      const note = () => noteSales(seller, { outbox: memory.outbox, hooks, now: clock });
      expect(await note()).to.deep.equal([]);

      const second = await m.list();
      await m.runBids(second, [[m.bidders[1], usdc(130)]]);
      const { txHash } = await deliverLead(seller, { leadId: second });
      const [event] = await note();
      expect(event).to.include({ kind: "lead.sold", leadId: second, amount: usdc(130), txHash });
      expect(await note()).to.deep.equal([]);
      await crm.sendDue();
      expect(receiver.received).to.have.length(1);
      const [lead] = last()["leads"] as Record<string, unknown>[];
      expect(lead).to.include({ leadId: String(second), price: "130", contact: null });
      expect(leadId).not.to.equal(second);
    });
  });
});
