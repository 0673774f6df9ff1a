import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import {
  Phase,
  phaseName,
  RevealOutcome,
  revealOutcomeName,
  type RevealOutcomeName,
} from "../../codes/enums.ts";
import { timeText, usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound, requirePhase, type Auction } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, amount, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bidContext, liveCommitment } from "./prepareBid.ts";
import { openingOf } from "./openingOf.ts";

const parameters = z.object({
  leadId,
  amount: amount
    .optional()
    .describe(
      "What was bid, USDC units; needed only where no note of it is kept, the bid does not open by itself, and it is not in whole cents",
    ),
});

const result = auctionRound
  .pick({
    leadId: true,
    round: true,
    reserve: true,
    bidBond: true,
    revealEnd: true,
    phase: true,
    tiedBids: true,
    pendingCommitments: true,
  })
  .extend({
    bidder: address,
    amount,
    outcome: z
      .enum(Object.keys(RevealOutcome) as RevealOutcomeName[])
      .describe("How the bid stands"),
    leading: z.boolean().describe("Whether it leads, alone or tied: its amount is locked"),
    leadingBid: usdc.describe("The highest open bid, USDC units; 0 if none counts"),
    tip: usdc.describe("Charge for a bid below the reserve, USDC units; 0 otherwise"),
  })
  .extend(sent.shape);

/**
 * Opens the trader's sealed bid.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `NO_BID`; `SALT_LOST`, `OPENING_UNKNOWN`: nothing known opens it; `TOO_EARLY`,
 * `BEACON_SILENT`: only the beacon's next round can tell the amount;
 * `INSUFFICIENT_COVER`: the account cannot pay it.
 */
export async function revealBid(
  trader: Trader,
  { leadId, amount: claimed }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Reveal, "revealing");
  const commitment = await liveCommitment(trader, leadId, auction);
  if (commitment === undefined) {
    throw new LeadEngineError(
      "NO_BID",
      `${trader.address} has no sealed bid on lead ${leadId}.`,
      `Use the wallet that has bid; \`getAuction({ leadId: ${leadId} })\` lists the bidders.`,
    );
  }
  const context = bidContext(trader, leadId, auction);
  const { round, reserve, bidBond } = auction;
  const opening = await openingOf(trader, { context, commitment, claimed, reserve });
  await requireCover(trader, auction, opening.amount);

  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "revealBid",
      args: [leadId, opening],
    }),
    what: "Revealing the bid",
    amounts: { bid: opening.amount },
  });
  const { logs } = receipt;
  const [revealed] = parseEventLogs({ abi: house.abi, eventName: "BidRevealed", logs });
  if (revealed === undefined) throw new Error(`The reveal on lead ${leadId} left no event.`);
  const [charged] = parseEventLogs({ abi: house.abi, eventName: "LowBidCharged", logs });
  const outcome = revealOutcomeName(revealed.args.outcome);
  const after = await auctionOf(trader, leadId);
  return {
    leadId,
    round,
    bidder: trader.address,
    amount: revealed.args.amount,
    outcome,
    leading: outcome === "Leading" || outcome === "Tied",
    reserve,
    bidBond,
    tip: charged?.args.tip ?? 0n,
    leadingBid: after.leadingBid,
    tiedBids: after.tiedBids,
    pendingCommitments: after.pendingCommitments,
    phase: phaseName(after.phase),
    revealEnd: after.revealEnd,
    ...receiptOf(receipt),
  };
}

/** A bid that reaches the reserve must be covered when it is opened, leading or not. */
async function requireCover(trader: Trader, auction: Auction, amount: bigint): Promise<void> {
  const { reserve, bidBond, revealEnd } = auction;
  if (amount < reserve) return;
  const cover = (await trader.contracts.vault.read.freeOf([trader.address])) + bidBond;
  if (cover >= amount) return;
  throw new LeadEngineError(
    "INSUFFICIENT_COVER",
    `Your bid of ${usdcText(amount)} is covered by ${usdcText(cover)} only, the bond included.`,
    `Deposit ${usdcText(amount - cover)} before ${timeText(revealEnd)} and reveal again, or the bond is lost.`,
  );
}

export const revealBidDefinition = defineAction({
  name: "revealBid",
  title: "Reveal a bid",
  description:
    "Opens the account's sealed bid while the auction is in phase Reveal, or its bond is lost. Locks the amount if the bid leads; frees the bond otherwise.",
  parameters,
  result,
  readOnly: false,
  run: revealBid,
});
