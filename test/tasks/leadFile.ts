import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { getLeadExample } from "../../deploy/sdk/actions/lead/getLeadExample.ts";
import { LeadEngineError, type Issue } from "../../deploy/sdk/errors/leadEngineError.ts";
import { readLeadFile } from "../../tasks/lead/leadFile.ts";

const NOW = 1_790_000_000;
const DAY = 86_400;
const good = { ...example, consentTime: NOW - 60 };

describe("a lead file", () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-"));
    file = path.join(folder, "lead.json");
  });
  after(() => rm(folder, { recursive: true }));

  async function refusalOf(
    content: string,
    from = file,
  ): Promise<{ readonly message: string; readonly issues: readonly Issue[] }> {
    await writeFile(file, content);
    const refusal = await readLeadFile(from, NOW).catch((error: unknown) => error);
    if (!(refusal instanceof LeadEngineError)) throw new Error("The lead was accepted.");
    expect(refusal.code).to.equal("LEAD_FILE");
    return { message: refusal.message, issues: refusal.issues ?? [] };
  }
  const pathsOf = async (lead: object) =>
    (await refusalOf(JSON.stringify(lead))).issues.map((issue) => issue.path);

  it("like the example, with a fresh consent, is accepted with its vertical", async () => {
    await writeFile(file, JSON.stringify(good));
    const { lead, vertical } = await readLeadFile(file, NOW);
    expect(lead.contact).to.deep.equal(example.contact);
    expect(vertical.slug).to.equal("solar.residential");
  });

  for (const { slug } of leafVerticals().values()) {
    it(`is written as an example that can be sold: ${slug}`, async () => {
      const lead = await getLeadExample(
        { verticals: leafVerticals(), now: () => Promise.resolve(NOW) },
        { vertical: slug },
      );
      await writeFile(file, JSON.stringify(lead));
      const read = await readLeadFile(file, NOW);
      expect(read.lead).to.deep.equal(lead);
      expect(Object.keys(lead.fields)).to.deep.equal(Object.keys(read.vertical.fields));
    });
  }

  it("is refused with everything that is wrong, and never a value", async () => {
    const contact = { ...good.contact, phone: "12", zip: "00199" };
    const lead = { ...good, region: "US-ZZ", consentTime: 1_600_000_000, contact };
    const { message, issues } = await refusalOf(JSON.stringify(lead));
    expect(issues.map((issue) => issue.path)).to.deep.equal([
      "region",
      "contact.phone",
      "contact.zip",
      "consentTime",
    ]);
    for (const { path: place, message: rule } of issues) {
      expect(message).to.include(`\n  ${place} ${rule}`);
    }
    expect(message).to.not.match(/"12"|00199|ZZ|1600000000/);
  });

  it("with an e-mail address that is none is refused, whatever the phone number is", async () => {
    const contact = { ...good.contact, email: "maria" };
    expect(await pathsOf({ ...good, contact })).to.deep.equal(["contact.email"]);
    expect(await pathsOf({ ...good, contact: { email: "maria" } })).to.deep.equal(["contact"]);
  });

  it("from a country whose data nobody may receive is refused", async () => {
    const lead = { ...good, region: "KP", contact: { email: "mia.torres@fastmail.com" } };
    const { message } = await refusalOf(JSON.stringify(lead));
    expect(message).to.include("nobody may receive the lead");
  });

  it("needs a consent within its vertical's time, by the chain's clock, where consent is demanded", async () => {
    for (const consentTime of [0, NOW - 30 * DAY - 1, NOW + 1]) {
      const { message } = await refusalOf(JSON.stringify({ ...good, consentTime }));
      expect(message).to.include(
        `consentTime must be Unix seconds within the last 30 days by the chain's clock, which shows ${NOW}`,
      );
    }
    const crm = { ...good, vertical: "b2b_saas.crm", fields: {}, terms: undefined };
    await writeFile(file, JSON.stringify({ ...crm, consentTime: 0 }));
    expect((await readLeadFile(file, NOW)).lead.consentTime).to.equal(0);
  });

  it("with terms that nobody knows is refused", async () => {
    const terms = { pricingRule: "second" };
    const { message } = await refusalOf(JSON.stringify({ ...good, terms }));
    expect(message).to.include("pricingRule");
  });

  it("with a field that is not known is refused by its name", async () => {
    const lead = { ...good, fields: { ...good.fields, colour: "red" } };
    expect((await refusalOf(JSON.stringify(lead))).message).to.include("colour");
  });

  it("of an unknown vertical is refused", async () => {
    expect(await pathsOf({ ...good, vertical: "solar.lunar" })).to.deep.equal(["vertical"]);
  });

  it("that is not JSON is refused", async () => {
    expect((await refusalOf("{")).message).to.equal(`${file} is not JSON.`);
  });

  it("that does not exist is refused with the system's reason", async () => {
    const missing = path.join(folder, "missing.json");
    const { message, issues } = await refusalOf("", missing);
    expect(message).to.equal(`${missing} cannot be read (ENOENT).`);
    expect(issues).to.deep.equal([]);
  });
});
