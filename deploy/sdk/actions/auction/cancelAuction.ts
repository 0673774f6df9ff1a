import { encodeFunctionData, isAddressEqual } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound, requirePhase } from "./auction.ts";
import { tradeOf } from "./trade.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true, deliveryBond: true })
  .extend({
    bonds: z.number().int().describe("Bids whose bonds can be returned now"),
    next: z.string().describe("What can be done with the lead now, for people"),
  })
  .extend(sent.shape);

/**
 * Cancels the auction of the trader's lead.
 * @throws {LeadEngineError} `NEVER_LISTED`, `NOT_SELLER`, `WRONG_PHASE`; `AUCTION_HAS_BIDS`: somebody has bid, and there is no pause.
 */
export async function cancelAuction(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house, nft, vault } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  const { seller } = await nft.read.leadOf([leadId]);
  if (!isAddressEqual(seller, trader.address)) {
    throw new LeadEngineError(
      "NOT_SELLER",
      `Lead ${leadId} is sold by ${seller}, not by ${trader.address}.`,
      "Use the seller's wallet.",
    );
  }
  await requirePhase(trader, leadId, auction, Phase.Commit, "cancelling");
  const { round, pendingCommitments: bonds, deliveryBond } = auction;
  if (bonds > 0 && !(await vault.read.paused())) {
    throw new LeadEngineError(
      "AUCTION_HAS_BIDS",
      `Lead ${leadId} has ${bonds} sealed bid(s): an auction can be cancelled before the first one only, or during a pause.`,
      "Let the auction run; a lead whose bids all stay below the reserve stays unsold.",
    );
  }
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({ abi: house.abi, functionName: "cancelAuction", args: [leadId] }),
    what: "Cancelling the auction",
    amounts: { freed: deliveryBond },
  });
  const { next } = await tradeOf(trader, leadId);
  return { leadId, round, deliveryBond, bonds, next, ...receiptOf(receipt) };
}

export const cancelAuctionDefinition = defineAction({
  name: "cancelAuction",
  title: "Cancel an auction",
  description:
    "Cancels the auction of the seller's lead in phase Commit: before the first bid, or during a pause. The seller's bond is free again.",
  parameters,
  result,
  readOnly: false,
  run: cancelAuction,
});
