import { withdrawBid } from "../../deploy/sdk/actions/bid/withdrawBid.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface WithdrawArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<WithdrawArguments>(async ({ leadId }, trader) => {
  const done = await withdrawBid(trader, { leadId });
  return {
    json: done,
    text: facts([
      ["bid", `withdrawn from lead ${leadId}`],
      ["bond", `${usdcText(done.bidBond)}, free again`],
      ["transaction", done.txHash],
    ]),
  };
});
