import { EvmMock, newTestRuntime, test } from "@chainlink/cre-sdk/test";
import type { CronPayload } from "@chainlink/cre-sdk";
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
import { keepAuctions, type Config } from "./main.ts";

const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
const KEEPER = getAddress(`0x${"55".repeat(20)}`);
const TICK = 1_800_000_000n;
const CONFIG: Config = {
  chainSelector: String(CHAIN_SELECTOR),
  keeper: KEEPER,
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
    expect([functionName, args]).to.deep.equal(["checkUpkeep", ["0x"]]);
    seen.asked.push(data);
    const packed = packKeeperActions(actions);
    const result = encodeFunctionResult({ ...question, result: [actions.length > 0, packed] });
    return { data: base64pad.baseEncode(hexToBytes(result)) };
  };
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
  expect(asked).to.have.length(1);
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
