import { create } from "@bufbuild/protobuf";
import { anyUnpack, type Any } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { network } from "hardhat";
import { concat, keccak256, numberToHex, stringToHex, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import {
  Driver,
  type DriverCursor,
  type DriverOptions,
} from "../../../../deploy/local/don/host/driver.ts";
import { LimitReached } from "../../../../deploy/local/don/host/limits.ts";
import {
  CRON_TRIGGER_PB,
  EVM_PB,
  HTTP_TRIGGER_PB,
  VALUES_PB,
} from "../../../../deploy/local/don/host/messages.ts";
import type { DonNode } from "../../../../deploy/local/don/host/node.ts";
import {
  REFUSALS,
  RequestRefused,
  signRequest,
} from "../../../../deploy/local/don/host/triggers/httpRequest.ts";
import { errorOf } from "../../../fixtures/errorOf.ts";
import {
  CHAIN_SELECTOR,
  failureOf,
  PROBE,
  PROBE_CONFIG,
  probeDon,
  probeNode,
  WORKFLOW,
} from "../../../fixtures/probeDon.ts";

const caller = privateKeyToAccount(generatePrivateKey());
const EVENT = keccak256(stringToHex("Happened()"));
/** Logs its input under the topic of `EVENT`. */
const EMITTER: Hex = concat(["0x365f5f37", "0x7f", EVENT, "0x365fa100"]);
/** The same under another topic. */
const STRANGER: Hex = concat(["0x365f5f37", "0x7f", keccak256("0x00"), "0x365fa100"]);
const EMITTER_ADDRESS = "0x00000000000000000000000000000000000e7701";
const STRANGER_ADDRESS = "0x00000000000000000000000000000000000e7702";

describe("Driver", () => {
  let node: DonNode;
  let chain: Awaited<ReturnType<typeof openChain>>;
  let now: number;
  let cursor: DriverCursor | undefined;
  const logs: string[] = [];
  const runs: { readonly index: number; readonly payload: Any; readonly id: Hex }[] = [];

  async function openChain() {
    const connection = await network.create({ network: "default", chainType: "op" });
    const [wallet] = await connection.viem.getWalletClients();
    if (wallet === undefined) throw new Error("The chain has no account.");
    await connection.networkHelpers.setCode(EMITTER_ADDRESS, EMITTER);
    await connection.networkHelpers.setCode(STRANGER_ADDRESS, STRANGER);
    return {
      client: await connection.viem.getPublicClient(),
      emit: (data: Hex, to: Hex = EMITTER_ADDRESS) => wallet.sendTransaction({ to, data }),
    };
  }

  before(async function () {
    this.timeout(120_000);
    node = await probeNode();
  });
  beforeEach(async () => {
    chain = await openChain();
    now = Date.UTC(2026, 10, 28, 12, 0, 1);
    cursor = undefined;
    logs.length = 0;
    runs.length = 0;
  });

  const config = {
    ...PROBE_CONFIG,
    emitters: [EMITTER_ADDRESS],
    event: EVENT,
    schedule: "TZ=America/New_York 0 */5 * * * *",
    authorizedKeys: [caller.address],
  };
  /** The probe's triggers, and what becomes of its runs. */
  function recording(changes: Partial<typeof config> = {}, failing = ""): DriverOptions["don"] {
    const don = probeDon(node, { config: { ...config, ...changes }, nodes: [node], faulty: 0 });
    return {
      subscriptions: () => don.subscriptions(),
      trigger: (index, payload, id) => {
        runs.push({ index, payload, id: id ?? "0x" });
        if (failing !== "" && textsOf(PROBE.log).at(-1) === failing) {
          return Promise.reject(new Error("the handler failed"));
        }
        const value = { case: "stringValue", value: `run ${runs.length}` } as const;
        return Promise.resolve(create(VALUES_PB.ValueSchema, { value }));
      },
    };
  }

  const open = (options: Partial<DriverOptions> = {}) =>
    Driver.open({
      don: recording(),
      workflowId: WORKFLOW.id,
      chain: { selector: CHAIN_SELECTOR, client: chain.client },
      now: () => now,
      ...(cursor === undefined ? {} : { cursor }),
      save: (saved) => {
        cursor = JSON.parse(JSON.stringify(saved)) as DriverCursor;
      },
      log: (line) => logs.push(line),
      ...options,
    });

  /** The data of the logs that started runs, as text. */
  function textsOf(index: number): string[] {
    return runs.flatMap((run) => {
      const log = run.index === index ? anyUnpack(run.payload, EVM_PB.LogSchema) : undefined;
      return log === undefined ? [] : [Buffer.from(log.data).toString()];
    });
  }
  const request = (input: object = {}, workflowId: Hex = WORKFLOW.id) =>
    signRequest(caller, { workflowId, input }, now);

  describe("given requests", () => {
    it("should start the run that a request asks for", async () => {
      const { executionId, result } = await (await open()).execute(await request({ lead: 7 }));
      expect((await result).value.value).to.equal("run 1");
      const [run] = runs;
      expect(run?.index).to.equal(PROBE.ordinary);
      expect(run?.id).to.equal(executionId);
      const payload = run && anyUnpack(run.payload, HTTP_TRIGGER_PB.PayloadSchema);
      expect(Buffer.from(payload?.input ?? []).toString()).to.equal('{"lead":7}');
      expect(payload?.key?.publicKey).to.equal(caller.address);
    });

    it("should refuse a caller without a key, and all of them when there are no keys", async () => {
      const stranger = privateKeyToAccount(generatePrivateKey());
      const call = { workflowId: WORKFLOW.id, input: {} };
      const driver = await open();
      const refusal = await errorOf(
        driver.execute(await signRequest(stranger, call, now)),
        RequestRefused,
      );
      expect(refusal.message).to.include(`The signer ${stranger.address} may not start`);
      const closed = await open({ don: recording({ authorizedKeys: [] }) });
      expect(await failureOf(closed.execute(await request()))).to.include("may not start");
    });

    it("should take a request once, and for its workflow only", async () => {
      const driver = await open({ httpRate: { runs: 9, milliseconds: 1 } });
      const once = await request();
      await driver.execute(once);
      expect(await failureOf(driver.execute(once))).to.include("The token was used before");
      const elsewhere = await request({}, `0x${"cd".repeat(32)}`);
      expect(await failureOf(driver.execute(elsewhere))).to.include("There is no workflow 0xcdcd");
      expect(runs).to.have.length(1);
    });

    it("should take one in a minute, and print that there were more", async () => {
      const driver = await open();
      await driver.execute(await request());
      now += 59_999;
      const refusal = await errorOf(driver.execute(await request()), RequestRefused);
      expect(refusal.code).to.equal(REFUSALS.limit);
      expect(logs).to.deep.equal([
        "CRE allows a trigger of this kind 1 runs in 60000 ms (limit httpTrigger)",
      ]);
      now += 1;
      await driver.execute(await request());
      expect(runs).to.have.length(2);
    });
  });

  describe("given logs", () => {
    it("should start a run for each that matches, in order", async () => {
      await chain.emit(stringToHex("before"));
      const driver = await open();
      await chain.emit(stringToHex("one"));
      await chain.emit(stringToHex("not this event"), STRANGER_ADDRESS);
      await chain.emit(stringToHex("two"));
      await driver.poll();
      await driver.poll();
      expect(textsOf(PROBE.log)).to.deep.equal(["one", "two"]);
      const log = runs[0] && anyUnpack(runs[0].payload, EVM_PB.LogSchema);
      expect(Buffer.from(log?.address ?? []).toString("hex")).to.equal(EMITTER_ADDRESS.slice(2));
      expect(Buffer.from(log?.eventSig ?? []).toString("hex")).to.equal(EVENT.slice(2));
      expect(Buffer.from(log?.blockNumber?.absVal ?? []).readUInt8()).to.equal(2);
    });

    it("should lose none to a restart", async () => {
      await (await open()).poll();
      await chain.emit(stringToHex("while it was down"));
      await (await open()).poll();
      expect(textsOf(PROBE.log)).to.deep.equal(["while it was down"]);
    });

    it("should hand over again, under the same id, what ran when the driver ended", async () => {
      const driver = await open();
      await chain.emit(stringToHex("one"));
      const atStart = cursor;
      await driver.poll();
      cursor = atStart;
      await (await open()).poll();
      expect(textsOf(PROBE.log)).to.deep.equal(["one", "one"]);
      expect(runs[0]?.id).to.equal(runs[1]?.id);
    });

    it("should go on after a run that fails, and say so", async () => {
      const driver = await open({ don: recording({}, "bad") });
      await chain.emit(stringToHex("bad"));
      await chain.emit(stringToHex("good"));
      await driver.poll();
      expect(textsOf(PROBE.log)).to.deep.equal(["bad", "good"]);
      expect(logs).to.deep.equal(["The run of trigger 2 failed: Error: the handler failed"]);
    });

    it("should let those wait that are more than ten in six seconds", async () => {
      const driver = await open();
      for (let log = 0; log < 12; log++) await chain.emit(numberToHex(log, { size: 1 }));
      await driver.poll();
      now += 5_999;
      await driver.poll();
      expect(textsOf(PROBE.log)).to.have.length(10);
      expect(logs.join()).to.include("(limit logTrigger)");
      now += 1;
      await driver.poll();
      expect(textsOf(PROBE.log)).to.have.length(12);
    });

    it("should lose none of those that wait to a restart", async () => {
      const driver = await open();
      for (let log = 0; log < 12; log++) await chain.emit(numberToHex(log, { size: 1 }));
      await driver.poll();
      await (await open()).poll();
      expect(new Set(textsOf(PROBE.log))).to.have.property("size", 12);
      expect(runs).to.have.length(12);
    });

    it("should leave out a log that is too large, and print it", async () => {
      const driver = await open();
      await chain.emit(`0x${"61".repeat(4_969)}`);
      await chain.emit(stringToHex("small"));
      await driver.poll();
      expect(textsOf(PROBE.log)).to.deep.equal(["small"]);
      expect(logs.join()).to.include("not 5001 (limit logTriggerBytes)");
    });

    it("should refuse a filter with too many addresses, or without an event", async () => {
      const emitters = [1n, 2n, 3n, 4n, 5n, 6n].map((one) => numberToHex(one, { size: 20 }));
      const { message } = await errorOf(open({ don: recording({ emitters }) }), LimitReached);
      expect(message).to.include("(limit logTriggerAddresses)");
      const elsewhere = { selector: 1n, client: chain.client };
      expect(await failureOf(open({ chain: elsewhere }))).to.include("is not served here");
    });
  });

  describe("given the clock", () => {
    const ticks = () =>
      runs.flatMap(({ index, payload }) => {
        const tick = index === PROBE.cron && anyUnpack(payload, CRON_TRIGGER_PB.PayloadSchema);
        return tick ? [Number(tick.scheduledExecutionTime?.seconds) * 1_000] : [];
      });

    it("should start a run at each scheduled time", async () => {
      const driver = await open();
      await driver.poll();
      expect(ticks()).to.deep.equal([]);
      now = Date.UTC(2026, 10, 28, 12, 5, 0);
      await driver.poll();
      await driver.poll();
      now = Date.UTC(2026, 10, 28, 12, 10, 1);
      await driver.poll();
      expect(ticks()).to.deep.equal([
        Date.UTC(2026, 10, 28, 12, 5),
        Date.UTC(2026, 10, 28, 12, 10),
      ]);
    });

    it("should make one run of what was missed, over a restart too", async () => {
      await open();
      now = Date.UTC(2026, 10, 28, 13, 1);
      const driver = await open();
      await driver.poll();
      await driver.poll();
      expect(ticks()).to.deep.equal([Date.UTC(2026, 10, 28, 13, 0)]);
    });

    it("should read a schedule in its time zone", async () => {
      const driver = await open({ don: recording({ schedule: "TZ=America/New_York 30 9 * * *" }) });
      now += 86_400_000;
      await driver.poll();
      expect(ticks()).to.deep.equal([Date.UTC(2026, 10, 28, 14, 30)]);
    });

    it("should refuse to run more often than every half minute", async () => {
      for (const schedule of ["*/20 * * * * *", "0,45 10,11 * * * *", "0,29 0 0 1 1 *"]) {
        const { message } = await errorOf(open({ don: recording({ schedule }) }), LimitReached);
        expect(message).to.include("(limit cronTrigger)");
      }
      await open({ don: recording({ schedule: "*/30 * * * * *" }) });
    });
  });

  it("should run the workflow's handlers, in the plugin", async () => {
    const don = probeDon(node, { config, log: (line) => logs.push(line) });
    const driver = await open({ don });
    await chain.emit(stringToHex("hello"));
    await chain.emit(stringToHex("four"));
    now = Date.UTC(2026, 10, 28, 12, 5);
    await driver.poll();
    const { result } = await driver.execute(
      await signRequest(caller, { workflowId: WORKFLOW.id, input: ["time"] }, now),
    );
    await failureOf(result);
    expect(logs).to.include(`log ${EMITTER_ADDRESS} ${stringToHex("hello")}`);
    expect(logs).to.include("The run of trigger 2 failed: Error: a log of four bytes");
    expect(logs).to.include(`tick ${now / 1_000}`);
  }).timeout(60_000);
}).timeout(60_000);
