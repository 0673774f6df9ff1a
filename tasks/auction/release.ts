import { releaseTiedBids } from "../../deploy/sdk/actions/auction/releaseTiedBids.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { grid } from "../cli/output.ts";

interface ReleaseArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly bidder: string | undefined;
}

export default writingAction<ReleaseArguments>(async ({ leadId, bidder }, trader) => {
  const done = await releaseTiedBids(trader, {
    leadId,
    bidder: bidder === undefined ? undefined : parseAddress(bidder),
  });
  return {
    json: done,
    text: grid(
      ["round", "bidder", "free again", "transaction"],
      done.released.map(({ round, txHash, ...tie }) => [
        round,
        tie.bidder,
        usdcText(tie.amount),
        txHash,
      ]),
    ),
  };
});
