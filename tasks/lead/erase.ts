import { eraseLead } from "../../deploy/sdk/actions/lead/eraseLead.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface EraseArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<EraseArguments>(async ({ leadId }, trader) => {
  const done = await eraseLead(trader, { leadId });
  const { round, lost, unsold, txHash } = done;
  return {
    json: done,
    text: facts([
      ["lead", `${leadId}, erased permanently`],
      ...(round === null
        ? []
        : [["auction", `round ${round} ended; it cost its seller ${usdcText(lost)}`] as const]),
      [
        "consumer",
        unsold
          ? "can be submitted again"
          : "was sold: refused until its vertical's window has passed",
      ],
      ["transaction", txHash],
    ]),
  };
});
