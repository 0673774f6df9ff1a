import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { requirePermission } from "./requirePermission.ts";

const parameters = z.object({
  account: address.optional().describe("Whose passes; not together with `all`"),
  all: z.boolean().optional().describe("Whether every account's passes are dropped"),
});

const result = z
  .object({ account: address.nullable().describe("Null for every account"), all: z.boolean() })
  .extend(sent.shape);

/**
 * Drops remembered passes of one account or of all: before the next action of each, the engine is asked again.
 * @throws {LeadEngineError} `WHICH_ACCOUNT`: neither or both are named. `MISSING_ROLE`: the trader may not.
 */
export async function invalidatePasses(
  trader: Trader,
  { account, all = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  if (all === (account !== undefined)) {
    throw new LeadEngineError(
      "WHICH_ACCOUNT",
      all ? "An account and `all` exclude each other." : "Whose passes?",
      "Name the account, or `all` for every account.",
    );
  }
  const { gate } = trader.contracts;
  const call =
    account === undefined
      ? ({ abi: gate.abi, functionName: "invalidateAll" } as const)
      : ({ abi: gate.abi, functionName: "invalidate", args: [account] } as const);
  await requirePermission(trader, gate, call.functionName);
  const receipt = await send(trader, {
    to: gate.address,
    data: encodeFunctionData(call),
    what: "Dropping remembered passes",
  });
  return { account: account ?? null, all, ...receiptOf(receipt) };
}

export const invalidatePassesDefinition = defineAction({
  name: "invalidatePasses",
  title: "Drop remembered passes",
  description:
    "Drops the remembered passes of an account, or of all: before the next action of each, the compliance engine is asked again. For holders of the compliance role.",
  parameters,
  result,
  readOnly: false,
  run: invalidatePasses,
});
