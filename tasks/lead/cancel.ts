import { cancelSubmission } from "../../deploy/sdk/actions/lead/cancelSubmission.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface CancelArguments extends WritingOptions {
  readonly submission: bigint;
}

export default writingAction<CancelArguments>(async ({ submission: nonce }, trader) => {
  const done = await cancelSubmission(trader, { nonce });
  return {
    json: done,
    text: facts([
      ["submission", `${nonce}, cancelled: no report can mint its lead`],
      ["seller", done.seller],
      ["transaction", done.txHash],
    ]),
  };
});
