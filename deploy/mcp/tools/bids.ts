import { auctionOf } from "../../sdk/actions/auction/auction.ts";
import { commitBid, commitBidDefinition } from "../../sdk/actions/bid/commitBid.ts";
import { commitBids, commitBidsDefinition } from "../../sdk/actions/bid/commitBids.ts";
import { withdrawBid, withdrawBidDefinition } from "../../sdk/actions/bid/withdrawBid.ts";
import { timeText, usdcText } from "../../sdk/codes/text.ts";
import { releaseBid, requireWithinLimits, sendWithinLimits, verticalOf } from "../limits.ts";
import { callOf, questionOf } from "../question.ts";
import { actingTool, type ActingTool } from "../tool.ts";

/** A bid within the operator's limits, under two names. */
function bidTool(face: Pick<ActingTool, "name" | "title" | "description">): ActingTool {
  const { parameters, result } = commitBidDefinition;
  return actingTool({
    name: face.name,
    title: face.title,
    description: face.description,
    parameters,
    result,
    effects: { destructive: true, idempotent: true },
    command: ({ commandOf }, given) => commandOf(callOf("commitBid", given)),
    question: async (context, given) => {
      const { leadId, amount } = given;
      await requireWithinLimits(context, [given]);
      const { reserve, bidBond, commitEnd } = await auctionOf(context.client, leadId);
      const vertical = await verticalOf(context, leadId);
      return (
        `Bid ${usdcText(amount)} on lead ${leadId} (${vertical}), whose reserve is ${usdcText(reserve)}? ` +
        `A bond of ${usdcText(bidBond)} is locked now, the bid when it is opened after ${timeText(commitEnd)}. ` +
        "If it wins and the lead is delivered, it is paid."
      );
    },
    run: (context, given) =>
      sendWithinLimits(context, [given], () => commitBid(context.trader, given)),
  });
}

export const commitBidTool = bidTool(commitBidDefinition);

export const placeBid = bidTool({
  name: "place_bid",
  title: "Place a bid",
  description:
    "Bids on a lead within the operator's limits: commits a sealed bid that opens by itself when the commit phase is over, keeps what opens it in this machine's files too, and locks the bond. A second bid replaces the first. amount in USDC units: 120 USDC is 120000000.",
});

export const commitBidsTool = actingTool({
  name: commitBidsDefinition.name,
  title: commitBidsDefinition.title,
  description: commitBidsDefinition.description,
  // The nonce is the wallet's own business.
  parameters: commitBidsDefinition.parameters.omit({ nonce: true }),
  result: commitBidsDefinition.result,
  effects: { destructive: true, idempotent: true },
  command: ({ commandOf }, { bids }) =>
    bids.map((bid) => commandOf(callOf("commitBid", bid))).join(" && "),
  question: async (context, { bids }) => {
    await requireWithinLimits(context, bids);
    const list = bids.map(({ leadId, amount }) => `${usdcText(amount)} on lead ${leadId}`);
    return `Bid ${list.join(", ")}? The bond of each is locked now, the bids when they are opened.`;
  },
  run: (context, given) =>
    sendWithinLimits(context, given.bids, () => commitBids(context.trader, given)),
});

export const withdrawBidTool = actingTool({
  name: withdrawBidDefinition.name,
  title: withdrawBidDefinition.title,
  description: withdrawBidDefinition.description,
  parameters: withdrawBidDefinition.parameters,
  result: withdrawBidDefinition.result,
  effects: { destructive: true, idempotent: true },
  command: ({ commandOf }, given) => commandOf(callOf("withdrawBid", given)),
  question: (_context, given) => Promise.resolve(questionOf(withdrawBidDefinition.title, given)),
  run: async (context, given) => {
    const withdrawn = await withdrawBid(context.trader, given);
    await releaseBid(context, given.leadId);
    return withdrawn;
  },
});
