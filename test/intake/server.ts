import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import type { Browser } from "playwright-core";

import { startIntake } from "../../deploy/intake/startIntake.ts";
import { SubmissionStore } from "../../deploy/intake/submissionStore.ts";
import { jsonSchemaOf } from "../../deploy/sdk/lead/leadFileSchema.ts";
import { launchChromium } from "../../deploy/board/chromium.ts";
import { PROFILES, profileOf, sampleLead } from "../fixtures/leads.ts";
import {
  marketOf,
  openServers,
  servedMarket,
  type ServedMarket,
} from "../fixtures/servedMarket.ts";
import { placesOf, tracesInFiles } from "../fixtures/traces.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

const KEY = "a key that only brokers have";
const CONSENT = "I agree that <Example> & one buyer may call me.";
const PLANTED = ["Zephyrine", "zephyrine.q@fastmail.com", "867-5398", "8675398"];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** A body with an id, or with what is wrong. */
interface Body {
  readonly id: string;
  readonly state: string;
  readonly duplicate?: boolean;
  readonly error: { readonly code: string; readonly issues?: readonly { path: string }[] };
}

describe("a seller's intake", () => {
  let servers: Awaited<ReturnType<typeof openServers>>;
  let market: ServedMarket;
  let browser: Browser;
  let folder: string;
  let file: string;
  let intake: Awaited<ReturnType<typeof startIntake>>;
  const notes: string[] = [];

  const start = (rate = { requests: 1_000, milliseconds: 1_000 }, to = file) =>
    startIntake(
      { ...market.seller, note: (line: string) => notes.push(line) },
      {
        verticals: PROFILES,
        apiKey: KEY,
        consentText: CONSENT,
        listen: { host: "127.0.0.1", port: 0, isBehindProxy: false },
        file: to,
        validFor: 86_400,
        rate,
      },
    );
  before(async () => {
    servers = await openServers(connection);
    market = await servedMarket(connection, marketOf(connection), servers.urls);
    folder = await mkdtemp(path.join(tmpdir(), "intake-"));
    file = path.join(folder, "intake.sqlite");
    browser = await launchChromium();
    intake = await start();
  });
  after(async () => {
    await intake.close();
    await browser.close();
    await servers.close();
    await rm(folder, { recursive: true });
  });

  const post = async (lead: unknown, headers: Record<string, string> = {}, to = intake.url) => {
    const response = await fetch(`${to}/leads`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${KEY}`,
        ...headers,
      },
      body: typeof lead === "string" ? lead : JSON.stringify(lead),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const leadOf = async (number: number) =>
    sampleLead({
      consentTime: (await market.client.now()) - 60,
      consentCertificate: "https://cert.trustedform.com/0123456789abcdef",
      contact: {
        firstName: "Zephyrine",
        phone: `(512) 867-5${300 + number}`,
        email: `z${number}@fastmail.com`,
      },
    });

  describe("for brokers", () => {
    it("keeps a lead on the disk before it answers, and says how it stands", async () => {
      const { status, body } = await post(await leadOf(1));
      expect(status).to.equal(202);
      const store = new SubmissionStore(file);
      expect(store.kept(10).map(({ id }) => id)).to.include(body.id);
      store.close();
      const standing = await fetch(`${intake.url}/leads/${body.id}`, {
        headers: { authorization: `Bearer ${KEY}` },
      });
      expect(await standing.json()).to.deep.equal({ id: body.id, state: "kept" });
    });

    it("takes the same lead once", async () => {
      const lead = await leadOf(2);
      const [one, two] = await Promise.all([post(lead), post(lead)]);
      expect([one.status, two.status].sort()).to.deep.equal([200, 202]);
      expect(one.body.id).to.equal(two.body.id);
      const again = await post({ ...lead, consentTime: lead.consentTime + 1 });
      expect(again.status).to.equal(200);
      expect(again.body).to.deep.include({ id: one.body.id, duplicate: true });
    });

    it("names every place that is wrong, and no value", async () => {
      const lead = sampleLead({ contact: { phone: "867-5398" } });
      const wrong = { ...lead, consentTime: 1, fields: { roofAge: 7 }, source: "DIRECT" };
      const { status, body } = await post(wrong);
      expect(status).to.equal(422);
      expect(body.error.code).to.equal("INVALID_LEAD");
      expect(body.error.issues?.map((issue) => issue.path)).to.deep.equal([
        "contact.phone",
        "consentTime",
      ]);
      expect(JSON.stringify(body)).not.to.include("867-5398");
    });

    it("refuses a wrong key, a body that is no JSON, another type, and one that is too large", async () => {
      const lead = await leadOf(3);
      for (const [sent, headers, status, code] of [
        [lead, { authorization: "Bearer guess" }, 401, "WRONG_KEY"],
        [lead, { authorization: `Basic ${KEY}` }, 401, "WRONG_KEY"],
        ["{", {}, 400, "NOT_JSON"],
        [lead, { "content-type": "text/plain" }, 415, "WRONG_TYPE"],
        [`"${"x".repeat(40_000)}"`, {}, 413, "TOO_LARGE"],
      ] as const) {
        const { status: answered, body } = await post(sent, headers);
        expect([answered, body.error.code]).to.deep.equal([status, code]);
      }
      const unknown = await fetch(`${intake.url}/leads/0x00`);
      expect(unknown.status).to.equal(401);
    });

    it("publishes the schema of each vertical", async () => {
      const response = await fetch(`${intake.url}/schema/solar.battery`);
      expect(await response.json()).to.deep.equal(
        JSON.parse(JSON.stringify(jsonSchemaOf(profileOf("solar.battery")))),
      );
      expect((await fetch(`${intake.url}/schema/nothing`)).status).to.equal(404);
    });
  });

  describe("for consumers", () => {
    it("has forms in which axe finds no fault, new or sent back", async () => {
      const page = await browser.newPage();
      const faults = async () => {
        await page.evaluate(axeSource());
        const { violations } = await page.evaluate<{ violations: { id: string }[] }>("axe.run()");
        return violations.map(({ id }) => id);
      };
      for (const slug of ["solar.residential", "solar.battery", "b2b_saas.crm"]) {
        await page.goto(`${intake.url}/form/${slug}`);
        expect(await faults(), slug).to.deep.equal([]);
      }
      // Without the script's check, so that the server's is seen.
      await page.evaluate("document.forms[0].noValidate = true");
      await page.fill("#contact\\.firstName", `"><script>alert(1)</script>`);
      await page.check("#consent");
      await page.click("button");
      await page.waitForSelector("[role=alert]");
      expect(await page.inputValue("#contact\\.firstName")).to.equal(`"><script>alert(1)</script>`);
      expect(await page.locator("script").count()).to.equal(0);
      expect(await faults()).to.deep.equal([]);
      await page.close();
    }).timeout(120_000);

    it("takes a form without JavaScript, with what the consumer saw and where it came from", async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${intake.url}/form/solar.residential`);
      for (const [name, value] of Object.entries({
        "contact.firstName": "Zephyrine",
        "contact.lastName": "Quill",
        "contact.email": "zephyrine.q@fastmail.com",
        "contact.phone": "(512) 867-5398",
        "contact.zip": "78704",
        "fields.roofAge": "7",
      })) {
        await page.fill(`[name="${name}"]`, value);
      }
      await page.selectOption('[name="contact.country"]', "US");
      await page.selectOption('[name="fields.ownOrRent"]', "own");
      await page.check("#consent");
      await page.click("button");
      await page.getByRole("heading", { name: "Thank you" }).waitFor();
      await context.close();
    }).timeout(60_000);

    it("takes nothing without consent, and nothing that fell into the trap", async () => {
      const send = async (changes: Record<string, string>) => {
        const answers = {
          "contact.firstName": "Zephyrine",
          "contact.phone": "(512) 867-5399",
          "contact.zip": "78704",
          "contact.country": "US",
          consent: "yes",
        };
        const response = await fetch(`${intake.url}/form/solar.residential`, {
          method: "POST",
          body: new URLSearchParams({ ...answers, ...changes }),
        });
        return { status: response.status, text: await response.text() };
      };
      const count = () => {
        const store = new SubmissionStore(file);
        const kept = store.kept(100).length;
        store.close();
        return kept;
      };
      const before = count();
      const without = await send({ consent: "" });
      expect(without.status).to.equal(422);
      expect(without.text).to.include("must be given by ticking the box");
      expect((await send({ website: "https://spam.example" })).status).to.equal(202);
      expect(count()).to.equal(before);
      expect((await send({})).status).to.equal(202);
      expect(count()).to.equal(before + 1);
    });

    it("forbids pages scripts, foreign forms, frames and caches", async () => {
      const { headers } = await fetch(`${intake.url}/form/solar.residential`);
      expect(headers.get("content-security-policy")).to.match(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(headers.get("cache-control")).to.equal("no-store");
      expect(headers.get("x-content-type-options")).to.equal("nosniff");
    });
  });

  it("keeps what it accepted over a restart, and no personal data", async () => {
    const held = () => {
      const store = new SubmissionStore(file);
      const kept = store.kept(100).map(({ id }) => id);
      store.close();
      return kept;
    };
    expect((await post(await leadOf(5))).status).to.equal(202);
    const before = held();
    expect(before).not.to.deep.equal([]);
    await intake.close();
    intake = await start();
    expect(held()).to.deep.equal(before);
    expect(await placesOf([...PLANTED], tracesInFiles(folder))).to.deep.equal([]);
    expect(await placesOf(["ciphertext"], tracesInFiles(folder))).not.to.deep.equal([]);
    expect(
      await placesOf(PLANTED, [{ place: "notes", bytes: Buffer.from(notes.join("\n")) }]),
    ).to.deep.equal([]);
  });

  it("limits an address without a key, and no broker", async () => {
    const limited = await start(
      { requests: 3, milliseconds: 3_600_000 },
      path.join(folder, "limited.sqlite"),
    );
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 5; i++) {
        statuses.push((await fetch(`${limited.url}/schema/solar.battery`)).status);
      }
      expect(statuses).to.deep.equal([200, 200, 200, 429, 429]);
      expect((await post(await leadOf(4), {}, limited.url)).status).to.equal(202);
    } finally {
      await limited.close();
    }
  });
});

function axeSource(): string {
  return readFileSync(AXE, "utf8");
}
