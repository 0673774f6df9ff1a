import {
  CronCapability,
  encodeCallMsg,
  EVMClient,
  handler,
  Runner,
  type CronPayload,
  type Runtime,
} from "@chainlink/cre-sdk";
import {
  bytesToHex,
  decodeFunctionResult,
  encodeFunctionData,
  zeroAddress,
  type Address,
} from "viem";

import { auctionKeeperAbi } from "../../sdk/generated/abis.ts";
import {
  encodeKeeperReport,
  unpackKeeperActions,
  type KeeperAction,
} from "../../sdk/report/keeperReport.ts";
import { sendReport } from "../shared/sendReport.ts";

/** The target's configuration. */
export interface Config {
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  /** The `AuctionKeeper`. */
  readonly keeper: Address;
  /** When to look, in cron's words with seconds; every 30 s at most. */
  readonly schedule: string;
}

/** Most actions of a report: `AuctionKeeper.MAX_ACTIONS`. */
const MAX_ACTIONS = 31;
/** What the actions that a check returns cost at most, with the forwarder's part; CRE's limit too. */
const REPORT_GAS = 5_000_000n;

/**
 * Does what is due in the auctions: asks the keeper, by one read of the latest block, and reports its answer back to it. The keeper tries
 * each action again and skips what is not due any more. Without anything due, nothing is sent.
 * @returns `{"actions": n, "report": …}`, see `sendReport`; `NOTHING_DUE` without a report.
 */
export function keepAuctions(
  runtime: Runtime<Config>,
  { scheduledExecutionTime }: CronPayload,
): string {
  const { chainSelector, keeper } = runtime.config;
  if (scheduledExecutionTime === undefined) throw new Error("NO_TIME");
  const actions = dueActions(runtime);
  if (actions.length === 0) return JSON.stringify({ actions: 0, report: "NOTHING_DUE" });

  // The same on every node, and another one at every tick.
  const { seconds } = scheduledExecutionTime;
  const body = encodeKeeperReport(actions, {
    chainSelector: BigInt(chainSelector),
    receiver: keeper,
    nonce: seconds,
    observedAt: Number(seconds),
  });
  const report = sendReport(
    runtime,
    (request) => runtime.report(request),
    { chainSelector, receiver: keeper },
    { body, gasLimit: REPORT_GAS },
  );
  return JSON.stringify({ actions: actions.length, report });
}

/** What `checkUpkeep` says without hints. It begins with another lead in each block, so no lead is left out for long. */
function dueActions(runtime: Runtime<Config>): KeeperAction[] {
  const { chainSelector, keeper } = runtime.config;
  const question = { abi: auctionKeeperAbi, functionName: "checkUpkeep" } as const;
  const data = encodeFunctionData({ ...question, args: ["0x"] });
  const call = encodeCallMsg({ from: zeroAddress, to: keeper, data });
  const answer = new EVMClient(BigInt(chainSelector)).callContract(runtime, { call }).result();
  const [, performData] = decodeFunctionResult({ ...question, data: bytesToHex(answer.data) });
  return unpackKeeperActions(performData).slice(0, MAX_ACTIONS);
}

/** The trigger of this workflow, and what it starts. */
export function workflow({ schedule }: Config) {
  return [handler(new CronCapability().trigger({ schedule }), keepAuctions)];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
