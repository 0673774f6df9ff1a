import { readFile } from "node:fs/promises";

import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Lead } from "../../deploy/workflows/scoring/lead.ts";
import { LeadValidationError, validateLead } from "../../deploy/workflows/scoring/validateLead.ts";

/** The user's file is not a lead that can be sold; the message says what to change. */
export class OwnLeadError extends Error {
  override readonly name = "OwnLeadError";
}

/**
 * Reads and validates a lead file. Messages name the file and the field, never a value.
 * @param now the time of the chain that it is to be sold on, Unix seconds.
 */
export async function readOwnLead(path: string, now: number): Promise<Lead> {
  const verticals = leafVerticals();
  const lead = await parse(path, (content) => validateLead(content, verticals));
  const config = verticals.get(lead.vertical)?.config;
  const age = now - lead.consentTime;
  if (config?.consentRequired && (age < 0 || age > config.consentMaxAge)) {
    const days = config.consentMaxAge / 86_400;
    throw new OwnLeadError(
      `${path}: consentTime must be Unix seconds within the last ${days} days by the chain's clock, which shows ${now}.`,
    );
  }
  return lead;
}

async function parse(path: string, validate: (content: unknown) => Lead): Promise<Lead> {
  try {
    return validate(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError) throw new OwnLeadError(`${path} is not JSON.`);
    if (error instanceof LeadValidationError) throw new OwnLeadError(`${path}: ${error.message}.`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new OwnLeadError(`${path} cannot be read (${code}).`);
  }
}
