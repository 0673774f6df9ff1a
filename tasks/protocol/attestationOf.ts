import { decodeFunctionData, parseEventLogs, type Hex } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import { forwarderAbi } from "../../deploy/local/don/forwarderAbi.ts";
import { decodeSubmissions } from "../../deploy/local/don/leadReport.ts";
import { bodyOf } from "../../deploy/local/don/rawReport.ts";
import { submissionDigest, type LeadSubmission } from "./leadSubmission.ts";

/** What the chain is asked. */
export interface SubmissionSource {
  readonly verifier: LocalProtocol["verifier"];
  readonly chainId: number;
  readonly publicClient: {
    getTransaction(args: { hash: Hex }): Promise<{ readonly input: Hex }>;
  };
}

/**
 * How a lead was attested: the event, and the seller's submission from the transaction that carried the report. The submission is the one
 * that the seller signed: its digest is compared with the event's.
 * @throws when the lead was never attested, or its report came to the verifier on another way than through the forwarder's `report`.
 */
export async function attestationOf(
  { verifier, chainId, publicClient }: SubmissionSource,
  leadId: bigint,
) {
  const [log] = parseEventLogs({
    abi: verifier.abi,
    eventName: "LeadAttested",
    logs: await verifier.getEvents.LeadAttested({ leadId }, { fromBlock: 0n }),
  });
  if (log === undefined) throw new Error(`Lead ${leadId} was never attested.`);
  const { input } = await publicClient.getTransaction({ hash: log.transactionHash });
  const reference = { chainId, verifier: verifier.address };
  const submission = submissionsIn(input).find(
    (candidate) => submissionDigest(candidate, reference) === log.args.submissionHash,
  );
  if (submission === undefined) {
    throw new Error(`The submission of lead ${leadId} is not in ${log.transactionHash}.`);
  }
  return { ...log.args, submission, txHash: log.transactionHash, blockNumber: log.blockNumber };
}

/** None where the transaction does not call the forwarder itself. */
function submissionsIn(input: Hex): LeadSubmission[] {
  try {
    const { functionName, args } = decodeFunctionData({ abi: forwarderAbi, data: input });
    return functionName === "report" ? decodeSubmissions(bodyOf(args[1])) : [];
  } catch {
    return [];
  }
}
