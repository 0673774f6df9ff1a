import { parseEventLogs, type Hex, type PrivateKeyAccount, type TransactionReceipt } from "viem";

import type { Wallet } from "../../../tasks/protocol/party.ts";
import type { LocalProtocol } from "../../deployLocalProtocol.ts";
import { encodeLeadReports, reportGasLimit, type LeadReport } from "./leadReport.ts";
import { buildRawReport, type WorkflowIdentity } from "./rawReport.ts";
import { signReport } from "./signReport.ts";
import { submitReport } from "./submitReport.ts";

/** The local DON: its nodes' keys, the workflow that it runs, and who carries its reports. */
export interface Don {
  readonly signers: readonly PrivateKeyAccount[];
  readonly workflow: WorkflowIdentity;
  readonly transmitter: Wallet;
}

/** What came of a report on leads. */
export interface LeadOutcome {
  readonly receipt: TransactionReceipt;
  /** Whether `CREVerifier` took the report as a whole. */
  readonly delivered: boolean;
  readonly attested: readonly { readonly leadId: bigint; readonly submissionHash: Hex }[];
  readonly rejected: readonly { readonly submissionHash: Hex; readonly reason: Hex }[];
}

/** Signs a report on leads as the DON does, carries it through the real forwarder, and reads back what became of each lead. */
export async function reportLeads(
  { forwarder, verifier }: Pick<LocalProtocol, "forwarder" | "verifier">,
  publicClient: Parameters<typeof submitReport>[1]["publicClient"],
  { signers, workflow, transmitter }: Don,
  reports: readonly LeadReport[],
): Promise<LeadOutcome> {
  const timestamp = Math.max(...reports.map(({ observedAt }) => observedAt));
  const rawReport = buildRawReport({ workflow, body: encodeLeadReports(reports), timestamp });
  const { receipt, delivered } = await submitReport(await signReport(rawReport, signers), {
    transmitter,
    publicClient,
    forwarder: forwarder.address,
    receiver: verifier.address,
    gas: reportGasLimit(reports.length),
  });
  const logs = parseEventLogs({ abi: verifier.abi, logs: receipt.logs });
  return {
    receipt,
    delivered,
    attested: logs.flatMap((log) => (log.eventName === "LeadAttested" ? [log.args] : [])),
    rejected: logs.flatMap((log) => (log.eventName === "LeadRejected" ? [log.args] : [])),
  };
}
