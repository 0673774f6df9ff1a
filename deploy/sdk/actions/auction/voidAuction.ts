import { encodeFunctionData, isAddressEqual, zeroAddress } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { timeText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound, requirePhase } from "./auction.ts";
import { tieStateOf } from "./tie.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ round: true })
  .extend({
    leadId,
    leader: address.nullable().describe("Whose bid is free again at once"),
    freed: usdc.describe("The leading bid, free again; other tied bids are released one by one"),
    deliveryBond: usdc.describe("The seller's bond, free again"),
  })
  .extend(sent.shape);

/**
 * Voids an auction whose tie nobody has decided for a week: all money is free, the lead stays its seller's. Anyone.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `TOO_EARLY`: the tie can still be decided.
 */
export async function voidAuction(
  trader: Trader,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, id);
  await requirePhase(trader, id, auction, Phase.TieBreak, "voiding");
  const now = await trader.now();
  const { step, voidAt } = tieStateOf(null, auction.revealEnd, now);
  if (step !== "void") {
    throw new LeadEngineError(
      "TOO_EARLY",
      `The tie on lead ${id} can still be decided; it can be voided from ${timeText(voidAt)}.`,
      `Decide it: \`settleAuction({ leadId: ${id} })\`.`,
    );
  }
  const { round, leader, leadingBid, deliveryBond } = auction;
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({ abi: house.abi, functionName: "voidAuction", args: [id] }),
    what: "Voiding the auction",
    amounts: { freed: leadingBid, deliveryBond },
  });
  return {
    leadId: id,
    round,
    leader: isAddressEqual(leader, zeroAddress) ? null : leader,
    freed: leadingBid,
    deliveryBond,
    ...receiptOf(receipt),
  };
}

export const voidAuctionDefinition = defineAction({
  name: "voidAuction",
  title: "Void an auction",
  description:
    "Voids an auction whose tie nobody has decided within seven days of its reveal phase: all money is free again. Anyone can.",
  parameters,
  result,
  readOnly: false,
  run: voidAuction,
});
