import { expect } from "chai";
import hre, { network } from "hardhat";
import { getAddress, type Address } from "viem";

import { codeReader } from "../../deploy/bytecode/builtCode.ts";
import { verifyBytecode } from "../../deploy/bytecode/verifyBytecode.ts";
import { implementationOf, UPGRADABLE_NAMES, type UpgradableName } from "../../deploy/proxies.ts";
import { deliverLead } from "../../deploy/sdk/actions/lead/deliverLead.ts";
import { traderOf } from "../../deploy/sdk/client.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { deployImplementation } from "../../deploy/upgrades/deployImplementation.ts";
import { scheduledUpgrades } from "../../deploy/upgrades/scheduledUpgrades.ts";
import { cancelUpgrade, executeUpgrade, scheduleUpgrade } from "../../deploy/upgrades/upgrade.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { openMarket, usdc, type Market } from "../fixtures/market.ts";
import { taskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers, viem } = connection;
const { time } = networkHelpers;
const [MINUTE, DAY] = [60, 86_400];
/** Places of the node's accounts. */
const [DEPLOYER, UPGRADER, GUARDIAN] = ["0", "2", "4"];

async function market() {
  return openMarket(connection);
}

describe("Upgrades of a market at work", () => {
  let m: Market;
  beforeEach(async () => {
    m = await networkHelpers.loadFixture(market);
  });

  const upgrader = () => traderOf(m.client, m.upgrader);
  const externals = () => ({
    usdc: m.usdc.address,
    forwarder: m.forwarder.address,
    chainSelector: 7_759_470_850_252_068_959n,
  });

  /** Deploys a new implementation and schedules the upgrade to it. */
  async function schedule(contract: UpgradableName): Promise<Address> {
    const { artifacts } = hre;
    const deployed = await deployImplementation(upgrader(), artifacts, contract, externals());
    await scheduleUpgrade(upgrader(), { contract, ...deployed });
    return deployed.implementation;
  }

  it("should go on from commitments to delivery while every contract is upgraded", async () => {
    const news = new Map<UpgradableName, Address>();
    for (const name of UPGRADABLE_NAMES) news.set(name, await schedule(name));
    expect(
      (await scheduledUpgrades(m.client)).map(({ contract, state }) => [contract, state]),
    ).to.deep.equal(UPGRADABLE_NAMES.map((name) => [name, "waiting"]));
    // The auction's 30 minutes of commitments end ten minutes after the last upgrade could be made.
    await time.increase(2 * DAY - 20 * MINUTE);
    for (const feed of [m.btcFeed, m.ethFeed]) {
      await feed.write.updateAnswer([await feed.read.latestAnswer()]);
    }
    const { leadId } = await m.listLead();
    const [first, second, late] = m.bidders;
    const low = await m.commit(leadId, first, usdc(100));
    const high = await m.commit(leadId, second, usdc(150));
    await time.increase(21 * MINUTE);

    for (const contract of UPGRADABLE_NAMES) await executeUpgrade(upgrader(), { contract });
    const client = await viem.getPublicClient();
    for (const [name, implementation] of news) {
      expect(await implementationOf(client, m.client.deployment[name]), name).to.equal(
        implementation,
      );
    }
    expect(await scheduledUpgrades(m.client)).to.deep.equal([]);
    const findings = await verifyBytecode(client, m.client.deployment, codeReader(hre.artifacts));
    expect(findings.filter(({ state }) => state !== "same")).to.deep.equal([]);

    const last = await m.commit(leadId, late, usdc(120));
    await m.toReveal(leadId);
    for (const { opening } of [low, high, last]) {
      await m.house.write.revealBid([leadId, opening]);
    }
    // All bids are revealed: the auction does not wait any longer.
    const seller = m.seller;
    const before = await m.balanceOf(seller);
    await deliverLead(seller, { leadId });
    expect(await m.nft.read.ownerOf([leadId])).to.equal(getAddress(second.address));
    expect((await m.balanceOf(seller)).free > before.free).to.equal(true);
    for (const party of [m.seller, ...m.bidders]) {
      expect((await m.balanceOf(party)).locked).to.equal(0n);
    }
  });

  describe("given the task", () => {
    it("should deploy, schedule, refuse to be early, and upgrade", async () => {
      const tasks = await taskRunner(connection, m);
      const run = (args: object) => tasks.run(["protocol", "upgrade"], { json: true, ...args });
      const forwarder = m.forwarder.address;
      const order = { contract: "registry", profile: "default", account: UPGRADER, forwarder };
      const dry = await run({ ...order, dryRun: true });
      expect((await scheduledUpgrades(m.client)).length).to.equal(0);
      expect(dry.json["steps"]).to.have.lengthOf(1);
      const { json } = await run(order);
      expect((await run(order)).error).to.include({ code: "UPGRADE_SCHEDULED" });
      expect((await run({ ...order, execute: true })).error).to.include({
        code: "UPGRADE_TOO_EARLY",
      });
      const listed = (await run({})).json["upgrades"] as object[];
      expect(listed).to.have.lengthOf(1);
      expect(listed[0]).to.include({ contract: "registry", state: "waiting" });
      await time.increaseTo(Number(json["readyAt"]));
      const done = await run({ ...order, execute: true });
      expect(done.succeeded).to.equal(true);
      const now = await implementationOf(await viem.getPublicClient(), m.registry.address);
      expect(now).to.equal(json["implementation"]);
      await tasks.close();
    });

    it("should let nobody but the upgrader schedule", async () => {
      const tasks = await taskRunner(connection, m);
      const { error } = await tasks.run(["protocol", "upgrade"], {
        ...{ contract: "registry", profile: "default", account: DEPLOYER },
      });
      await tasks.close();
      expect(error?.code).to.equal("AccessManagerUnauthorizedCall");
    });

    it("should let the guardian take a scheduled upgrade back", async () => {
      await schedule("pricer");
      const tasks = await taskRunner(connection, m);
      const args = { contract: "pricer", cancel: true, account: GUARDIAN };
      const { succeeded } = await tasks.run(["protocol", "upgrade"], args);
      await tasks.close();
      expect(succeeded).to.equal(true);
      await time.increase(2 * DAY);
      const error = await errorOf(
        executeUpgrade(upgrader(), { contract: "pricer" }),
        LeadEngineError,
      );
      expect(error).to.include({ code: "NO_UPGRADE" });
    });
  });

  it("should let no outsider take a scheduled upgrade back", async () => {
    await schedule("pricer");
    const outsider = traderOf(m.client, m.deployer);
    const error = await errorOf(cancelUpgrade(outsider, { contract: "pricer" }), Error);
    expect(String(error)).to.include("AccessManagerUnauthorizedCancel");
  });
});
