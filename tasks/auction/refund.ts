import { encodeFunctionData, parseEventLogs } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, requirePhase } from "../client/auction.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { tradeOf } from "./trade.ts";

interface RefundArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<RefundArguments>(async ({ leadId }, trader) => {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Undelivered, "refunding");
  if (auction.closed) {
    const { next } = await tradeOf(trader, leadId);
    throw new TaskError(
      `The sale of lead ${leadId} has ended already: its buyer has the money back.`,
      `\`npx hardhat lead show ${leadId}\` tells how. ${next}`,
    );
  }
  const { logs, transactionHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({ abi: house.abi, functionName: "refund", args: [leadId] }),
    what: "Refunding the buyer",
  });
  const [event] = parseEventLogs({ abi: house.abi, eventName: "AuctionRefunded", logs });
  if (event === undefined) throw new Error(`Lead ${leadId} was refunded without an event.`);
  const { round, buyer, bid, compensation, penalty } = event.args;
  return {
    json: { leadId, round, buyer, bid, compensation, penalty, txHash: transactionHash, gasUsed },
    text: facts([
      ["lead", `${leadId}, round ${round} refunded`],
      ["buyer", `${buyer}: ${usdcText(bid)} free again`],
      [
        "compensation",
        `${usdcText(compensation)} of the seller's bond of ${usdcText(auction.deliveryBond)}; ${usdcText(penalty)} to the treasury`,
      ],
      ["transaction", transactionHash],
    ]),
  };
});
