import {
  CronCapability,
  EVMClient,
  handler,
  logTriggerConfig,
  Runner,
  type CronPayload,
  type EVMLog,
  type Runtime,
} from "@chainlink/cre-sdk";
import {
  bytesToBigInt,
  bytesToHex,
  concat,
  decodeFunctionResult,
  encodeFunctionData,
  getAbiItem,
  hexToBigInt,
  keccak256,
  numberToHex,
  slice,
  toEventSelector,
  type Address,
  type Hex,
} from "viem";

import { auctionKeeperAbi, vrfTieBreakerAbi } from "../../sdk/generated/abis.ts";
import {
  encodeKeeperReport,
  packKeeperActions,
  unpackKeeperActions,
  type KeeperAction,
} from "../../sdk/report/keeperReport.ts";
import { callContract } from "../shared/callContract.ts";
import { blockTime } from "../shared/chainView.ts";
import { sendReport } from "../shared/sendReport.ts";

/** The target's configuration. */
export interface Config {
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  /** The `AuctionKeeper`. */
  readonly keeper: Address;
  /** The `VRFTieBreaker`, whose random words are acted on at once. */
  readonly tieBreaker: Address;
  /** When to look, in cron's words with seconds; every 30 s at most. */
  readonly schedule: string;
}

/** Most actions of a report: `AuctionKeeper.MAX_ACTIONS`. */
const MAX_ACTIONS = 31;
/** What the actions that a check returns cost at most, with the forwarder's part; CRE's limit too. */
const REPORT_GAS = 5_000_000n;
/** Set in the nonces of reports that a log caused: those of ticks are their times. */
const OF_LOG = 1n << 63n;
const WORD_CAME = toEventSelector(getAbiItem({ abi: vrfTieBreakerAbi, name: "TieBreakFulfilled" }));

/**
 * Does what is due in the auctions: asks the keeper, by one read of the latest block, and reports its answer back to it. The keeper tries
 * each action again and skips what is not due any more. Without anything due, nothing is sent.
 * @returns `{"actions": n, "report": …}`, see `sendReport`; `NOTHING_DUE` without a report.
 */
export function keepAuctions(
  runtime: Runtime<Config>,
  { scheduledExecutionTime }: CronPayload,
): string {
  if (scheduledExecutionTime === undefined) throw new Error("NO_TIME");
  // The same on every node, and another one at every tick.
  const { seconds } = scheduledExecutionTime;
  return reportDue(runtime, "0x", { nonce: seconds, observedAt: Number(seconds) });
}

/** The same when a random word has come, with the tie that it decides as a hint. */
export function decideTie(runtime: Runtime<Config>, log: EVMLog): string {
  const { topics, txHash, index } = log;
  const [, leadId] = topics;
  if (leadId === undefined) throw new Error("NO_LEAD");
  const hint = packKeeperActions([{ kind: "ResolveTie", leadId: bytesToBigInt(leadId) }]);
  const place = keccak256(concat([bytesToHex(txHash), numberToHex(index, { size: 4 })]));
  return reportDue(runtime, hint, {
    nonce: hexToBigInt(slice(place, 0, 8)) | OF_LOG,
    observedAt: blockTime(new EVMClient(BigInt(runtime.config.chainSelector)), runtime),
  });
}

function reportDue(
  runtime: Runtime<Config>,
  hints: Hex,
  header: { readonly nonce: bigint; readonly observedAt: number },
): string {
  const { chainSelector, keeper } = runtime.config;
  const actions = dueActions(runtime, hints);
  if (actions.length === 0) return JSON.stringify({ actions: 0, report: "NOTHING_DUE" });
  const body = encodeKeeperReport(actions, {
    chainSelector: BigInt(chainSelector),
    receiver: keeper,
    ...header,
  });
  const report = sendReport(
    runtime,
    (request) => runtime.report(request),
    { chainSelector, receiver: keeper },
    { body, gasLimit: REPORT_GAS },
  );
  return JSON.stringify({ actions: actions.length, report });
}

/** What `checkUpkeep` says. It begins with another lead in each block, so no lead is left out for long. */
function dueActions(runtime: Runtime<Config>, hints: Hex): KeeperAction[] {
  const { chainSelector, keeper } = runtime.config;
  const question = { abi: auctionKeeperAbi, functionName: "checkUpkeep" } as const;
  const client = new EVMClient(BigInt(chainSelector));
  const answer = callContract(
    client,
    runtime,
    keeper,
    encodeFunctionData({ ...question, args: [hints] }),
  );
  const [, performData] = decodeFunctionResult({ ...question, data: answer });
  return unpackKeeperActions(performData).slice(0, MAX_ACTIONS);
}

/** The triggers of this workflow, and what each starts. */
export function workflow({ chainSelector, schedule, tieBreaker }: Config) {
  const words = logTriggerConfig({
    addresses: [tieBreaker],
    topics: [[WORD_CAME]],
    // What a reorganisation takes back the keeper skips.
    confidence: "LATEST",
  });
  return [
    handler(new CronCapability().trigger({ schedule }), keepAuctions),
    handler(new EVMClient(BigInt(chainSelector)).logTrigger(words), decideTie),
  ];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
