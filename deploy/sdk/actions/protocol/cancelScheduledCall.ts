import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { callText } from "../../governance/governedContracts.ts";
import { pastEvents } from "../../pastEvents.ts";
import { defineAction } from "../definition.ts";
import { hex, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";

const parameters = z.object({
  operationId: hex.describe("The scheduled call's id, as `getRoles` lists it"),
});

const result = z
  .object({ operationId: hex, call: z.string().describe("What was scheduled, in words") })
  .extend(sent.shape);

/**
 * Cancels a scheduled call: for who scheduled it, the guardian, and the governor.
 * @throws {LeadEngineError} `NOT_SCHEDULED`: no such call waits.
 */
export async function cancelScheduledCall(
  trader: Trader,
  { operationId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts } = trader;
  const { manager } = contracts;
  // A guardian in a hurry needs nothing but the chain.
  const isScheduled = (await manager.read.getSchedule([operationId])) !== 0;
  const logs = isScheduled
    ? await pastEvents(trader, (range) =>
        manager.getEvents.OperationScheduled({ operationId }, range),
      )
    : [];
  const operation = parseEventLogs({ abi: manager.abi, eventName: "OperationScheduled", logs }).at(
    -1,
  )?.args;
  if (operation === undefined) {
    throw new LeadEngineError(
      "NOT_SCHEDULED",
      "No call of this id waits to be executed.",
      "`getRoles({})` lists the calls that wait, with their ids.",
    );
  }
  const { caller, target, data } = operation;
  const words = callText(contracts, target, data);
  const receipt = await send(trader, {
    to: manager.address,
    data: encodeFunctionData({
      abi: manager.abi,
      functionName: "cancel",
      args: [caller, target, data],
    }),
    what: `Cancelling ${words}`,
  });
  return { operationId, call: words, ...receiptOf(receipt) };
}

export const cancelScheduledCallDefinition = defineAction({
  name: "cancelScheduledCall",
  title: "Cancel a scheduled call",
  description:
    "Cancels a call that waits in the AccessManager: for who scheduled it, the guardian, and the governor.",
  parameters,
  result,
  readOnly: false,
  run: cancelScheduledCall,
});
