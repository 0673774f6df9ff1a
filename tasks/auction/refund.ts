import { refundBuyer } from "../../deploy/sdk/actions/auction/refundBuyer.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface RefundArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<RefundArguments>(async ({ leadId }, trader) => {
  const done = await refundBuyer(trader, { leadId });
  return {
    json: done,
    text: facts([
      ["lead", `${leadId}, round ${done.round} refunded`],
      ["buyer", `${done.buyer}: ${usdcText(done.bid)} free again`],
      [
        "compensation",
        `${usdcText(done.compensation)} of the seller's bond of ${usdcText(done.deliveryBond)}; ${usdcText(done.penalty)} to the treasury`,
      ],
      ["transaction", done.txHash],
    ]),
  };
});
