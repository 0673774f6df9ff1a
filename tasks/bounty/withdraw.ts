import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";

export default writingAction<WritingOptions & { readonly bountyId: bigint }>(
  async ({ bountyId }, trader) => {
    const done = await withdrawBounty(trader, { bountyId });
    return { json: done, text: facts([["freed", usdcText(done.freed)], ...sentFacts(done)]) };
  },
);
