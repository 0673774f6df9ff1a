import { deliverLead } from "../../deploy/sdk/actions/lead/deliverLead.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface DeliverArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<DeliverArguments>(async ({ leadId }, trader) => {
  const done = await deliverLead(trader, { leadId });
  return {
    json: done,
    text: facts([
      ["lead", `${leadId}, sold to ${done.buyer}`],
      ["price", usdcText(done.price)],
      ["fee", usdcText(done.fee)],
      ["earned", `${usdcText(done.earned)}, free in the vault of ${done.seller}`],
      ["bond returned", usdcText(done.deliveryBond)],
      ["transaction", done.txHash],
    ]),
  };
});
