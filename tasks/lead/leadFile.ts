import { readFile } from "node:fs/promises";

import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import { contentIssuesOf } from "../../deploy/workflows/scoring/contentIssues.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { countryOf } from "../../deploy/workflows/scoring/normalise.ts";
import { validateLead } from "../../deploy/workflows/scoring/validateLead.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { hasCode, LeadEngineError, type Issue } from "../../deploy/sdk/errors/leadEngineError.ts";

const DAY = 86_400;

/** A lead that can be sold, as far as its file shows. */
export interface FiledLead {
  readonly lead: Lead;
  readonly vertical: Vertical;
}

/**
 * Reads and validates a lead's file. Messages name the file and the field, never a value.
 * @param now the time of the chain to sell it on, Unix seconds.
 * @throws {LeadEngineError} `LEAD_FILE` lists all that is wrong, not only the first fault.
 */
export async function readLeadFile(file: string, now: number): Promise<FiledLead> {
  const verticals = leafVerticals();
  const lead = parse(file, await read(file), verticals);
  const vertical = verticals.get(lead.vertical) as Vertical;
  const issues = [
    ...contentIssuesOf(lead),
    ...countryIssues(lead),
    ...consentIssues(lead, vertical, now),
  ];
  if (issues.length > 0) throw leadFileError(`${file} is not a lead that can be sold:`, issues);
  return { lead, vertical };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw leadFileError(`${file} cannot be read (${code}).`);
  }
}

function parse(file: string, text: string, verticals: ReadonlyMap<string, Vertical>): Lead {
  try {
    return validateLead(JSON.parse(text), verticals);
  } catch (error) {
    if (error instanceof SyntaxError) throw leadFileError(`${file} is not JSON.`);
    if (!hasCode(error, "INVALID_LEAD")) throw error;
    throw leadFileError(`${file} is not a lead that can be sold:`, error.issues);
  }
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

/** The user's file is not a lead that can be sold; the error lists all that must change. */
function leadFileError(message: string, issues: readonly Issue[] = []): LeadEngineError {
  const list = issues.map(
    ({ path, message: rule }) => `\n  ${path === "" ? "" : `${path} `}${rule}`,
  );
  return new LeadEngineError(
    "LEAD_FILE",
    `${message}${list.join("")}`,
    "Correct the file; deploy/local/leads/lead.example.json is a correct one.",
    { issues },
  );
}
