import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyId, bountyJson, bountyJsonSchema, bountyOf, ownBountyOf } from "./bounty.ts";

const parameters = z.object({
  bountyId,
  paused: z.boolean().describe("Whether it is paused from now on"),
});

const result = bountyJsonSchema.extend(sent.shape);

/**
 * Pauses the trader's bounty or lets it go on. Offers that lead already stand.
 * @throws {LeadEngineError} `NO_BOUNTY`, `NOT_POSTER`, `BOUNTY_CLOSED`.
 */
export async function pauseBounty(
  trader: Trader,
  { bountyId: id, paused }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { abi, address: to } = trader.contracts.matcher;
  await ownBountyOf(trader, id);
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "setBountyPaused", args: [id, paused] }),
    what: paused ? "Pausing the bounty" : "Letting the bounty go on",
  });
  const bounty = await bountyOf(trader, id);
  return { ...bountyJson(bounty, await trader.now()), ...receiptOf(receipt) };
}

export const pauseBountyDefinition = defineAction({
  name: "pauseBounty",
  title: "Pause a bounty",
  description:
    "Pauses the trader's own bounty, or lets it go on: a paused one is never matched. Offers that lead already stand; the budget stays locked.",
  parameters,
  result,
  readOnly: false,
  run: pauseBounty,
});
