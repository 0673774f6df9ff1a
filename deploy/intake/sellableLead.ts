import { loadTransfers } from "../parameters/compliance/transfers.ts";
import { leafVerticals } from "../parameters/verticals.ts";
import { timeText } from "../sdk/codes/text.ts";
import { LeadEngineError, type Issue } from "../sdk/errors/leadEngineError.ts";
import type { Lead } from "../sdk/lead/lead.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import { contentIssuesOf } from "../workflows/scoring/contentIssues.ts";
import { countryOf } from "../workflows/scoring/normalise.ts";
import { validateLead } from "../workflows/scoring/validateLead.ts";

const DAY = 86_400;

/** A lead that can be sold, as far as it shows by itself. */
export interface SellableLead {
  readonly lead: Lead;
  readonly vertical: Vertical;
}

/**
 * Checks a lead as a file, a row, a form or a broker brings it: its form, its content, and how old its consent is.
 * @param now the time of the chain to sell it on, Unix seconds.
 * @throws {LeadEngineError} `INVALID_LEAD`: its issues are all that is wrong, place by place, and never a value.
 */
export function sellableLeadOf(
  input: unknown,
  now: number,
  verticals: ReadonlyMap<string, Vertical> = leafVerticals(),
): SellableLead {
  const lead = validateLead(input, verticals);
  const vertical = verticals.get(lead.vertical) as Vertical;
  const issues = [
    ...contentIssuesOf(lead),
    ...countryIssues(lead),
    ...consentIssues(lead, vertical, now),
  ];
  if (issues.length === 0) return { lead, vertical };
  throw new LeadEngineError("INVALID_LEAD", "It is not a lead that can be sold.", undefined, {
    issues,
  });
}

/** Nobody may receive personal data from a country whose law is unknown here. */
function countryIssues({ region }: Lead): Issue[] {
  const country = countryOf(region);
  if (loadTransfers().some((rule) => rule.country === country)) return [];
  return [
    {
      path: "region",
      message: `lies in ${country}, whose data-protection law is not known here, so that nobody may receive the lead: see deploy/parameters/compliance/transfers.json`,
    },
  ];
}

function consentIssues({ consentTime }: Lead, { config }: Vertical, now: number): Issue[] {
  const age = now - consentTime;
  if (!config.consentRequired || (age >= 0 && age <= config.consentMaxAge)) return [];
  return [
    {
      path: "consentTime",
      message: `must be Unix seconds within the last ${config.consentMaxAge / DAY} days by the chain's clock, which shows ${now} (${timeText(now)})`,
    },
  ];
}
