import { decodeErrorResult, parseEventLogs, type Hex } from "viem";

import { tradeOf } from "../auction/trade.ts";
import type { Trader } from "../client/client.ts";
import { explainRevert } from "../client/errors/decodeRevert.ts";
import { TaskError } from "../client/taskError.ts";

/** How long a report may take after the DON has taken the lead, seconds. */
const PATIENCE = 120;
const RECYCLED = "CREVerifier_RecycledLead";

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
      throw await refusal(trader, log.args.reason);
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

/** Why the contracts refused a lead; of one that is on chain already, what has become of it. */
async function refusal(trader: Trader, reason: Hex): Promise<TaskError> {
  const { name, message, next } = explainRevert(reason, trader.errorAbi);
  const known = name === RECYCLED ? recycledLead(trader, reason) : undefined;
  if (known === undefined) return new TaskError(`The lead was refused. ${message}`, next);
  const trade = await tradeOf(trader, known);
  return new TaskError(`The lead was refused. ${message} ${trade.says}`, trade.next);
}

/** The lead that keeps the same consumer's from being minted again. */
function recycledLead({ contracts }: Trader, reason: Hex): bigint | undefined {
  const error = decodeErrorResult({ abi: contracts.verifier.abi, data: reason });
  return error.errorName === RECYCLED ? error.args[1] : undefined;
}
