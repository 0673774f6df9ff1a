import { encodeFunctionData, parseEventLogs } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAmount } from "../client/amount.ts";
import { auctionOf, requirePhase, type Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase, phaseName } from "../protocol/phase.ts";
import { revealOutcomeName, type RevealOutcomeName } from "../protocol/revealOutcome.ts";
import { bidContext, liveCommitment } from "./context.ts";
import { openingOf } from "./openingOf.ts";

interface RevealArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly amount: string | undefined;
}

export default traderAction<RevealArguments>(async ({ leadId, ...args }, trader) => {
  const { house } = trader.contracts;
  const claimed = args.amount === undefined ? undefined : parseAmount(args.amount);
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Reveal, "revealing");
  const commitment = await liveCommitment(trader, leadId, auction);
  if (commitment === undefined) {
    throw new TaskError(
      `${trader.address} has no sealed bid on lead ${leadId}.`,
      `Check --account; \`npx hardhat auction show ${leadId}\` lists the bidders.`,
    );
  }
  const context = bidContext(trader, leadId, auction);
  const { reserve } = auction;
  const opening = await openingOf(trader, { context, commitment, claimed, reserve });
  await requireCover(trader, auction, opening.amount);

  const receipt = await send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "revealBid",
      args: [leadId, opening],
    }),
    what: "Revealing the bid",
  });
  const { logs } = receipt;
  const [revealed] = parseEventLogs({ abi: house.abi, eventName: "BidRevealed", logs });
  if (revealed === undefined) throw new Error(`The reveal on lead ${leadId} left no event.`);
  const { amount } = revealed.args;
  const outcome = revealOutcomeName(revealed.args.outcome);
  const leading = outcome === "Leading" || outcome === "Tied";
  // What opening a bid below the reserve costs.
  const [charged] = parseEventLogs({ abi: house.abi, eventName: "LowBidCharged", logs });
  const after = await auctionOf(trader, leadId);
  const { transactionHash: txHash, gasUsed } = receipt;
  return {
    json: {
      leadId,
      round: auction.round,
      bidder: trader.address,
      amount,
      outcome,
      leading,
      leadingBid: after.leadingBid,
      tiedBids: after.tiedBids,
      phase: phaseName(after.phase),
      txHash,
      gasUsed,
    },
    text: facts([
      ["bid", `${usdcText(amount)} on lead ${leadId}, open`],
      ["standing", standing(outcome, after)],
      [
        "bond",
        charged === undefined
          ? `${usdcText(auction.bidBond)}, free again`
          : `free again, less ${usdcText(charged.args.tip)} for a bid below the reserve`,
      ],
      ["phase", `${phaseName(after.phase)}, ${after.pendingCommitments} bids still sealed`],
      ...(after.phase === Phase.Reveal
        ? [["reveal until", timeText(after.revealEnd)] as const]
        : []),
      ["transaction", txHash],
    ]),
  };
});

function standing(outcome: RevealOutcomeName, { leadingBid, reserve }: Auction): string {
  switch (outcome) {
    case "Leading":
      return "leads; the amount is locked";
    case "Tied":
      return "tied for the lead; the amount is locked";
    case "Outbid":
      return `beaten by ${usdcText(leadingBid)}; your money is free`;
    case "BelowReserve":
      return `does not count; the reserve is ${usdcText(reserve)}`;
    case "Barred":
      return "does not count; you may not receive this lead any more";
  }
}

/** A bid that reaches the reserve must be covered when it is opened, leading or not. */
async function requireCover(trader: Trader, auction: Auction, amount: bigint): Promise<void> {
  const { reserve, bidBond, revealEnd } = auction;
  if (amount < reserve) return;
  const cover = (await trader.contracts.vault.read.freeOf([trader.address])) + bidBond;
  if (cover >= amount) return;
  throw new TaskError(
    `Your bid of ${usdcText(amount)} is covered by ${usdcText(cover)} only, the bond included.`,
    `Deposit ${usdcText(amount - cover)} before ${timeText(revealEnd)} and reveal again, or the bond is lost.`,
  );
}
