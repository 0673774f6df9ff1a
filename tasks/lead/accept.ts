import { acceptLead } from "../../deploy/sdk/actions/lead/acceptLead.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { toJson } from "../../deploy/sdk/codes/json.ts";
import { noteTo } from "../cli/output.ts";

interface AcceptArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly validFor: string;
}

/** Its output is the file that the lead's owner needs. */
export default writingAction<AcceptArguments>(async ({ leadId, validFor }, trader) => {
  const quiet = { ...trader, note: noteTo(true) };
  const done = await acceptLead(quiet, { leadId, validFor: parseDuration(validFor) });
  return { json: done, text: toJson(done) };
});
