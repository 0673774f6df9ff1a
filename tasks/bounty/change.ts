import { changeBounty } from "../../deploy/sdk/actions/bounty/changeBounty.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";
import { readPrivateFilters } from "./privateFilters.ts";
import { termsOf } from "./parseTerms.ts";
import type { TermsOptions } from "./termsOptions.ts";

interface ChangeArguments extends WritingOptions, TermsOptions {
  readonly bountyId: bigint;
  readonly vertical: string | undefined;
  readonly price: string | undefined;
  readonly privateFilters: string | undefined;
}

export default writingAction<ChangeArguments>(async ({ bountyId, ...args }, trader) => {
  const changes = termsOf(args, await trader.now());
  const privateFilters = await readPrivateFilters(args.privateFilters);
  const done = await changeBounty(trader, { bountyId, changes, privateFilters });
  return { json: done, text: facts(sentFacts(done)) };
});
