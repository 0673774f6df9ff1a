import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { amount, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyId, bountyJson, bountyJsonSchema, bountyOf, ownBountyOf } from "./bounty.ts";
import { requireFree } from "./postBounty.ts";

const parameters = z.object({
  bountyId,
  amount: amount.describe("What is added to the budget, USDC units"),
});

const result = bountyJsonSchema.extend(sent.shape);

/**
 * Adds to the budget of the trader's bounty.
 * @throws {LeadEngineError} `NO_BOUNTY`, `NOT_POSTER`, `BOUNTY_CLOSED`; `INSUFFICIENT_FREE`: the amount is not covered.
 */
export async function topUpBounty(
  trader: Trader,
  { bountyId: id, amount: added }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  await ownBountyOf(trader, id);
  await requireFree(trader, added);
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({ abi: matcher.abi, functionName: "topUpBounty", args: [id, added] }),
    what: "Adding to the bounty's budget",
    amounts: { amount: added },
  });
  const bounty = await bountyOf(trader, id);
  return { ...bountyJson(bounty, await trader.now()), ...receiptOf(receipt) };
}

export const topUpBountyDefinition = defineAction({
  name: "topUpBounty",
  title: "Top up a bounty",
  description: "Adds to the budget of the trader's own bounty, from its free balance in the vault.",
  parameters,
  result,
  readOnly: false,
  run: topUpBounty,
});
