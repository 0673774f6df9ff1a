import { encodeFunctionData, getAddress } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { RolesDocument } from "../../generated/queries.ts";
import { callText } from "../../governance/governedContracts.ts";
import { querySubgraph } from "../../subgraph/querySubgraph.ts";
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
 * @throws {LeadEngineError} `NOT_SCHEDULED`: the subgraph knows no such call that waits.
 */
export async function cancelScheduledCall(
  trader: Trader,
  { operationId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts, services } = trader;
  const { manager } = contracts;
  const { operations } = await querySubgraph(await services.requireIndex(), RolesDocument, {});
  const operation = operations.find((one) => one.operationId === operationId.toLowerCase());
  if (operation === undefined || (await manager.read.getSchedule([operationId])) === 0) {
    throw new LeadEngineError(
      "NOT_SCHEDULED",
      "No call of this id waits to be executed.",
      "`getRoles({})` lists the calls that wait, with their ids.",
    );
  }
  const [caller, target] = [getAddress(operation.caller), getAddress(operation.target)];
  const words = callText(contracts, target, operation.data);
  const receipt = await send(trader, {
    to: manager.address,
    data: encodeFunctionData({
      abi: manager.abi,
      functionName: "cancel",
      args: [caller, target, operation.data],
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
