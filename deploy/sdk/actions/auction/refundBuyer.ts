import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound, requirePhase } from "./auction.ts";
import { tradeOf } from "./trade.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true, deliveryBond: true })
  .extend({
    buyer: address,
    bid: usdc.describe("What the buyer gets back, USDC units"),
    compensation: usdc.describe("The buyer's part of the seller's bond, USDC units"),
    penalty: usdc.describe("The treasury's part of the seller's bond, USDC units"),
  })
  .extend(sent.shape);

/**
 * Refunds the buyer of a lead that was not delivered, with half of the seller's bond.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `ALREADY_ENDED`: the buyer has the money back.
 */
export async function refundBuyer(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Undelivered, "refunding");
  if (auction.closed) {
    const { next } = await tradeOf(trader, leadId);
    throw new LeadEngineError(
      "ALREADY_ENDED",
      `The sale of lead ${leadId} has ended already: its buyer has the money back.`,
      `\`getLead({ leadId: ${leadId} })\` shows how. ${next}`,
    );
  }
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({ abi: house.abi, functionName: "refund", args: [leadId] }),
    what: "Refunding the buyer",
    amounts: { refunded: auction.price, deliveryBond: auction.deliveryBond },
  });
  const { logs } = receipt;
  const [event] = parseEventLogs({ abi: house.abi, eventName: "AuctionRefunded", logs });
  if (event === undefined) throw new Error(`Lead ${leadId} was refunded without an event.`);
  const { round, buyer, bid, compensation, penalty } = event.args;
  const { deliveryBond } = auction;
  return {
    leadId,
    round,
    deliveryBond,
    buyer,
    bid,
    compensation,
    penalty,
    ...receiptOf(receipt),
  };
}

export const refundBuyerDefinition = defineAction({
  name: "refundBuyer",
  title: "Refund a buyer",
  description:
    "Refunds the buyer of a lead that was not delivered in time, with half of the seller's bond. Anyone can do it, from ten minutes after the delivery window.",
  parameters,
  result,
  readOnly: false,
  run: refundBuyer,
});
