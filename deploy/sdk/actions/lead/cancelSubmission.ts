import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";

const parameters = z.object({
  nonce: z
    .bigint()
    .min(0n)
    .max(2n ** 256n - 1n)
    .describe("The submission's number, as `submitLead` told when it signed it"),
});

const result = z.object({ seller: address, nonce: z.bigint() }).extend(sent.shape);

/**
 * Cancels a signed submission that was not used yet: no report can mint its lead any more.
 * @throws {LeadEngineError} `NOTHING_TO_CANCEL`: its lead was minted, or it was cancelled before.
 */
export async function cancelSubmission(
  trader: Trader,
  { nonce }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { address: seller, contracts } = trader;
  const { verifier } = contracts;
  if (await verifier.read.isNonceUsed([seller, nonce])) {
    throw new LeadEngineError(
      "NOTHING_TO_CANCEL",
      `${seller} has no open submission of this number: its lead was minted, or it was cancelled before.`,
      "`listLeads({})` shows which leads were minted; a minted one can be erased: `eraseLead({ leadId })`.",
    );
  }
  const receipt = await send(trader, {
    to: verifier.address,
    data: encodeFunctionData({
      abi: verifier.abi,
      functionName: "cancelSubmissions",
      args: [[nonce]],
    }),
    what: "Cancelling the submission",
  });
  const cancelled = parseEventLogs({
    abi: verifier.abi,
    eventName: "SubmissionCancelled",
    logs: receipt.logs,
  });
  if (cancelled.length === 0) throw new Error("The cancellation left no event.");
  return { seller, nonce, ...receiptOf(receipt) };
}

export const cancelSubmissionDefinition = defineAction({
  name: "cancelSubmission",
  title: "Cancel a submission",
  description:
    "Cancels a submission that the seller has signed and that was not used yet, so that no report can mint its lead.",
  parameters,
  result,
  readOnly: false,
  run: cancelSubmission,
});
