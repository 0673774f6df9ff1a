import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import example from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { chainTime } from "../../../deploy/sdk/actions/chainTime.ts";
import { admitAccounts } from "../../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";
import { runTask } from "../../fixtures/runTask.ts";

const SELLER = "8";
const HOUR = 3_600;
/** What the sub-score of a consent is that was given a moment ago, without a certificate. */
const FULL = 1_600;

describe("the clock that client, DON and contracts share", () => {
  let local: LocalStack;
  let file: string;
  let consumers = 0;
  before(async () => {
    local = await openLocalStack();
    file = path.join(local.folder, "lead.json");
    await admitAccounts(local, [SELLER]);
    await runTask(["vault", "deposit"], { account: SELLER, amount: "400", faucet: true });
    await submit(await time());
  });
  after(() => local.close());

  const time = async () =>
    chainTime(await local.connection.viem.getPublicClient(), local.stack.chainId);

  /** Submits another consumer's lead. */
  async function submit(consentTime: number) {
    const contact = {
      ...example.contact,
      phone: `512555${String(1_000 + consumers)}`,
      email: `consumer${String(consumers)}@fastmail.com`,
    };
    consumers += 1;
    await writeFile(file, JSON.stringify({ ...example, contact, consentTime }));
    return runTask(["lead", "submit"], { account: SELLER, file, json: true });
  }

  it("scores a consent in full that was given since the last block", async () => {
    await local.connection.networkHelpers.mine();
    await local.connection.provider.request({ method: "evm_increaseTime", params: ["0x3c"] });
    const { err, json, succeeded } = await submit((await time()) - 1);
    expect(succeeded, err.join("\n")).to.equal(true);
    expect((json["subScores"] as number[])[0]).to.equal(FULL);
  });

  it("goes with the chain when that jumps", async () => {
    const before = await time();
    await runTask(["chain", "advance"], { until: "45d" });
    const now = await time();
    expect(now - before).to.be.at.least(45 * 24 * HOUR);
    const { err, json, succeeded } = await submit(now - HOUR);
    expect(succeeded, err.join("\n")).to.equal(true);
    expect((json["subScores"] as number[])[0]).to.equal(FULL);
  });

  it("refuses a consent that is too old by the chain's time, and says what time that is", async () => {
    await runTask(["chain", "advance"], { until: "45d" });
    const { err } = await submit(Math.floor(Date.now() / 1_000));
    const said = /within the last 30 days by the chain's clock, which shows (\d+)/.exec(
      err.join("\n"),
    );
    expect(Number(said?.[1])).to.be.closeTo(await time(), 60);
  });
});

describe("chainTime", () => {
  /** A chain that claims this id; its clock starts at the wall's time. */
  const on = async (chainId: number, changes: { readonly initialDate?: string } = {}) => {
    const connection = await hre.network.create({
      network: "default",
      chainType: "op",
      override: { chainId, ...changes },
    });
    const { provider, networkHelpers } = connection;
    return { provider, networkHelpers, client: await connection.viem.getPublicClient() };
  };
  const wall = () => Math.floor(Date.now() / 1_000);

  describe("on a local chain", () => {
    it("is the time that the next block will have", async () => {
      const { client, provider, networkHelpers } = await on(31_337);
      await provider.request({ method: "evm_increaseTime", params: ["0xe10"] });
      const told = await chainTime(client, 31_337);
      expect(told).to.be.at.least(wall() + HOUR - 1);
      await networkHelpers.mine();
      expect(await networkHelpers.time.latest()).to.be.within(told, told + 5);
    });
  });

  describe("on a live network", () => {
    it("is the wall's time where the last block is older", async () => {
      const { client } = await on(8_453, { initialDate: "2026-01-01" });
      expect(await chainTime(client, 8_453)).to.be.closeTo(wall(), 5);
    });

    it("is the last block's time where that is ahead of the wall's", async () => {
      const { client, networkHelpers } = await on(8_453);
      await networkHelpers.time.increase(HOUR);
      const latest = await networkHelpers.time.latest();
      expect(await chainTime(client, 8_453)).to.equal(latest);
    });
  });
});
