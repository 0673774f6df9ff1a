import { forfeitBonds } from "../../deploy/sdk/actions/auction/forfeitBonds.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { grid } from "../cli/output.ts";

interface ForfeitArguments extends WritingOptions {
  readonly leadId: bigint;
  /** Empty: all. */
  readonly bidder: string;
}

export default writingAction<ForfeitArguments>(async ({ leadId, bidder }, trader) => {
  const done = await forfeitBonds(trader, {
    leadId,
    bidder: bidder === "" ? undefined : parseAddress(bidder),
  });
  return {
    json: done,
    text: grid(
      ["round", "bidder", "bond", "outcome", "transaction"],
      done.bonds.map(({ round, amount, tip, treasury, txHash, ...bond }) => [
        round,
        bond.bidder,
        usdcText(amount),
        treasury === null
          ? "given back: nobody is to blame that it was not opened"
          : `forfeited: ${usdcText(tip)} to ${trader.address}, the rest to ${treasury}`,
        txHash,
      ]),
    ),
  };
});
