import { settleAuction } from "../../deploy/sdk/actions/auction/settleAuction.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { stepFacts, stepsJson } from "./stepFacts.ts";

interface SettleArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<SettleArguments>(async ({ leadId }, trader) => {
  const done = await settleAuction(trader, { leadId });
  return {
    json: { ...done, waitsFor: stepsJson(done.waitsFor) },
    text: [
      facts([
        ["lead", `${leadId}, round ${done.round}`],
        ["done", done.says],
        ["phase", done.phase],
        ...(done.txHash === undefined ? [] : [["transaction", done.txHash] as const]),
      ]),
      stepFacts(done.waitsFor, done.now),
    ].join("\n"),
  };
});
