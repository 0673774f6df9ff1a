import { readFile } from "node:fs/promises";

import { z } from "zod";

import { privateFiltersSchema } from "../../deploy/sdk/bounty/privateCriteria.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import type { FieldFilter } from "../../deploy/sdk/lead/fieldFilter.ts";

/**
 * The filters in a file that `--private-filters` names. Messages name the place, never the value.
 * @throws {LeadEngineError} `INVALID_FILTERS`
 */
export async function readPrivateFilters(
  file: string | undefined,
): Promise<FieldFilter[] | undefined> {
  if (file === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw invalid(`${file} ${why}.`);
  }
  const { success, data, error } = privateFiltersSchema.safeParse(json);
  if (success) return data;
  throw invalid(`${file} holds no filters:\n${z.prettifyError(error)}`);
}

function invalid(says: string): LeadEngineError {
  return new LeadEngineError(
    "INVALID_FILTERS",
    says,
    'Write a list such as [{ "field": "electricBill", "operator": "GTE", "value": 150 }].',
  );
}
