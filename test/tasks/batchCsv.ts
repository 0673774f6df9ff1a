import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { sellableLeadOf } from "../../deploy/intake/sellableLead.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { readBatch } from "../../tasks/lead/batch/readBatch.ts";
import { NOW, sampleLead } from "../fixtures/leads.ts";

const HEAD =
  "vertical,region,source,consentTime,contact.firstName,contact.phone,fields.roofAge,fields.existingSolar,terms.baseReserve,terms.instantSale";

describe("a batch of leads", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "batch-"));
  });
  after(() => rm(folder, { recursive: true }));

  const csv = async (...lines: readonly string[]) => {
    const file = path.join(folder, "leads.csv");
    await writeFile(file, lines.join("\r\n"));
    return readBatch(file);
  };
  const refusalOf = async (...lines: readonly string[]): Promise<LeadEngineError> => {
    const refusal = await csv(...lines).catch((error: unknown) => error);
    if (refusal instanceof LeadEngineError) return refusal;
    throw new Error("The batch was accepted.");
  };

  it("of CSV has leads as files have them: text, numbers, true and false by the schema, empty cells left out", async () => {
    const rows = await csv(
      `\ufeff${HEAD}`,
      `solar.battery,US-TX,DIRECT,${NOW - 60},"Ana ""Bo"", Ng",(512) 867-5309,7.5,true,95.00,false`,
      `solar.battery,US-TX,DIRECT,${NOW - 60},,5128675310,,,,`,
    );
    expect(rows.map(({ where }) => where)).to.deep.equal(["leads.csv:2", "leads.csv:3"]);
    expect(sellableLeadOf(rows[0]?.input, NOW).lead).to.deep.equal({
      vertical: "solar.battery",
      region: "US-TX",
      source: "DIRECT",
      consentTime: NOW - 60,
      contact: { firstName: 'Ana "Bo", Ng', phone: "(512) 867-5309" },
      fields: { roofAge: 7.5, existingSolar: true },
      terms: { baseReserve: "95.00", instantSale: false },
    });
    expect(sellableLeadOf(rows[1]?.input, NOW).lead).to.deep.include({
      contact: { phone: "5128675310" },
      fields: {},
    });
  });

  it("names the row, and by the check the column, of what is wrong, and goes on after it", async () => {
    const rows = await csv(
      HEAD,
      `solar.battery,US-TX,DIRECT,soon,Ana,5128675309,old,perhaps,,`,
      `solar.battery,US-TX`,
      `solar.battery,US-TX,DIRECT,${NOW - 60},Ana,5128675309,,,,`,
    );
    const issuesOf = (input: unknown): (string | undefined)[] => {
      try {
        sellableLeadOf(input, NOW);
        return [];
      } catch (error) {
        return ((error as LeadEngineError).issues ?? []).map((issue) => issue.path);
      }
    };
    expect(issuesOf(rows[0]?.input)).to.have.members([
      "consentTime",
      "fields.roofAge",
      "fields.existingSolar",
    ]);
    expect(rows[1]).to.deep.equal({
      where: "leads.csv:3",
      issues: [{ path: "", message: "has 2 cells; the first line names 10 columns" }],
    });
    expect(issuesOf(rows[2]?.input)).to.deep.equal([]);
  });

  it("with an unknown or repeated column, or a quote that does not end, is refused before anything is sent", async () => {
    const columns = await refusalOf(`${HEAD},contact.hobby,region`, "");
    expect(columns.code).to.equal("BATCH_FILE");
    expect(columns.issues).to.deep.equal([
      { path: "column 11", message: "is no field of a lead file" },
      { path: "column 12", message: "repeats region" },
    ]);
    expect((await refusalOf("region", "US-TX")).says).to.include(
      "vertical is a column that every batch needs",
    );
    expect((await refusalOf(HEAD, 'solar.battery,"US-TX')).says).to.match(/at line \d+\.$/);
  });

  it("of a folder has its JSON files by name; one that is not JSON is a row that failed", async () => {
    const leads = await mkdtemp(path.join(folder, "leads-"));
    await writeFile(path.join(leads, "b.json"), JSON.stringify(sampleLead()));
    await writeFile(path.join(leads, "a.json"), "{");
    await writeFile(path.join(leads, "notes.txt"), "no lead");
    expect(await readBatch(leads)).to.deep.equal([
      { where: "a.json", issues: [{ path: "", message: "is not JSON" }] },
      { where: "b.json", input: sampleLead() },
    ]);
  });

  it("that is not there, or holds no lead, is refused", async () => {
    for (const nowhere of [path.join(folder, "none"), await mkdtemp(path.join(folder, "empty-"))]) {
      const refusal = await readBatch(nowhere).catch((error: unknown) => error);
      expect((refusal as LeadEngineError).code).to.equal("BATCH_FILE");
    }
  });
});
