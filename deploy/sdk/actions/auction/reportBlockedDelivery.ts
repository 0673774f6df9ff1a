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
    deliveryEnd: time.describe("Until when the lead is delivered now, Unix seconds"),
    excused: z.boolean().describe("Whether the seller's bond is safe, whatever follows"),
  }),
]);

/**
 * Says within the delivery window that compliance keeps the lead from its buyer: later, nobody is excused for it.
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
    "Says within the delivery window that compliance keeps a sold lead from its buyer: a denial ends the sale, silence of the engine gives more time, and nobody is to blame. Anyone can do it.",
  parameters,
  result,
  readOnly: false,
  run: reportBlockedDelivery,
});
