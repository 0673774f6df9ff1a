import {
  concat,
  keccak256,
  numberToHex,
  parseEventLogs,
  zeroHash,
  type Account,
  type Address,
  type Chain,
  type Hash,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import type { LocalProtocol } from "../../deployLocalProtocol.ts";
import {
  forwarderAbi,
  buildRawReport,
  type WorkflowIdentity,
} from "../../sdk/report/forwarderReport.ts";
import {
  encodeLeadReports,
  reportGasLimit,
  countWithCandidates,
  reportNonce,
  type LeadReport,
} from "../../sdk/report/leadReport.ts";
import type { Wallet } from "../../sdk/wallet.ts";
import { forForwarder, reportContextOf, reportHash } from "./host/signReport.ts";
import type { DonSecrets } from "./secrets.ts";

/** Nodes of the local DON: the fewest that tolerate `FAULTY_NODES`. */
const NODES = 4;
/** Nodes that may fail; a report carries one more signature. */
export const FAULTY_NODES = 1;

/** Names no configuration: the forwarder only hashes it. */
const REPORT_CONTEXT = reportContextOf(zeroHash, 0n);

/** The local DON: its nodes' keys, the workflow that it runs with its secrets, who may start it, and who carries its reports. */
export interface Don {
  readonly signers: readonly PrivateKeyAccount[];
  readonly workflow: WorkflowIdentity;
  readonly secrets: DonSecrets;
  /** Signs the requests of the queue. */
  readonly queueKey: PrivateKeyAccount;
  readonly transmitter: Wallet;
}

/** The nodes' keys, derived from a seed that only the DON's operator knows. */
export function deriveSigners(seed: Hex): PrivateKeyAccount[] {
  return Array.from({ length: NODES }, (_, index) =>
    privateKeyToAccount(keccak256(concat([seed, numberToHex(index, { size: 4 })]))),
  );
}

/** A report with the signatures that `KeystoneForwarder.report` wants. */
export type SignedReport = {
  readonly rawReport: Hex;
  readonly context: Hex;
  readonly signatures: readonly Hex[];
};

/** Signs a raw report with `f + 1` of the nodes. */
export async function signReport(
  rawReport: Hex,
  signers: readonly PrivateKeyAccount[],
): Promise<SignedReport> {
  const hash = reportHash(rawReport, REPORT_CONTEXT);
  const signatures = await Promise.all(
    signers
      .slice(0, FAULTY_NODES + 1)
      .map(async (signer) => forForwarder(await signer.sign({ hash }))),
  );
  return { rawReport, context: REPORT_CONTEXT, signatures };
}

/** Who carries a report, and where to. */
export type ReportRoute = {
  readonly transmitter: WalletClient<Transport, Chain, Account>;
  readonly publicClient: Pick<PublicClient, "waitForTransactionReceipt">;
  readonly forwarder: Address;
  readonly receiver: Address;
  /** Not estimated: see `reportGasLimit`. */
  readonly gas: bigint;
};

/** Outcome of a report. */
export type ReportOutcome = {
  readonly hash: Hash;
  readonly receipt: TransactionReceipt;
  /** `ReportProcessed.result`: false when the receiver failed, although the transaction succeeded; the report can then be sent again. */
  readonly delivered: boolean;
};

/** Sends a signed report through the forwarder and reads back whether the receiver accepted it. */
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

/** Outcome of a report on leads. */
export interface LeadOutcome {
  readonly receipt: TransactionReceipt;
  /** Whether `CREVerifier` accepted the report as a whole. */
  readonly delivered: boolean;
  readonly attested: readonly { readonly leadId: bigint; readonly submissionHash: Hex }[];
  readonly rejected: readonly { readonly submissionHash: Hex; readonly reason: Hex }[];
}

/**
 * Signs a report on leads as the DON does, carries it through the real forwarder, and reads back each lead's outcome.
 * @param seenAt when the DON saw the leads, Unix seconds: the chain's time by default.
 */
export async function reportLeads(
  { forwarder, verifier }: Pick<LocalProtocol, "forwarder" | "verifier">,
  publicClient: Pick<PublicClient, "getBlock" | "waitForTransactionReceipt">,
  { signers, workflow, transmitter }: Pick<Don, "signers" | "workflow" | "transmitter">,
  reports: readonly LeadReport[],
  seenAt?: number,
): Promise<LeadOutcome> {
  const observedAt = seenAt ?? Number((await publicClient.getBlock()).timestamp);
  const body = encodeLeadReports(reports, {
    chainSelector: await verifier.read.chainSelector(),
    receiver: verifier.address,
    nonce: reportNonce(reports, observedAt),
    observedAt,
  });
  const rawReport = buildRawReport({ workflow, body, timestamp: observedAt });
  const { receipt, delivered } = await submitReport(await signReport(rawReport, signers), {
    transmitter,
    publicClient,
    forwarder: forwarder.address,
    receiver: verifier.address,
    gas: reportGasLimit(reports.length, countWithCandidates(reports)),
  });
  const logs = parseEventLogs({ abi: verifier.abi, logs: receipt.logs });
  return {
    receipt,
    delivered,
    attested: logs.flatMap((log) => (log.eventName === "LeadAttested" ? [log.args] : [])),
    rejected: logs.flatMap((log) => (log.eventName === "LeadRejected" ? [log.args] : [])),
  };
}
