import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, time, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound, requirePhase } from "./auction.ts";

const parameters = z.object({ leadId });

const reported = auctionRound.pick({ leadId: true, round: true }).extend(sent.shape);

const result = z.discriminatedUnion("outcome", [
  reported.extend({
    outcome: z.literal("ended").describe("The buyer may not have the lead: the sale has ended"),
    buyer: address,
    bid: usdc.describe("What the buyer has back, USDC units"),
  }),
  reported.extend({
    outcome: z.literal("delayed").describe("Compliance gives no answer: there is more time"),
    deliveryEnd: time.describe("New end of the delivery window, Unix seconds"),
    excused: z.boolean().describe("Whether the seller's bond is safe, whatever happens"),
  }),
]);

/**
 * Reports within the delivery window that compliance keeps the lead from its buyer. A later report excuses nobody.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`.
 */
export async function reportBlockedDelivery(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { abi, address: to } = trader.contracts.house;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(
    trader,
    leadId,
    auction,
    Phase.Delivery,
    "reporting that the delivery is blocked",
  );
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "reportBlockedDelivery", args: [leadId] }),
    what: "Reporting that the delivery is blocked",
  });
  const { logs } = receipt;
  const [event] = parseEventLogs({ abi, eventName: ["SaleBarred", "DeliveryDelayed"], logs });
  if (event === undefined) throw new Error(`The report on lead ${leadId} left no event.`);
  if (event.eventName === "SaleBarred") {
    const { round, buyer, bid } = event.args;
    return { leadId, round, outcome: "ended", buyer, bid, ...receiptOf(receipt) };
  }
  const { round, deliveryEnd, excused } = event.args;
  return { leadId, round, outcome: "delayed", deliveryEnd, excused, ...receiptOf(receipt) };
}

export const reportBlockedDeliveryDefinition = defineAction({
  name: "reportBlockedDelivery",
  title: "Report a blocked delivery",
  description:
    "Reports within the delivery window that compliance keeps a sold lead from its buyer: a denial ends the sale, the engine's silence gives more time, and nobody is punished. Anyone can do it.",
  parameters,
  result,
  readOnly: false,
  run: reportBlockedDelivery,
});
