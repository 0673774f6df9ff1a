import { leadState, listLeads, type ListedLead } from "../../deploy/sdk/actions/lead/listLeads.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { listAction } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";
import { parsePage, requireWhole, withMore, type PageArguments } from "../cli/page.ts";

/** Which leads a task is about; empty text means all. */
export interface FilterArguments extends ClientOptions {
  readonly vertical: string;
  readonly region: string;
  readonly state: string | undefined;
  readonly seller: string | undefined;
  readonly owner: string | undefined;
  readonly minScore: number;
}

/** The highest quality score. */
const MAX_SCORE = 10_000;

export default listAction<FilterArguments & PageArguments>(async (args, reader) => {
  const page = await listLeads(reader, { ...filterOf(args), ...parsePage(args) });
  return { json: page, text: textOf(page.leads, page.cursor) };
});

/** A filter as the actions take it. */
export function filterOf({ vertical, region, state, seller, owner, minScore }: FilterArguments) {
  requireWhole("--min-score", minScore, 0, MAX_SCORE);
  return {
    vertical: vertical === "" ? undefined : vertical,
    region: region === "" ? undefined : region,
    state: state === undefined ? undefined : stateNamed(state),
    seller: seller === undefined ? undefined : parseAddress(seller),
    owner: owner === undefined ? undefined : parseAddress(owner),
    minScore: minScore === 0 ? undefined : minScore,
  };
}

function stateNamed(text: string): (typeof leadState.options)[number] {
  const name = leadState.options.find((one) => one.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new LeadEngineError(
    "INVALID_STATE",
    `There is no state ${text} of a lead.`,
    `The states are ${leadState.options.join(", ")}.`,
  );
}

function textOf(leads: readonly ListedLead[], cursor: `0x${string}` | null): string {
  if (leads.length === 0) return "No lead matches.";
  const table = grid(
    ["lead", "state", "what", "public attributes", "reserve", "price", "expires"],
    leads.map((lead) => [
      String(lead.leadId),
      lead.state,
      `${lead.verticalSlug}\n${lead.region}, score ${lead.score}`,
      lead.attributes.map(({ title, answer }) => `${title}: ${answer}`).join("\n"),
      lead.auction === null ? "-" : usdcText(lead.auction.reserve),
      lead.auction?.price == null ? "-" : usdcText(lead.auction.price),
      timeText(lead.expiresAt),
    ]),
  );
  return withMore(table, cursor);
}
