import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { leadToMatch } from "./leadToMatch.ts";

const parameters = z.object({ leadId });

const result = z
  .object({ leadId, buyer: address.describe("Whose bounties leave the consumer out now") })
  .extend(sent.shape);

/**
 * Records that the buyer of a sold lead has bought of its consumer: its bounties for new consumers leave that consumer out. What such a
 * bounty itself has bought is known already.
 * @throws `BountyMatcher_NotSold`: the lead was not bought in an auction.
 */
export async function recordPurchase(
  trader: Trader,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  const { facts } = await leadToMatch(trader, id);
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({
      abi: matcher.abi,
      functionName: "recordPurchase",
      args: [id, facts],
    }),
    what: "Recording the purchase",
  });
  const { abi } = matcher;
  const [recorded] = parseEventLogs({ abi, eventName: "PurchaseRecorded", logs: receipt.logs });
  if (recorded === undefined) throw new Error(`The purchase of lead ${id} left no event.`);
  return { leadId: id, buyer: recorded.args.buyer, ...receiptOf(receipt) };
}

export const recordPurchaseDefinition = defineAction({
  name: "recordPurchase",
  title: "Record a purchase",
  description:
    "Tells the bounties of a sold lead's buyer that its consumer is not new: those for new consumers leave it out from now on. Anyone can.",
  parameters,
  result,
  readOnly: false,
  run: recordPurchase,
});
