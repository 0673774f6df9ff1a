import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import type { Service } from "../../deploy/local/http.ts";
import { ANSWERS, answersFor, thousandthOf } from "../../deploy/local/vendors/answers.ts";
import {
  CHECKS_PATH,
  FAILURES_PATH,
  startVendors,
  type Failures,
} from "../../deploy/local/vendors/server.ts";
import { askGateway } from "../../deploy/scoring/askGateway.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { leadSchema } from "../../deploy/sdk/lead/lead.ts";
import { refusalOf } from "../../deploy/workflows/scoring/refusalOf.ts";
import { ANSWER_NAMES, VENDOR_ANSWERS } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { contactOf, vendorQuestion } from "../../deploy/workflows/shared/vendorGateway.ts";
import { NOW, sampleLead } from "../fixtures/leads.ts";

describe("the local vendors", () => {
  let folder: string;
  let vendors: Service;
  const apiKey = "the key";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "vendors-"));
    vendors = await startVendors({ port: 0, log: path.join(folder, "vendors.log"), apiKey });
  });
  after(async () => {
    await vendors.close();
    await rm(folder, { recursive: true });
  });

  const lead = sampleLead({
    consentCertificate: `https://cert.trustedform.com/${"ab".repeat(20)}`,
  });
  const ask = (leads = [lead]) =>
    askGateway({ url: `${vendors.url}${CHECKS_PATH}`, apiKey }, leads);
  const fail = (failures: Failures) =>
    fetch(`${vendors.url}${FAILURES_PATH}`, { method: "PUT", body: JSON.stringify(failures) });
  afterEach(() => fail({}));

  it("should answer every check of a whole lead, always the same", async () => {
    const [first, again] = await ask([lead, lead]);
    expect(first)
      .to.deep.equal(again)
      .and.deep.equal(answersFor(contactOf(lead)));
    expect(first).to.have.all.keys(ANSWER_NAMES);
  });

  it("should leave out the checks whose vendors are silent or make no sense, until told otherwise", async () => {
    await fail({ silent: ["email"], malformed: ["address", "litigator"] });
    const [checks] = await ask();
    expect(checks).to.have.all.keys("phoneLine", "certificate", "doNotCall");
    await fail({});
    expect((await ask())[0]).to.have.all.keys(ANSWER_NAMES);
  });

  it("should not answer at all when it is down, and say so", async () => {
    await fail({ down: true });
    expect(await ask()).to.deep.equal([{}]);
    const response = await fetch(`${vendors.url}${FAILURES_PATH}`);
    expect(await response.json()).to.deep.equal({ down: true, silent: [], malformed: [] });
  });

  it("should refuse other failures than it knows", async () => {
    expect((await fail({ silent: ["fax"] } as never)).status).to.equal(400);
  });

  it("should answer nobody without the key", async () => {
    const response = await fetch(`${vendors.url}${CHECKS_PATH}`, {
      method: "POST",
      body: vendorQuestion([lead]),
    });
    expect(response.status).to.equal(401);
  });

  it("should refuse what is no question, naming places and no values", async () => {
    for (const [body, message] of [
      ["Maria", "The body is not JSON."],
      [JSON.stringify({ contacts: [{ name: "Maria" }] }), "Not as it should be: contacts.0."],
      [vendorQuestion(Array(13).fill(lead)), "Not as it should be: contacts."],
    ] as const) {
      const response = await fetch(`${vendors.url}${CHECKS_PATH}`, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}` },
        body,
      });
      expect(response.status).to.equal(400);
      expect(await response.json()).to.include({ error: message });
    }
  });

  it("should log no question", async () => {
    await ask();
    const log = await readFile(path.join(folder, "vendors.log"), "utf8");
    expect(log)
      .to.include(CHECKS_PATH)
      .and.not.match(/867|maria|Willow|trustedform/i);
  });
});

describe("the local vendors' answers", () => {
  it("should be such that vendors give, the bad ones first and rare", () => {
    for (const name of ANSWER_NAMES) {
      const places = ANSWERS[name].map(([below]) => below);
      expect(places).to.deep.equal(places.toSorted((a, b) => a - b));
      expect(places.at(-1)).to.equal(1_000);
      for (const [, answer] of ANSWERS[name]) {
        expect(VENDOR_ANSWERS[name].safeParse(answer).success, name).to.equal(true);
      }
    }
  });

  it("should follow from a hash of the input", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const place = thousandthOf("email", email);
        expect(place).to.be.within(0, 999);
        const { email: said } = answersFor({ email });
        if (!/example|test|invalid|localhost/.test(email)) {
          expect(said).to.equal(ANSWERS.email.find(([below]) => place < below)?.[1]);
        }
      }),
    );
  });

  it("should be bad for the numbers that are kept for that", () => {
    const of = (phone: string) => answersFor({ phone });
    expect(of("+12125559001")).to.include({ doNotCall: "listed", litigator: "clear" });
    expect(of("+12125559002")).to.include({ doNotCall: "clear", litigator: "listed" });
    expect(of("+12125559003")).to.have.deep.property("phoneLine", {
      type: "invalid",
      isActive: false,
    });
  });

  it("should refuse no lead of a market day, nor the example", () => {
    const sample = leadSchema.parse({ ...example, consentTime: NOW });
    const leads = generateLeads({ seed: "market day", count: 500, now: NOW });
    for (const one of [sample, ...leads]) {
      expect(refusalOf(answersFor(contactOf(one)))).to.equal(undefined);
    }
  });
});
