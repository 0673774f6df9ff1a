import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { isResult } from "hardhat/utils/result";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { livingStack, readStackFile } from "../../deploy/local/stack/stackFile.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import type { SubgraphCheck } from "../../tasks/scenarios/day/subgraphCheck.ts";
import type { Summary } from "../../tasks/scenarios/day/summary.ts";

/** How long a day on a stack may take until it is served, milliseconds. */
const SERVING = 300_000;

interface MarketDayArguments {
  readonly only?: string;
  readonly leads?: number;
  readonly json?: boolean;
  readonly lead?: string;
  readonly chainOnly?: boolean;
  readonly graphNode?: string;
  readonly serve?: boolean;
}

/** What a task has printed. */
interface Printed {
  readonly out: string[];
  readonly err: string[];
}

/** Runs the task and catches what it prints. */
async function run(args: MarketDayArguments, printed: Printed = { out: [], err: [] }) {
  const { log, error } = console;
  console.log = (line: string) => printed.out.push(line);
  console.error = (line: string) => printed.err.push(line);
  try {
    const result: unknown = await hre.tasks.getTask("market-day").run(args);
    return { ...printed, succeeded: isResult(result) && result.success };
  } finally {
    Object.assign(console, { log, error });
  }
}

describe("hardhat market-day", () => {
  describe("given --json and a lead of the user's own", () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "lead-"));
    });
    after(() => rm(folder, { recursive: true }));

    it("sells that lead first, finds the day in the subgraph, and prints one JSON object; tells other terminals of the stack while it serves that", async () => {
      const lead = path.join(folder, "lead.json");
      const consentTime = Math.floor(Date.now() / 1_000) - 60;
      await writeFile(lead, JSON.stringify({ ...example, consentTime }));
      const stackFile = path.join(folder, "stack.json");
      process.env["LEAD_ENGINE_STACK"] = stackFile;
      const printed: Printed = { out: [], err: [] };
      const running = run({ json: true, only: "plain", leads: 2, lead, serve: true }, printed);
      const isServed = () => printed.err.some((line) => line.includes("The stack stays up until"));
      await Promise.race([
        running,
        poll({
          look: () => Promise.resolve(isServed() || undefined),
          deadline: SERVING,
          late: () => new Error("The stack is not served."),
        }),
      ]);
      const served = await livingStack(stackFile);
      process.emit("SIGTERM");
      const { out, err, succeeded } = await running;
      delete process.env["LEAD_ENGINE_STACK"];
      expect(served?.pid).to.equal(process.pid);
      expect(await readStackFile(stackFile)).to.equal(undefined);
      const summary = JSON.parse(out.at(-1) ?? "") as Summary & { subgraph: SubgraphCheck };
      expect(succeeded).to.equal(true);
      expect(err.join("\n")).to.match(/^The stack stays up until ctrl-C/m);
      expect(summary.leads).to.have.length(2);
      expect(summary.leads[0]).to.include({ vertical: example.vertical, region: example.region });
      expect(out.join("\n")).to.include("maria.torres@example.com");
      expect(summary.subgraph).to.include({ auctions: 2 });
      expect(summary.subgraph.faults).to.deep.equal([]);
    }).timeout(2 * SERVING);
  });

  describe("given --chain-only", () => {
    it("has no use for a graph-node", async () => {
      const { err, succeeded } = await run({ chainOnly: true, graphNode: "http://127.0.0.1:8000" });
      expect(err).to.deep.equal([
        "--graph-node has no use with --chain-only.\nLeave out one of the two.",
      ]);
      expect(succeeded).to.equal(false);
    });

    it("has nothing to serve", async () => {
      const { err, succeeded } = await run({ chainOnly: true, serve: true });
      expect(err).to.deep.equal(["--serve needs the stack.\nLeave out --chain-only."]);
      expect(succeeded).to.equal(false);
    });
  });

  describe("given --only", () => {
    it("runs one scenario alone, without a subgraph where that is asked for, and the checks that make sense of it", async () => {
      const { out, err, succeeded } = await run({ only: "tie", chainOnly: true, json: true });
      const summary = JSON.parse(out.at(-1) ?? "") as Summary;
      expect(summary).to.include.keys("leads", "vault").and.not.include.keys("subgraph");
      const { leads, refused } = summary;
      expect(err).to.deep.equal([]);
      expect(succeeded).to.equal(true);
      expect(leads.map(({ scenario, state }) => [scenario, state])).to.deep.equal([
        ["tie of three", "Sold"],
      ]);
      expect(refused).to.deep.equal({
        recycled: true,
        forgedReport: true,
        loserDecrypt: true,
        tamperedProof: true,
      });
      expect(out).to.include("Attested, minted and listed 1 lead");
    });

    it("runs several in the order given, each once, and plain sales beyond them", async () => {
      const only = "undelivered, german,undelivered";
      const { out, succeeded } = await run({ only, leads: 3, chainOnly: true, json: true });
      const { leads, refused } = JSON.parse(out.at(-1) ?? "") as Summary;
      expect(succeeded).to.equal(true);
      expect(leads.map(({ scenario, state }) => [scenario, state])).to.deep.equal([
        ["never delivered", "Undelivered"],
        ["German lead", "Sold"],
        ["plain sale", "Sold"],
      ]);
      expect(refused).to.include({ bidAcrossBorder: true });
    });

    it("lists the scenarios for a name that none has", async () => {
      const { err, succeeded } = await run({ only: "tie,ties", chainOnly: true });
      expect(err).to.deep.equal([
        'There is no scenario "ties".\nKnown are five, tie, again, unsold, silent, undelivered, unlicensed, expired, sanctioned, german, offline, enclave, bounty, beaten, spent, instant, plain.',
      ]);
      expect(succeeded).to.equal(false);
    });

    it("refuses a lead of the user's own that no chosen scenario takes", async () => {
      const { err, succeeded } = await run({ only: "german", lead: "my.json", chainOnly: true });
      expect(err.join()).to.match(/^Each of the scenarios needs a lead of its own kind/);
      expect(succeeded).to.equal(false);
    });
  });

  describe("given a graph-node that is not there", () => {
    it("names it and how to start one, and fails", async () => {
      const { err, succeeded } = await run({ graphNode: "http://127.0.0.1:9" });
      expect(err).to.have.length(1);
      expect(err[0]).to.include("http://127.0.0.1:9").and.include("docker-compose.yml");
      expect(succeeded).to.equal(false);
    });
  });

  describe("given too few leads for all stories", () => {
    it("says what is allowed and fails, to programs too", async () => {
      const { err, out, succeeded } = await run({ leads: 5, json: true });
      const says = "--leads is out of bounds.";
      const next = "Give a whole number from 16 to 500.";
      expect(err).to.deep.equal([`${says}\n${next}`]);
      const error = { code: "OUT_OF_BOUNDS", says, next };
      expect(JSON.parse(out.at(-1) ?? "")).to.deep.equal({ error });
      expect(succeeded).to.equal(false);
    });
  });

  describe("given a lead file that cannot be read", () => {
    it("names it and fails", async () => {
      const { err, succeeded } = await run({ lead: "missing.json" });
      expect(err).to.have.length(1);
      expect(err[0]).to.match(/^missing.json cannot be read \(ENOENT\)\.\nCorrect the file/);
      expect(succeeded).to.equal(false);
    });
  });
});
