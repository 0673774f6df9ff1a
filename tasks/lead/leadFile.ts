import { readFile } from "node:fs/promises";

import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { leafVerticals, type Vertical } from "../../deploy/parameters/verticals.ts";
import { contentIssuesOf } from "../../deploy/workflows/scoring/contentIssues.ts";
import type { Lead } from "../../deploy/workflows/scoring/lead.ts";
import { countryOf } from "../../deploy/workflows/scoring/normalise.ts";
import {
  LeadValidationError,
  validateLead,
  type LeadIssue,
} from "../../deploy/workflows/scoring/validateLead.ts";
import { timeText } from "../client/format.ts";
import { TaskError } from "../client/taskError.ts";

const DAY = 86_400;

/** The user's file is not a lead that can be sold; the message says all that is to be changed. */
export class LeadFileError extends TaskError {
  /** None where the file could not be read. */
  readonly issues: readonly LeadIssue[];

  constructor(message: string, issues: readonly LeadIssue[] = []) {
    const list = issues.map(
      ({ path, message: rule }) => `\n  ${path === "" ? "" : `${path} `}${rule}`,
    );
    super(
      `${message}${list.join("")}`,
      "Correct the file; deploy/local/leads/lead.example.json is one that is right.",
    );
    this.issues = issues;
  }
}

/** A lead that can be sold, as far as its file tells. */
export interface FiledLead {
  readonly lead: Lead;
  readonly vertical: Vertical;
}

/**
 * Reads and validates a lead's file. Messages name the file and the field, never a value.
 * @param now the time of the chain that it is to be sold on, Unix seconds.
 * @throws {LeadFileError} says all that is wrong, not only what comes first.
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
  if (issues.length > 0) throw new LeadFileError(`${file} is no lead that can be sold:`, issues);
  return { lead, vertical };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new LeadFileError(`${file} cannot be read (${code}).`);
  }
}

function parse(file: string, text: string, verticals: ReadonlyMap<string, Vertical>): Lead {
  try {
    return validateLead(JSON.parse(text), verticals);
  } catch (error) {
    if (error instanceof SyntaxError) throw new LeadFileError(`${file} is not JSON.`);
    if (!(error instanceof LeadValidationError)) throw error;
    throw new LeadFileError(`${file} is no lead that can be sold:`, error.issues);
  }
}

/** Nobody may receive personal data from a country whose law nobody has looked at. */
function countryIssues({ region }: Lead): LeadIssue[] {
  const country = countryOf(region);
  if (loadTransfers().some((rule) => rule.country === country)) return [];
  return [
    {
      path: "region",
      message: `lies in ${country}, whose data-protection law is not known here, so that nobody may receive the lead: see deploy/parameters/compliance/transfers.json`,
    },
  ];
}

function consentIssues({ consentTime }: Lead, { config }: Vertical, now: number): LeadIssue[] {
  const age = now - consentTime;
  if (!config.consentRequired || (age >= 0 && age <= config.consentMaxAge)) return [];
  return [
    {
      path: "consentTime",
      message: `must be Unix seconds within the last ${config.consentMaxAge / DAY} days by the chain's clock, which shows ${now} (${timeText(now)})`,
    },
  ];
}
