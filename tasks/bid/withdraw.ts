import { withdrawBid } from "../../deploy/sdk/actions/bid/withdrawBid.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface WithdrawArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<WithdrawArguments>(async ({ leadId }, trader) => {
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
