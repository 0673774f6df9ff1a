import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyId, bountyJson, bountyJsonSchema, bountyOf, ownBountyOf } from "./bounty.ts";

const parameters = z.object({ bountyId });

const result = bountyJsonSchema
  .extend({ freed: usdc.describe("What became free, USDC units") })
  .extend(sent.shape);

/**
 * Ends the trader's bounty for good and frees what is left of its budget. Offers that lead already stand; what they give back becomes free at
 * once.
 * @throws {LeadEngineError} `NO_BOUNTY`, `NOT_POSTER`, `BOUNTY_CLOSED`.
 */
export async function withdrawBounty(
  trader: Trader,
  { bountyId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  await ownBountyOf(trader, id);
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({ abi: matcher.abi, functionName: "withdrawBounty", args: [id] }),
    what: "Withdrawing the bounty",
  });
  const { abi } = matcher;
  const [closed] = parseEventLogs({ abi, eventName: "BountyClosed", logs: receipt.logs });
  const freed = closed?.args.freed ?? 0n;
  const bounty = await bountyOf(trader, id);
  return { ...bountyJson(bounty, await trader.now()), freed, ...receiptOf(receipt) };
}

export const withdrawBountyDefinition = defineAction({
  name: "withdrawBounty",
  title: "Withdraw a bounty",
  description:
    "Ends the trader's own bounty for good: what is left of its budget is free again. Offers that lead already stand.",
  parameters,
  result,
  readOnly: false,
  run: withdrawBounty,
});
