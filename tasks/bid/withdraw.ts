import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, requirePhase } from "../client/auction.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { liveCommitment } from "./context.ts";

interface WithdrawArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<WithdrawArguments>(async ({ leadId }, trader) => {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Commit, "withdrawing a bid");
  if ((await liveCommitment(trader, leadId, auction)) === undefined) {
    throw new TaskError(
      `${trader.address} has no sealed bid on lead ${leadId}.`,
      "There is nothing to withdraw; check --account.",
    );
  }
  const { transactionHash: txHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({ abi: house.abi, functionName: "withdrawBid", args: [leadId] }),
    what: "Withdrawing the bid",
  });
  const { round, bidBond } = auction;
  return {
    json: { leadId, round, bidder: trader.address, bidBond, txHash, gasUsed },
    text: facts([
      ["bid", `withdrawn from lead ${leadId}`],
      ["bond", `${usdcText(bidBond)}, free again`],
      ["transaction", txHash],
    ]),
  };
});
