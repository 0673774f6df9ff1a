import { setTimeout } from "node:timers/promises";

import { parseAbi, slice, type Hex, type PublicClient } from "viem";

import { submitReport, type ReportRoute, type SignedReport } from "../report.ts";

/** A signed report as the forwarder takes it. */
export type WrittenReport = SignedReport & {
  readonly receiver: Hex;
  readonly gasLimit: bigint;
};

/** What became of a report that was sent. */
export interface WriteOutcome {
  /** Of its transaction; missing when an earlier one turns out to have delivered it. */
  readonly hash?: Hex;
  /** Whether the receiver took it. */
  readonly delivered: boolean;
}

/** A report's transaction was mined and reverted: the forwarder refused it. */
export class TransactionReverted extends Error {
  override readonly name = "TransactionReverted";
}

/** Sends a report once. @throws {TransactionReverted} @throws {Error} its transaction was not sent or not mined. */
export type WriteReport = (report: WrittenReport) => Promise<WriteOutcome>;

/** How often a report is sent. */
export interface RetryRules {
  /** In all. */
  readonly attempts: number;
  /** The pause after the first attempt, milliseconds; it doubles. */
  readonly pause: number;
  /** Waits; the host's clock by default. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

const RETRIES: RetryRules = { attempts: 3, pause: 1_000, sleep: setTimeout };

/**
 * Sends the same signed report again while its receiver fails, or its transaction reverts or is not mined.
 * @returns the last outcome.
 * @throws {Error} the last attempt ended without one.
 */
export function retried(write: WriteReport, rules: Partial<RetryRules> = {}): WriteReport {
  const { attempts, pause, sleep } = { ...RETRIES, ...rules };
  return async (report) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const outcome = await write(report);
        if (outcome.delivered || attempt === attempts) return outcome;
      } catch (error) {
        if (attempt === attempts) throw error;
      }
      await sleep(pause * 2 ** (attempt - 1));
    }
  };
}

/** Who carries reports, and through which `KeystoneForwarder`. */
export type ReportCarrier = Pick<ReportRoute, "transmitter" | "forwarder"> & {
  readonly publicClient: ReportRoute["publicClient"] & Pick<PublicClient, "readContract">;
};

const transmissionAbi = parseAbi([
  "struct TransmissionInfo { bytes32 transmissionId; uint8 state; address transmitter; bool invalidReceiver; bool success; uint80 gasLimit; }",
  "function getTransmissionInfo(address receiver, bytes32 workflowExecutionId, bytes2 reportId) view returns (TransmissionInfo)",
]);

/** Sends reports through the forwarder. One that its receiver took is not sent again: an attempt that nobody saw mined may have been. */
export function forwarderWriter({
  transmitter,
  publicClient,
  forwarder,
}: ReportCarrier): WriteReport {
  return async ({ receiver, rawReport, context, signatures, gasLimit }) => {
    const transmission = await publicClient.readContract({
      address: forwarder,
      abi: transmissionAbi,
      functionName: "getTransmissionInfo",
      args: [receiver, ...transmissionOf(rawReport)],
    });
    if (transmission.success) return { delivered: true };

    const { hash, receipt, delivered } = await submitReport(
      { rawReport, context, signatures },
      { transmitter, publicClient, forwarder, receiver, gas: gasLimit },
    );
    if (receipt.status === "reverted") {
      throw new TransactionReverted(`The transaction ${hash} reverted.`);
    }
    return { hash, delivered };
  };
}

/** A raw report's execution id and the number of the report in it. */
function transmissionOf(rawReport: Hex): [executionId: Hex, reportId: Hex] {
  return [slice(rawReport, 1, 33), slice(rawReport, 107, 109)];
}
