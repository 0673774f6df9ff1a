import { voidAuction } from "../../deploy/sdk/actions/auction/voidAuction.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface VoidArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<VoidArguments>(async ({ leadId }, trader) => {
  const done = await voidAuction(trader, { leadId });
  return {
    json: done,
    text: facts([
      ["lead", `${leadId}, round ${done.round} is void`],
      ["leading bid", `${usdcText(done.freed)}, free again`],
      ["other tied bids", `freed by \`npx hardhat auction release ${leadId}\``],
      ["seller's bond", `${usdcText(done.deliveryBond)}, free again`],
      ["transaction", done.txHash],
    ]),
  };
});
