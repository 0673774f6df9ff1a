import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { stackFacts } from "../../../deploy/local/stack/stackFile.ts";
import { journalInFile } from "../../../tasks/soak/journal.ts";
import { runSoak, type SoakResult } from "../../../tasks/soak/runSoak.ts";
import { runTask } from "../../fixtures/runTask.ts";
import { OPENING } from "../../fixtures/stackMarketDay.ts";

/** `npm run soak` sells more. */
const LEADS = 200;
const SEED = "ci";
/** How long these leads may take on a busy machine, milliseconds. */
const SOAKING = 1_200_000;

describe("hardhat soak", () => {
  const options = { leads: LEADS, seed: SEED, plot: undefined, report: undefined, json: true };

  it("refuses leads out of bounds, to programs too", async () => {
    const { err, json, succeeded } = await runTask(["soak"], { ...options, leads: 39 });
    expect(succeeded).to.equal(false);
    const says = "--leads is out of bounds.";
    const next = "Give a whole number from 40 to 100000.";
    expect(err).to.deep.equal([`${says}\n${next}`]);
    expect(json["error"]).to.deep.equal({ code: "OUT_OF_BOUNDS", says, next });
  });

  describe("given a running stack, and a soak that was killed there", () => {
    let folder: string;
    let stack: Stack;
    let killed: unknown;
    before(async function () {
      this.timeout(OPENING);
      folder = await mkdtemp(path.join(tmpdir(), "soak-"));
      process.env["LEAD_ENGINE_HOME"] = folder;
      process.env["LEAD_ENGINE_STACK"] = path.join(folder, "stack.json");
      stack = await openStack(hre, { stackFile: process.env["LEAD_ENGINE_STACK"] });
      const progress = ({ leads }: { readonly leads: number }) => {
        if (leads > 0) throw new Error("killed");
      };
      const soak = { leads: LEADS, seed: SEED, progress, journal: journalInFile };
      killed = await runSoak(stackFacts(stack), soak).catch((error: unknown) => error);
    });
    after(async () => {
      await stack.close();
      delete process.env["LEAD_ENGINE_HOME"];
      delete process.env["LEAD_ENGINE_STACK"];
      await rm(folder, { recursive: true });
    });

    it("goes on: all money is free and there, subgraph and CRM agree; draws and reports it", async () => {
      expect(killed).to.be.an("error").with.property("message", "killed");
      const [plot, report] = [path.join(folder, "soak.svg"), path.join(folder, "soak.json")];
      const { err, json, succeeded } = await runTask(["soak"], { ...options, plot, report });
      expect(succeeded, err.join("\n")).to.equal(true);
      expect(json).to.include({ lockedAfter: 0, conserved: true, subgraphAgrees: true });
      expect(json["wonByAgents"]).to.be.greaterThan(0);
      expect(json["crmAgrees"]).to.equal(true);
      expect(Object.keys(json)).to.deep.equal([
        ...["leads", "bids", "seconds", "leadsPerMinute", "gasPerLead"],
        ...["lockedAfter", "conserved", "subgraphAgrees", "rssStartMb", "rssEndMb"],
        ...["wonByAgents", "crmAgrees"],
      ]);
      expect(json["leads"]).to.equal(LEADS);
      expect(json["bids"]).to.be.within(3 * (LEADS - LEADS / 40), 10 * LEADS);
      const { moments, desks } = JSON.parse(await readFile(report, "utf8")) as SoakResult;
      expect(moments[0]?.leads).to.be.within(1, LEADS - 1);
      expect(Object.keys(desks).sort()).to.deep.equal(["open", "pack", "prove", "seal"]);
      expect(await readFile(plot, "utf8")).to.match(/^<svg[^]*leads on sale[^]*<\/svg>/);
    }).timeout(SOAKING);
  });
});
