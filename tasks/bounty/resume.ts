import { pauseBounty } from "../../deploy/sdk/actions/bounty/pauseBounty.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";

export default traderAction<TraderOptions & { readonly bountyId: bigint }>(
  async ({ bountyId }, trader) => {
    const done = await pauseBounty(trader, { bountyId, paused: false });
    return { json: done, text: facts(sentFacts(done)) };
  },
);
