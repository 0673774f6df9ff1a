import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound, requirePhase } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { liveCommitment } from "./prepareBid.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true, bidBond: true })
  .extend({ bidder: address })
  .extend(sent.shape);

/** Takes the trader's sealed bid back. @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`, `NO_BID`. */
export async function withdrawBid(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Commit, "withdrawing a bid");
  if ((await liveCommitment(trader, leadId, auction)) === undefined) {
    throw new LeadEngineError(
      "NO_BID",
      `${trader.address} has no sealed bid on lead ${leadId}.`,
      "Use the wallet that has bid; this one has nothing to withdraw.",
    );
  }
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({ abi: house.abi, functionName: "withdrawBid", args: [leadId] }),
    what: "Withdrawing the bid",
    amounts: { freed: auction.bidBond },
  });
  const { round, bidBond } = auction;
  return { leadId, round, bidder: trader.address, bidBond, ...receiptOf(receipt) };
}

export const withdrawBidDefinition = defineAction({
  name: "withdrawBid",
  title: "Withdraw a bid",
  description:
    "Takes the account's sealed bid back while the auction is in phase Commit; its bond is free again.",
  parameters,
  result,
  readOnly: false,
  run: withdrawBid,
});
