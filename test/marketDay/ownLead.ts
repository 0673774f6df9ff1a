import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { readOwnLead } from "../../tasks/market-day/ownLead.ts";

const now = () => Math.floor(Date.now() / 1_000);

describe("a lead file", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function messageFor(content: string): Promise<string> {
    const file = path.join(folder, "lead.json");
    await writeFile(file, content);
    try {
      await readOwnLead(file, now());
    } catch (error) {
      return (error as Error).message.replace(file, "lead.json");
    }
    return "accepted";
  }

  it("like the example, with a consent of today, is accepted", async () => {
    expect(await messageFor(JSON.stringify({ ...example, consentTime: now() }))).to.equal(
      "accepted",
    );
  });

  it("with an old consent is refused with what to do", async () => {
    expect(await messageFor(JSON.stringify({ ...example, consentTime: 1_600_000_000 }))).to.match(
      /^lead\.json: consentTime must be Unix seconds within the last 30 days by the chain's clock, which shows \d{10}\.$/,
    );
  });

  it("with a field that is not known is refused by its name", async () => {
    const lead = { ...example, consentTime: now(), fields: { ...example.fields, colour: "red" } };
    expect(await messageFor(JSON.stringify(lead))).to.include("colour");
  });

  it("of an unknown vertical is refused", async () => {
    const lead = { ...example, consentTime: now(), vertical: "solar.lunar" };
    expect(await messageFor(JSON.stringify(lead))).to.include("is not a known leaf vertical");
  });

  it("that is not JSON is refused", async () => {
    expect(await messageFor("{")).to.equal("lead.json is not JSON.");
  });

  it("that does not exist is refused with the system's reason", async () => {
    const missing = path.join(folder, "missing.json");
    let message = "";
    await readOwnLead(missing, now()).catch((error: unknown) => {
      message = (error as Error).message;
    });
    expect(message).to.equal(`${missing} cannot be read (ENOENT).`);
  });
});
