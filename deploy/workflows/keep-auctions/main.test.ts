import { EvmMock, newTestRuntime, test } from "@chainlink/cre-sdk/test";
import type { CronPayload, EVMLog } from "@chainlink/cre-sdk";
import { expect } from "chai";
import { base64pad } from "multiformats/bases/base64";
import {
  bytesToHex,
  decodeFunctionData,
  encodeFunctionResult,
  getAddress,
  hexToBytes,
  size,
  type Hex,
} from "viem";

import { auctionKeeperAbi } from "../../sdk/generated/abis.ts";
import { bodyOf } from "../../sdk/report/forwarderReport.ts";
import {
  encodeKeeperReport,
  packKeeperActions,
  type KeeperAction,
} from "../../sdk/report/keeperReport.ts";
import { decideTie, keepAuctions, workflow, type Config } from "./main.ts";

const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
const KEEPER = getAddress(`0x${"55".repeat(20)}`);
const TICK = 1_800_000_000n;
const CONFIG: Config = {
  chainSelector: String(CHAIN_SELECTOR),
  keeper: KEEPER,
  tieBreaker: getAddress(`0x${"66".repeat(20)}`),
  schedule: "0 */5 * * * *",
};
const ACTIONS: readonly KeeperAction[] = [
  { kind: "ProveReserves" },
  { kind: "CloseUnsold", leadId: 7n },
  { kind: "ReleaseTiedBid", leadId: 9n, round: 1, amount: 50_000_000n, index: 2n },
];

/** A chain on which this is due; holds what was asked and written. */
function chain(actions: readonly KeeperAction[], receiverFails = false) {
  const seen: { asked: Hex[]; written: { body: Hex; receiver: Hex; gas: bigint | undefined }[] } = {
    asked: [],
    written: [],
  };
  const mock = EvmMock.testInstance(CHAIN_SELECTOR);
  const question = { abi: auctionKeeperAbi, functionName: "checkUpkeep" } as const;
  mock.callContract = ({ call }) => {
    expect(bytesToHex(call?.to ?? new Uint8Array())).to.equal(KEEPER);
    const data = bytesToHex(call?.data ?? new Uint8Array());
    const { functionName, args } = decodeFunctionData({ abi: auctionKeeperAbi, data });
    expect(functionName).to.equal("checkUpkeep");
    seen.asked.push(args[0] as Hex);
    const packed = packKeeperActions(actions);
    const result = encodeFunctionResult({ ...question, result: [actions.length > 0, packed] });
    return { data: base64pad.baseEncode(hexToBytes(result)) };
  };
  mock.headerByNumber = () => ({ header: { timestamp: String(TICK + 7n) } });
  mock.writeReport = ({ receiver, report, gasConfig }) => {
    seen.written.push({
      body: bodyOf(bytesToHex(report?.rawReport ?? new Uint8Array())),
      receiver: bytesToHex(receiver),
      gas: gasConfig?.gasLimit,
    });
    return {
      txStatus: "TX_STATUS_SUCCESS",
      receiverContractExecutionStatus: receiverFails
        ? "RECEIVER_CONTRACT_EXECUTION_STATUS_REVERTED"
        : "RECEIVER_CONTRACT_EXECUTION_STATUS_SUCCESS",
    };
  };
  return seen;
}

const tick = { scheduledExecutionTime: { seconds: TICK, nanos: 0 } } as CronPayload;

function run(payload = tick): unknown {
  return JSON.parse(keepAuctions(newTestRuntime<Config>(new Map(), {}, CONFIG), payload));
}

test("what the keeper says is due is reported to it, bound to chain, keeper and tick", () => {
  const { asked, written } = chain(ACTIONS);
  expect(run()).to.deep.equal({ actions: 3, report: "SUCCESS" });
  expect(asked).to.deep.equal(["0x"]);
  const destination = {
    chainSelector: CHAIN_SELECTOR,
    receiver: KEEPER,
    nonce: TICK,
    observedAt: Number(TICK),
  };
  const body = encodeKeeperReport(ACTIONS, destination);
  expect(written).to.deep.equal([{ body, receiver: KEEPER, gas: 5_000_000n }]);
});

test("nothing is sent when nothing is due", () => {
  const { written } = chain([]);
  expect(run()).to.deep.equal({ actions: 0, report: "NOTHING_DUE" });
  expect(written).to.have.length(0);
});

test("a report holds 31 actions at most", () => {
  const many = Array.from({ length: 40 }, (_, lead) => ({
    kind: "CloseUnsold" as const,
    leadId: BigInt(lead + 1),
  }));
  const { written } = chain(many);
  expect(run()).to.deep.equal({ actions: 31, report: "SUCCESS" });
  expect(written.map(({ body }) => size(body))).to.deep.equal([42 + 31 * 32]);
});

test("a report that the keeper did not take is said so", () => {
  chain(ACTIONS, true);
  expect(run()).to.deep.equal({ actions: 3, report: "REFUSED" });
});

test("a tick without its time ends the run", () => {
  chain(ACTIONS);
  expect(() => run({} as CronPayload)).to.throw("NO_TIME");
});

/** The log of a random word for lead 9. */
function wordFor(index: number): EVMLog {
  const topics = ["aa", "09", "01"].map((byte) => hexToBytes(`0x${byte.padStart(64, "0")}`));
  return { topics, txHash: new Uint8Array(32).fill(3), index } as unknown as EVMLog;
}

test("a random word has its tie looked at first, under a nonce that no tick has", () => {
  const { asked, written } = chain(ACTIONS);
  const runtime = () => newTestRuntime<Config>(new Map(), {}, CONFIG);
  for (const index of [0, 1]) {
    const outcome: unknown = JSON.parse(decideTie(runtime(), wordFor(index)));
    expect(outcome).to.deep.equal({ actions: 3, report: "SUCCESS" });
  }
  const hint = packKeeperActions([{ kind: "ResolveTie", leadId: 9n }]);
  expect(asked).to.deep.equal([hint, hint]);
  const headers = written.map(({ body }) => ({
    nonce: BigInt(`0x${body.slice(2 + 2 * 29, 2 + 2 * 37)}`),
    observedAt: BigInt(`0x${body.slice(2 + 2 * 37, 2 + 2 * 42)}`),
  }));
  expect(new Set(headers.map(({ nonce }) => nonce)).size).to.equal(2);
  for (const { nonce, observedAt } of headers) {
    expect(nonce >= 1n << 63n).to.equal(true);
    expect(observedAt).to.equal(TICK + 7n);
  }
});

test("a log without a lead ends the run", () => {
  chain(ACTIONS);
  const log = { ...wordFor(0), topics: [] } as unknown as EVMLog;
  expect(() => decideTie(newTestRuntime<Config>(new Map(), {}, CONFIG), log)).to.throw("NO_LEAD");
});

test("there is a trigger for the clock, and one for random words", () => {
  expect(workflow(CONFIG)).to.have.length(2);
});
