import { recordPurchase } from "../../deploy/sdk/actions/bounty/recordPurchase.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

export default writingAction<WritingOptions & { readonly leadId: bigint }>(
  async ({ leadId }, trader) => {
    const done = await recordPurchase(trader, { leadId });
    return {
      json: done,
      text: facts([
        ["lead", String(leadId)],
        ["buyer that knows its consumer", done.buyer],
        ["transaction", done.txHash],
      ]),
    };
  },
);
