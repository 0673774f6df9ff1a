import {
  EVMClient,
  prepareReportRequest,
  TxStatus,
  type Report,
  type Runtime,
} from "@chainlink/cre-sdk";
import type { Address, Hex } from "viem";

/** Where a report goes. */
export interface Destination {
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  readonly receiver: Address;
}

/** A report that is ready to be signed. */
export interface Unsigned {
  readonly body: Hex;
  readonly gasLimit: bigint;
}

/** Has the DON sign a body: `runtime.report`, in an enclave `runtime.reportFromDon`. */
export type Sign = (request: ReturnType<typeof prepareReportRequest>) => { result: () => Report };

/** `ReceiverContractExecutionStatus.REVERTED` of the EVM capability, which the SDK does not export. */
const RECEIVER_REVERTED = 1;

/**
 * Has the DON sign a report and carry it to its receiver.
 * @returns how that ended: `SUCCESS`, `REFUSED` (by the receiver, in a transaction that succeeded), `REVERTED` or `FATAL`.
 */
export function sendReport(
  dons: Runtime<unknown>,
  sign: Sign,
  { chainSelector, receiver }: Destination,
  { body, gasLimit }: Unsigned,
): string {
  const report = sign(prepareReportRequest(body)).result();
  const { txStatus, receiverContractExecutionStatus } = new EVMClient(BigInt(chainSelector))
    .writeReport(dons, { receiver, report, gasConfig: { gasLimit: String(gasLimit) } })
    .result();
  const isRefused = Number(receiverContractExecutionStatus) === RECEIVER_REVERTED;
  return isRefused ? "REFUSED" : TxStatus[txStatus];
}
