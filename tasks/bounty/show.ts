import { getBounty } from "../../deploy/sdk/actions/bounty/getBounty.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { facts, grid } from "../cli/output.ts";
import { bountyFacts } from "./bountyFacts.ts";

const ENDS = {
  Sold: "bought the lead",
  Beaten: "beaten by a better bid",
  Ended: "the round ended without a sale",
} as const;

export default clientAction<ClientOptions & { readonly bountyId: bigint }>(
  async ({ bountyId }, client) => {
    const bounty = await getBounty(client, { bountyId });
    const { matches } = bounty;
    const table = grid(
      ["lead", "matched", "by", "offer", "how it ended"],
      matches.map((match) => [
        `${match.leadId}, round ${match.round}`,
        timeText(match.matchedAt),
        match.matcher ?? "a report of the DON",
        usdcText(match.price),
        match.end === null ? "leads" : ENDS[match.end],
      ]),
    );
    const text = facts(bountyFacts(bounty));
    return { json: bounty, text: matches.length === 0 ? text : `${text}\n${table}` };
  },
);
