import { parseEventLogs, type Hex } from "viem";

import type { Trader } from "../client/client.ts";
import { explainRevert } from "../client/errors/decodeRevert.ts";
import { TaskError } from "../client/taskError.ts";

/** How long a report may take after the DON has taken the lead, seconds. */
const PATIENCE = 120;

/**
 * Waits until the chain tells what became of a submission.
 * @throws {TaskError} it was refused, and why; or nothing came.
 */
export async function awaitAttestation(trader: Trader, submissionHash: Hex, fromBlock: bigint) {
  const { verifier } = trader.contracts;
  const deadline = Date.now() + PATIENCE * 1_000;
  for (;;) {
    const logs = parseEventLogs({
      abi: verifier.abi,
      logs: [
        ...(await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock })),
        ...(await verifier.getEvents.LeadRejected({ submissionHash }, { fromBlock })),
      ],
    });
    for (const log of logs) {
      if (log.eventName === "LeadAttested") return { ...log.args, txHash: log.transactionHash };
      if (log.eventName !== "LeadRejected") continue;
      const { message, next } = explainRevert(log.args.reason, trader.errorAbi);
      throw new TaskError(`The lead was refused. ${message}`, next);
    }
    if (Date.now() > deadline) {
      throw new TaskError(
        `The DON took the lead, and no report came within ${PATIENCE} seconds.`,
        "Look for the lead with `npx hardhat auction list` later; the stack's logs tell what the DON did.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, trader.publicClient.pollingInterval));
  }
}
