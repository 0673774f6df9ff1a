import { topUpBounty } from "../../deploy/sdk/actions/bounty/topUpBounty.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";

interface TopUpArguments extends TraderOptions {
  readonly bountyId: bigint;
  readonly amount: string;
}

export default traderAction<TopUpArguments>(async ({ bountyId, amount }, trader) => {
  const done = await topUpBounty(trader, { bountyId, amount: parseAmount(amount) });
  return { json: done, text: facts(sentFacts(done)) };
});
