import { expect } from "chai";
import { network } from "hardhat";
import { getAddress } from "viem";

import type { Alarm } from "../../deploy/sdk/actions/protocol/alarm.ts";
import { openMarket, usdc, type Market } from "../fixtures/market.ts";
import { scheduleConfiguration } from "../fixtures/configure.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers } = connection;
const [HOUR, DAY] = [3_600, 86_400];
/** Another key for the DON: the generator. */
const GENERATOR = {
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
};

/** The market with its reserves proved, on which nothing needs action. */
async function soundMarket() {
  const market = await openMarket(connection);
  await market.vault.write.proveReserves();
  return market;
}

describe("hardhat protocol status", () => {
  let market: Market;
  let tasks: TaskRunner;
  beforeEach(async () => {
    market = await networkHelpers.loadFixture(soundMarket);
    tasks = await taskRunner(connection, market);
  });
  afterEach(() => tasks.close());

  const status = (args: object = {}) => tasks.run(["protocol", "status"], { json: true, ...args });
  /** The alarms' codes, having checked that they fail the task and say what to do. */
  const alarms = async (args: object = {}): Promise<string[]> => {
    const { json, succeeded } = await status(args);
    const raised = json["alarms"] as Alarm[];
    expect(succeeded).to.equal(raised.length === 0);
    for (const { says, next } of raised) {
      expect(says).to.match(/\.$/);
      expect(next).to.match(/\.$/).and.not.include("({");
    }
    return raised.map(({ code }) => code);
  };

  describe("given a deployment that has just been made", () => {
    it("should find nothing that needs action", async () => {
      const fresh = await networkHelpers.loadFixture(freshProtocol);
      const runner = await taskRunner(connection, fresh);
      const { out, succeeded } = await runner.run(["protocol", "status"], {});
      await runner.close();
      expect(succeeded).to.equal(true);
      expect(out.join("\n")).to.include("Nothing needs action.").and.include("never");
    });
  });

  describe("given a sound deployment", () => {
    it("should show what it depends on", async () => {
      const { json } = await status();
      expect(json).to.deep.include({ alarms: [], paused: false });
      expect(json["vrf"]).to.deep.include({
        coordinator: getAddress(market.coordinator.address),
        paysIn: "LINK",
        isConsumer: true,
        consumers: [getAddress(market.tieBreaker.address)],
      });
      const { workflowOwner } = market.accounts;
      expect(json["workflows"]).to.deep.equal({
        verifier: {
          ...{ receiver: getAddress(market.verifier.address), owner: workflowOwner },
          ...{ name: "71829128e9", id: null },
        },
        keeper: {
          ...{ receiver: getAddress(market.keeper.address), owner: workflowOwner },
          ...{ name: "424425db8a", id: null },
        },
      });
      expect(json["sequencer"]).to.include({ state: "catching up" });
      expect(json["reserves"]).to.include({ solvent: true, balance: Number(usdc(70_000)) });
      expect(json["don"]).to.deep.equal({ epoch: 1, previousUntil: null });
      const [btc, eth] = json["feeds"] as Record<string, unknown>[];
      expect(btc).to.include({ asset: "BTC", price: 105_000e8, maxAge: 1_800, fault: "None" });
      expect(eth).to.include({ asset: "ETH", price: 3_700e8, fromReport: false });
    });

    it("should say so to people", async () => {
      const { out } = await tasks.run(["protocol", "status"], {});
      const text = out.join("\n");
      for (const what of [
        "1000000 LINK, pays for the tie breaker",
        "105000 USD, feed",
        "epoch 1",
      ]) {
        expect(text).to.include(what);
      }
    });

    it("should say how long packages under the DON's last key are taken", async () => {
      const previousUntil = (await networkHelpers.time.latest()) + 3 * DAY;
      const { verifier } = market;
      const args = [GENERATOR, previousUntil];
      const execute = await scheduleConfiguration(connection, market, verifier, "setDonKey", args);
      await execute();
      expect((await status()).json["don"]).to.deep.equal({ epoch: 2, previousUntil });
    });
  });

  describe("given VRF that could not answer", () => {
    it("should say that the subscription is low", async () => {
      expect(await alarms({ leastVrf: "1000000.5" })).to.deep.equal(["VRF_BALANCE_LOW"]);
      expect(await alarms({ leastVrf: "1000000" })).to.deep.equal([]);
    });

    it("should name who adds the missing consumer", async () => {
      const { coordinator, tieBreaker, subscriptionId, accounts } = market;
      await coordinator.write.removeConsumer([subscriptionId, tieBreaker.address]);
      expect(await alarms()).to.deep.equal(["VRF_NOT_A_CONSUMER"]);
      const { out } = await tasks.run(["protocol", "status"], {});
      expect(out.join("\n")).to.include(`owner, ${accounts.deployer}, adds it`);
    });

    it("should say that a cancelled subscription is unknown", async () => {
      const { coordinator, subscriptionId, accounts } = market;
      await coordinator.write.cancelSubscription([subscriptionId, accounts.deployer]);
      expect(await alarms()).to.deep.equal(["VRF_NO_SUBSCRIPTION"]);
    });

    it("should say the same of a coordinator that is gone", async () => {
      await networkHelpers.setCode(market.coordinator.address, "0x");
      expect(await alarms()).to.deep.equal(["VRF_NO_SUBSCRIPTION"]);
    });

    it("refuses an amount that is none", async () => {
      const { succeeded, error } = await status({ leastVrf: "five" });
      expect([succeeded, error?.code]).to.deep.equal([false, "INVALID_AMOUNT"]);
    });
  });

  describe("given feeds that break their rules", () => {
    it("should name every stale one", async () => {
      await networkHelpers.time.increase(HOUR);
      expect(await alarms()).to.deep.equal(["FEED_BTC_StaleAnswer", "FEED_ETH_StaleAnswer"]);
    });

    it("should name the rule", async () => {
      await market.btcFeed.write.updateAnswer([1n]);
      await networkHelpers.setCode(market.ethFeed.address, "0x");
      expect(await alarms()).to.deep.equal(["FEED_BTC_OutOfBand", "FEED_ETH_FeedUnreadable"]);
    });

    it("should tell a sequencer that is down from one that cannot be read", async () => {
      await market.sequencerFeed.write.updateAnswer([1n]);
      expect(await alarms()).to.deep.equal(["SEQUENCER_DOWN"]);
      await networkHelpers.setCode(market.sequencerFeed.address, "0x");
      expect(await alarms()).to.deep.equal(["SEQUENCER_UNREADABLE"]);
    });
  });

  describe("given a vault that is paused, insolvent or long unproved", () => {
    it("should say who opens new business again", async () => {
      await market.vault.write.pause({ account: market.guardian.account });
      expect(await alarms()).to.deep.equal(["PAUSED"]);
    });

    it("should say how much is missing", async () => {
      const { vault, usdc: token } = market;
      await networkHelpers.impersonateAccount(vault.address);
      await networkHelpers.setBalance(vault.address, 10n ** 18n);
      await token.write.transfer([token.address, usdc(7)], { account: vault.address });
      expect(await alarms()).to.deep.equal(["INSOLVENT"]);
      const { out } = await tasks.run(["protocol", "status"], {});
      expect(out.join("\n")).to.include("where 7 USDC went");
    });

    it("should say when the proof is late, two hours after a day", async () => {
      const sequenceOf = async () => (await alarms()).filter((code) => !code.startsWith("FEED"));
      await networkHelpers.time.increase(25 * HOUR);
      expect(await sequenceOf()).to.deep.equal([]);
      await networkHelpers.time.increase(2 * HOUR);
      expect(await sequenceOf()).to.deep.equal(["PROOF_LATE"]);
    });

    it("should say that reserves were never proved, once there are any", async () => {
      const unproved = await networkHelpers.loadFixture(unprovedMarket);
      const runner = await taskRunner(connection, unproved);
      const { json } = await runner.run(["protocol", "status"], { json: true });
      await runner.close();
      expect((json["alarms"] as Alarm[]).map(({ code }) => code)).to.deep.equal(["PROOF_LATE"]);
    });
  });
});

/** Nobody has traded yet. */
function freshProtocol() {
  return deployedProtocol(connection);
}

function unprovedMarket() {
  return openMarket(connection);
}
