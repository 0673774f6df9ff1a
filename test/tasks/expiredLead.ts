import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { zeroHash } from "viem";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { serveIndex } from "../fixtures/indexServer.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA] = ["8", "9"];
const COMPLIANCE = "19";

describe("a lead that nobody has bought by hand", () => {
  let local: LocalStack;
  let leadId: bigint;
  before(async () => {
    local = await openLocalStack();
    await admitAccounts(local, [SELLER, ADA]);
    await run(["vault", "deposit"], { account: SELLER, amount: "100", faucet: true });
    leadId = await submit();
    await run(["vault", "withdraw"], { account: SELLER, amount: "all" });
    await run(["chain", "advance"], { until: "delivery", lead: String(leadId) });
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, `${id.join(" ")}\n${err.join("\n")}`).to.equal(true);
    return json;
  };
  const client = () => local.connection.viem.getPublicClient();
  /** Runs a task that has to fail before it has sent anything; returns what it says. */
  const refused = async (id: string[], args: Record<string, unknown>): Promise<string> => {
    const blockNumber = async () => (await client()).getBlockNumber({ cacheTime: 0 });
    const before = await blockNumber();
    const { err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, id.join(" ")).to.equal(false);
    expect(await blockNumber(), "sent something").to.equal(before);
    return err.at(-1) ?? "";
  };

  /** The same consumer's lead each time, with a consent of now. */
  const leadFile = async (): Promise<string> => {
    const file = path.join(local.folder, "lead.json");
    const consentTime = (await chainTime(await client(), local.stack.chainId)) - 60;
    await writeFile(file, JSON.stringify({ ...example, consentTime }));
    return file;
  };
  const submit = async () => {
    const lead = await run(["lead", "submit"], { account: SELLER, file: await leadFile() });
    return BigInt(String(lead["leadId"]));
  };
  const waitsFor = async () => {
    const steps = (await run(["auction", "show"], { leadId }))["waitsFor"];
    return (steps as { command: string }[]).map(({ command }) => command);
  };

  it("is not closed for a round whose bond its seller cannot pay", async () => {
    const dearer = { account: SELLER, leadId, reserve: "500" };
    expect(await refused(["auction", "create"], dearer)).to.include("delivery bond of");
    expect(await waitsFor()).to.include(`npx hardhat auction settle ${leadId}`);
  });

  it("is not closed for a seller who may not list it", async () => {
    const { account: holder } = await run(["vault", "balance"], { account: SELLER });
    const sanction = { holder, type: "sanctioned", account: COMPLIANCE };
    await run(["credential", "issue"], sanction);
    const create = { account: SELLER, leadId, reserve: "88" };
    expect(await refused(["auction", "create"], create)).to.include("sanctioned");
    await run(["credential", "revoke"], sanction);
    expect(await waitsFor()).to.include(`npx hardhat auction settle ${leadId}`);
  });

  it("is not settled by a task that is told of another chain's index", async () => {
    const index = await serveIndex();
    index.answer({ number: 1, hash: zeroHash });
    const settle = { account: ADA, leadId, graphql: index.url };
    expect(await refused(["auction", "settle"], settle)).to.include("does not index the chain");
    await index.close();
  });

  it("is listed again with the bond of its last round", async () => {
    const listed = await run(["auction", "create"], { account: SELLER, leadId, reserve: "88" });
    expect(listed).to.include({ round: 2, phase: "Commit" });
  });

  it("cannot be listed without time left for another round, and is not closed for one", async () => {
    await run(["chain", "advance"], { until: "28d" });
    expect(await refused(["auction", "create"], { account: SELLER, leadId }))
      .to.include("has no time left for another round")
      .and.include(`npx hardhat lead erase ${leadId}`);
    expect(await waitsFor()).to.deep.equal([
      `npx hardhat auction settle ${leadId}`,
      `npx hardhat lead erase ${leadId}`,
    ]);
  });

  it("keeps its consumer from being submitted until it is erased, by its owner", async () => {
    await run(["vault", "deposit"], { account: SELLER, amount: "100", faucet: true });
    const again = { account: SELLER, file: await leadFile() };
    const { err, succeeded } = await runTask(["lead", "submit"], again);
    expect(succeeded).to.equal(false);
    expect(err.join("\n")).to.include(`npx hardhat lead erase ${leadId}`);
    expect(await refused(["lead", "erase"], { account: ADA, leadId })).to.include("by its owner");
  });

  it("is erased once, without loss; then its consumer is submitted again", async () => {
    const erased = await run(["lead", "erase"], { account: SELLER, leadId });
    expect(erased).to.include({ leadId: Number(leadId), unsold: true, round: 2, lost: 0 });
    expect(await run(["vault", "balance"], { account: SELLER })).to.include({ locked: 0 });
    expect(await refused(["lead", "erase"], { account: SELLER, leadId })).to.include(
      "was erased already",
    );
    expect(await waitsFor()).to.deep.equal([]);
    expect(await submit()).to.equal(leadId + 1n);
  });
});
