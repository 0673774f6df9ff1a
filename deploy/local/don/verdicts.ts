import { parseEventLogs, type Address, type PublicClient } from "viem";

import { creVerifierAbi } from "../../sdk/generated/abis.ts";
import type { Reported, Verdict } from "./packageStore.ts";

/** What the verifier decided on reported packages, in its order, and the latest block's time, Unix seconds. */
export async function verdictsOn(
  client: Pick<PublicClient, "getBlock" | "getLogs">,
  verifier: Address,
  reported: Reported | undefined,
): Promise<{ readonly verdicts: readonly Verdict[]; readonly time: bigint }> {
  const { number, timestamp } = await client.getBlock();
  if (reported === undefined || reported.fromBlock > number)
    return { verdicts: [], time: timestamp };
  const { submissionHashes, fromBlock } = reported;
  const logs = await client.getLogs({ address: verifier, fromBlock, toBlock: number });
  const events = parseEventLogs({ abi: creVerifierAbi, logs });
  const wanted = new Set(submissionHashes);
  const verdicts = events.flatMap((log): Verdict[] => {
    const isVerdict = log.eventName === "LeadAttested" || log.eventName === "LeadRejected";
    if (!isVerdict || !wanted.has(log.args.submissionHash)) return [];
    const { submissionHash } = log.args;
    const place = { submissionHash, transactionHash: log.transactionHash, block: log.blockNumber };
    return "leadId" in log.args
      ? [{ ...place, leadId: log.args.leadId }]
      : [{ ...place, reason: log.args.reason }];
  });
  return { verdicts, time: timestamp };
}
