import { join } from "node:path";

import { create } from "@bufbuild/protobuf";
import { anyPack, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { getAbiItem, numberToHex, toEventSelector, zeroHash } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { evmLogOf, readLogs } from "../../deploy/local/don/host/evmLog.ts";
import { CRON_TRIGGER_PB, EVM_PB } from "../../deploy/local/don/host/messages.ts";
import type { DonNode } from "../../deploy/local/don/host/node.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { CronTrigger } from "../../deploy/local/don/host/triggers/cronTrigger.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import { loadParameters } from "../../deploy/parameters/loadParameters.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { vrfTieBreakerAbi } from "../../deploy/sdk/generated/abis.ts";
import { passUntil } from "../fixtures/auctionSteps.ts";
import { keeperMarket, type KeeperMarket } from "../fixtures/keeper.ts";
import { usdc } from "../fixtures/market.ts";
import { textOf, WORKFLOW } from "../fixtures/probeDon.ts";

const SCHEDULE = "0 */5 * * * *";

const WORD_CAME = toEventSelector(getAbiItem({ abi: vrfTieBreakerAbi, name: "TieBreakFulfilled" }));

/** What a check may use as a call, as with Automation. */
const CHECK_GAS = 10_000_000n;

describe("auctions that CRE keeps", () => {
  let node: DonNode;
  before(async function () {
    this.timeout(120_000);
    const main = join(import.meta.dirname, "../../deploy/workflows/keep-auctions/main.ts");
    node = workerNode(await compileWorkflow(await buildBundle(main)));
  });

  /** A DON that runs the workflow, which the keeper accepts. */
  async function openDon(m: KeeperMarket): Promise<LocalDon> {
    const { name, owner } = await m.keeper.read.workflow();
    const chainSelector = (await loadParameters("local"))["Keeper"]?.["chainSelector"] as bigint;
    return new LocalDon({
      workflow: { ...m.don.workflow, name, owner },
      config: {
        chainSelector: String(chainSelector),
        keeper: m.keeper.address,
        tieBreaker: m.tieBreaker.address,
        schedule: SCHEDULE,
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: m.don.signers,
      faulty: FAULTY_NODES,
      configDigest: zeroHash,
      capabilities: evmCapabilities(chainSelector, {
        blockTime: async () => (await m.publicClient.getBlock()).timestamp,
        callContract: async (call) =>
          (await m.publicClient.call({ ...call, gas: CHECK_GAS })).data ?? "0x",
        writeReport: forwarderWriter({
          transmitter: m.don.transmitter,
          publicClient: m.publicClient,
          forwarder: m.forwarder.address,
        }),
      }),
      secrets: () => undefined,
      now: Date.now,
      log: () => undefined,
    });
  }

  async function tick(don: LocalDon, seconds: number): Promise<unknown> {
    const { PayloadSchema } = CRON_TRIGGER_PB;
    const scheduledExecutionTime = timestampFromMs(seconds * 1_000);
    const payload = anyPack(PayloadSchema, create(PayloadSchema, { scheduledExecutionTime }));
    return JSON.parse(textOf(await don.trigger(0, payload)));
  }

  it("should be closed when they end, and left alone before", async () => {
    const m = await keeperMarket();
    const don = await openDon(m);
    const auctions = [await m.list(), await m.list(), await m.list()];
    expect(await tick(don, 300)).to.deep.equal({ actions: 0, report: "NOTHING_DUE" });

    await passUntil(Math.max(...auctions.map(({ auction }) => auction.commitEnd)));
    const due = await m.due();
    expect(due).to.have.length(3);
    const { actions, report } = (await tick(don, 600)) as { actions: number; report: string };
    expect([actions >= 3, report]).to.deep.equal([true, "SUCCESS"]);
    expect(await m.due()).to.deep.equal([]);
    expect(await m.keeper.read.isReportUsed([600n])).to.equal(true);
    expect(await tick(don, 900)).to.deep.equal({ actions: 0, report: "NOTHING_DUE" });
  }).timeout(120_000);

  it("should have a tie decided when its random word comes, under the word's own nonce", async () => {
    const m = await keeperMarket();
    const don = await openDon(m);
    const [first, second] = m.bidders;
    const { leadId } = await m.auctionOff([
      [first, usdc(120)],
      [second, usdc(120)],
    ]);
    await m.drawWord(leadId, 1n);
    const [word] = await readLogs(m.publicClient, {
      address: [m.tieBreaker.address],
      topics: [[WORD_CAME], [numberToHex(leadId, { size: 32 })]],
      fromBlock: 0n,
      toBlock: await m.publicClient.getBlockNumber({ cacheTime: 0 }),
    });
    if (word === undefined) throw new Error("No word has come.");
    expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.TieBreak);
    const payload = anyPack(EVM_PB.LogSchema, evmLogOf(word));
    const outcome = JSON.parse(textOf(await don.trigger(1, payload))) as { report: string };
    expect(outcome.report).to.equal("SUCCESS");
    expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
  }).timeout(120_000);

  it("should be looked at no more often than CRE allows, by the schedules of all targets", async () => {
    for (const target of ["staging", "production"]) {
      const file = `../../deploy/workflows/keep-auctions/config.${target}.json`;
      const { default: config } = (await import(file, { with: { type: "json" } })) as {
        default: { schedule: string };
      };
      const { ConfigSchema } = CRON_TRIGGER_PB;
      const { schedule } = config;
      const payload = anyPack(ConfigSchema, create(ConfigSchema, { schedule }));
      const subscription = { payload } as ConstructorParameters<typeof CronTrigger>[0];
      expect(() => new CronTrigger(subscription, WORKFLOW.id, 0)).not.to.throw();
    }
  });
});
