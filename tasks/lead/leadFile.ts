import { readFile } from "node:fs/promises";

import { sellableLeadOf, type SellableLead } from "../../deploy/intake/sellableLead.ts";
import { hasCode, LeadEngineError, type Issue } from "../../deploy/sdk/errors/leadEngineError.ts";

/**
 * Reads and validates a lead's file. Messages name the file and the field, never a value.
 * @param now the time of the chain to sell it on, Unix seconds.
 * @throws {LeadEngineError} `LEAD_FILE` lists all that is wrong, not only the first fault.
 */
export async function readLeadFile(file: string, now: number): Promise<SellableLead> {
  const text = await read(file);
  try {
    return sellableLeadOf(JSON.parse(text), now);
  } catch (error) {
    if (error instanceof SyntaxError) throw leadFileError(`${file} is not JSON.`);
    if (!hasCode(error, "INVALID_LEAD")) throw error;
    throw leadFileError(`${file} is not a lead that can be sold:`, error.issues);
  }
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

/** The user's file is not a lead that can be sold; the error lists all that must change. */
function leadFileError(message: string, issues: readonly Issue[] = []): LeadEngineError {
  const list = issues.map(
    ({ path, message: rule }) => `\n  ${path === "" ? "" : `${path} `}${rule}`,
  );
  return new LeadEngineError(
    "LEAD_FILE",
    `${message}${list.join("")}`,
    "Correct the file; `npx hardhat lead example solar.residential` writes a correct one, `npx hardhat lead schema solar.residential` its rules.",
    { issues },
  );
}
