import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA] = ["8", "9"];

describe("tasks on the whole stack", () => {
  let folder: string;
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-on-stack-"));
    stack = await openStack(hre, {});
    await admitAccounts(stack, [SELLER, ADA]);
    const { chainId, addresses, urls } = stack;
    const { rpc, graphql, ipfs, don } = urls;
    const file = path.join(folder, "stack.json");
    await writeStackFile({ chainId, addresses, rpc, graphql, ipfs, don }, file);
    process.env["LEAD_ENGINE_STACK"] = file;
    process.env["LEAD_ENGINE_HOME"] = folder;
    const lead = path.join(folder, "lead.json");
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(lead, JSON.stringify({ ...example, consentTime }));
    for (const account of [SELLER, ADA]) {
      await run(["vault", "deposit"], { account, amount: "300", faucet: true });
    }
    await run(["lead", "submit"], { account: SELLER, file: lead });
    await run(["bid", "commit"], { account: ADA, leadId: 1n, amount: "125" });
    await stack.indexed();
  });
  after(async () => {
    Reflect.deleteProperty(process.env, "LEAD_ENGINE_STACK");
    Reflect.deleteProperty(process.env, "LEAD_ENGINE_HOME");
    await stack.close();
    await rm(folder, { recursive: true });
  });

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, err.join("\n")).to.equal(true);
    return json;
  };
  const list = async (args: Record<string, unknown>) =>
    (await run(["auction", "list"], args))["auctions"] as Record<string, unknown>[];

  it("lists the auction as the chain has it, by vertical, region, state and score", async () => {
    const [auction, ...others] = await list({ vertical: "solar", region: "US", state: "commit" });
    expect(others).to.have.length(0);
    const shown = await run(["auction", "show"], { leadId: 1n });
    for (const name of ["leadId", "round", "reserve", "bidBond", "commitEnd", "revealEnd"]) {
      expect(auction?.[name], name).to.equal(shown[name]);
    }
    expect(auction).to.include({ verticalSlug: "solar.residential", region: "US-TX", bidCount: 1 });
    for (const filter of [
      { vertical: "roofing" },
      { region: "DE" },
      { state: "Sold" },
      { minScore: 10_000 },
    ]) {
      expect(await list(filter), JSON.stringify(filter)).to.deep.equal([]);
    }
  });

  it("pages by a cursor", async () => {
    const first = await run(["auction", "list"], { limit: 1 });
    expect(first["auctions"]).to.have.length(1);
    const next = await run(["auction", "list"], { limit: 1, cursor: first["cursor"] });
    expect(next).to.deep.equal({ auctions: [], cursor: null });
  });

  it("tells a lead's story from the subgraph beside the chain's record", async () => {
    const { out } = await runTask(["lead", "show"], { leadId: 1n });
    expect(out.join("\n")).to.include("round 1 opened").and.include("committed a bid");
    const { story } = await run(["lead", "show"], { leadId: 1n });
    expect(story).to.deep.include({ leadId: "1", verticalSlug: "solar.residential" });
  });

  it("runs the queries of subgraph/queries by name", async () => {
    const { protocols } = await run(["query"], { query: "solvency", vars: [] });
    expect(protocols).to.have.length(1);
    const account = (await run(["vault", "balance"], { account: ADA }))["account"];
    const vars = [`account=${String(account).toLowerCase()}`];
    const { bids } = await run(["query"], { query: "my-bids", vars });
    expect(bids).to.have.length(1);
  });
});
