import type { previewBounty } from "../../deploy/sdk/actions/bounty/previewBounty.ts";
import { BOUNTY_RULES } from "../../deploy/sdk/bounty/bountyRule.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { verticalText } from "../cli/format.ts";
import { facts, grid } from "../cli/output.ts";

type Preview = Awaited<ReturnType<typeof previewBounty>>;

const STOPS = {
  ...BOUNTY_RULES,
  NotListed: "was never put up for auction",
  BelowReserve: "its reserve is higher than the price",
} as const;

/** What a bounty would have done, for people. */
export function previewText({ from, leads, matched, cost, left }: Preview): string {
  if (leads.length === 0) return `No lead was attested since ${timeText(from)}.`;
  const table = grid(
    ["lead", "attested", "what", "reserve", "sold for", "bounty"],
    leads.map((lead) => [
      String(lead.leadId),
      timeText(lead.at),
      `${verticalText(lead.verticalId)}\n${lead.region}, score ${lead.score}`,
      lead.reserve === null ? "-" : usdcText(lead.reserve),
      lead.soldFor === null ? "-" : usdcText(lead.soldFor),
      lead.stop === null ? "offers" : STOPS[lead.stop],
    ]),
  );
  const sums = facts([
    ["leads since", timeText(from)],
    ["offers", `${matched} of ${leads.length} leads`],
    ["cost at most", usdcText(cost)],
    ["left of the budget", usdcText(left)],
  ]);
  return `The bounty would have met these leads:\n${table}\n${sums}`;
}
