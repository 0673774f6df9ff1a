import { topUpBounty } from "../../deploy/sdk/actions/bounty/topUpBounty.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";

interface TopUpArguments extends WritingOptions {
  readonly bountyId: bigint;
  readonly amount: string;
}

export default writingAction<TopUpArguments>(async ({ bountyId, amount }, trader) => {
  const done = await topUpBounty(trader, { bountyId, amount: parseAmount(amount) });
  return { json: done, text: facts(sentFacts(done)) };
});
