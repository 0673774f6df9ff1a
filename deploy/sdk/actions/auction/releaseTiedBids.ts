import { encodeFunctionData, isAddressEqual, type Address, type Hex } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { send } from "../send.ts";
import { auctionOf, auctionRound, type Auction } from "./auction.ts";
import { leftoversOf, type BeatenTie } from "./leftovers.ts";

const parameters = z.object({
  leadId,
  bidder: address.optional().describe("Only this account's bid; all if absent"),
});

const releasedBid = auctionRound.pick({ round: true }).extend({
  bidder: address,
  amount: usdc,
  txHash: sent.shape.txHash,
});

const result = z.object({ leadId, released: z.array(releasedBid) });

/** Frees the money of beaten tied bids; one transaction each. @throws {LeadEngineError} `NEVER_LISTED`, `NOTHING_TO_RELEASE`. */
export async function releaseTiedBids(
  trader: Trader,
  { leadId, bidder }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const auction = await auctionOf(trader, leadId);
  const { beaten } = await leftoversOf(trader, leadId, auction);
  const chosen = beaten.filter((tie) => bidder === undefined || isAddressEqual(tie.bidder, bidder));
  if (chosen.length === 0) throw nothingToRelease(leadId, auction, bidder);

  const released = [];
  for (const [position, tie] of chosen.entries()) {
    const txHash = await releaseTiedBid(trader, leadId, tie, chosen.length - position - 1);
    released.push({ round: tie.round, bidder: tie.bidder, amount: tie.amount, txHash });
  }
  return { leadId, released };
}

async function releaseTiedBid(
  trader: Trader,
  leadId: bigint,
  { round, amount, index, bidder }: BeatenTie,
  left: number,
): Promise<Hex> {
  const { house } = trader.contracts;
  const { transactionHash } = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "releaseTiedBid",
      args: [leadId, round, amount, index],
    }),
    what: `Freeing the tied bid of ${bidder}`,
    amounts: { freed: amount },
    then: left === 0 ? undefined : `${left} more bid(s)`,
  });
  return transactionHash;
}

function nothingToRelease(
  leadId: bigint,
  { phase, tiedBids }: Auction,
  bidder: Address | undefined,
): LeadEngineError {
  const mayStillWin = tiedBids > 0 && (phase === Phase.Reveal || phase === Phase.TieBreak);
  return new LeadEngineError(
    "NOTHING_TO_RELEASE",
    `Lead ${leadId} holds no beaten tied bid${bidder === undefined ? "" : ` of ${bidder}`}.`,
    mayStillWin
      ? `The tied bids may still win; the tie is decided with \`settleAuction({ leadId: ${leadId} })\`.`
      : `\`getAuction({ leadId: ${leadId} })\` lists the bids; money that is free can be withdrawn.`,
  );
}

export const releaseTiedBidsDefinition = defineAction({
  name: "releaseTiedBids",
  title: "Release tied bids",
  description:
    "Frees the money of tied bids that can no longer win. Anyone can do it, for all of a lead's bidders or for one.",
  parameters,
  result,
  readOnly: false,
  run: releaseTiedBids,
});
