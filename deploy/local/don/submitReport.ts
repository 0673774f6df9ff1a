import {
  parseEventLogs,
  type Account,
  type Address,
  type Chain,
  type Hash,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from "viem";

import { forwarderAbi } from "./forwarderAbi.ts";
import type { SignedReport } from "./signReport.ts";

/** Who carries a report, and where to. */
export type ReportRoute = {
  readonly transmitter: WalletClient<Transport, Chain, Account>;
  readonly publicClient: Pick<PublicClient, "waitForTransactionReceipt">;
  readonly forwarder: Address;
  readonly receiver: Address;
  /** Not estimated: see `reportGasLimit`. */
  readonly gas: bigint;
};

/** What came of a report. */
export type ReportOutcome = {
  readonly hash: Hash;
  readonly receipt: TransactionReceipt;
  /** `ReportProcessed.result`: false when the receiver failed, although the transaction succeeded; the report can then be sent again. */
  readonly delivered: boolean;
};

/** Sends a signed report through the forwarder and reads back whether the receiver took it. */
export async function submitReport(
  report: SignedReport,
  route: ReportRoute,
): Promise<ReportOutcome> {
  const hash = await route.transmitter.writeContract({
    address: route.forwarder,
    abi: forwarderAbi,
    functionName: "report",
    args: [route.receiver, report.rawReport, report.context, report.signatures],
    gas: route.gas,
  });
  const receipt = await route.publicClient.waitForTransactionReceipt({ hash });
  const [processed] = parseEventLogs({
    abi: forwarderAbi,
    eventName: "ReportProcessed",
    logs: receipt.logs,
  });
  return { hash, receipt, delivered: processed?.args.result ?? false };
}
