import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { LeadEngineError, type Issue } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { leadsInCsv } from "./leadsInCsv.ts";

/** A lead of a batch as it was found. */
export interface BatchRow {
  /** The file, and for CSV the line in which the row begins. */
  readonly where: string;
  /** What was read, of unknown shape; absent where it cannot be read at all. */
  readonly input?: unknown;
  /** What keeps it from being read; never a value. */
  readonly issues?: readonly Issue[];
}

/**
 * The leads of a folder of JSON files, by name, or of a CSV file. A file or row that cannot be read is a row with issues.
 * @throws {LeadEngineError} `BATCH_FILE`: there is no such batch, or its CSV cannot be told apart into rows and columns.
 */
export async function readBatch(batch: string): Promise<readonly BatchRow[]> {
  const rows = (await isFolder(batch))
    ? await leadsInFolder(batch)
    : leadsInCsv(path.basename(batch), await readFile(batch, "utf8"), leafVerticals());
  if (rows.length > 0) return rows;
  throw batchError(`${batch} holds no lead.`);
}

async function isFolder(batch: string): Promise<boolean> {
  try {
    return (await stat(batch)).isDirectory();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw batchError(`${batch} cannot be read (${code}).`);
  }
}

async function leadsInFolder(folder: string): Promise<BatchRow[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const rows: BatchRow[] = [];
  for (const where of names) {
    try {
      rows.push({ where, input: JSON.parse(await readFile(path.join(folder, where), "utf8")) });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!(error instanceof SyntaxError) && code === undefined) throw error;
      const message = code === undefined ? "is not JSON" : `cannot be read (${code})`;
      rows.push({ where, issues: [{ path: "", message }] });
    }
  }
  return rows;
}

/** What was named is no batch; nothing was sent. */
export function batchError(says: string, issues?: readonly Issue[]): LeadEngineError {
  return new LeadEngineError(
    "BATCH_FILE",
    says,
    "Name a folder of lead files (*.json), or a CSV file whose first line has the field paths of a lead file, such as vertical,region,source,consentTime,contact.phone,fields.roofAge.",
    issues === undefined ? {} : { issues },
  );
}
