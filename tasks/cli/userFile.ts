import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/**
 * Writes a file at a place that the user has named, or replaces it.
 * @param option which names the place, such as `--plot`.
 * @param folder to make first, where that is what the user has named.
 * @throws {LeadEngineError} `FILE_NOT_WRITTEN`.
 */
export async function writeUserFile(
  file: string,
  text: string,
  option: string,
  folder?: string,
): Promise<void> {
  try {
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder ?? "", file), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const [place, kind] = folder === undefined ? [file, "file"] : [folder, "folder"];
    throw new LeadEngineError(
      "FILE_NOT_WRITTEN",
      `${place} cannot be written (${code}).`,
      `Name another ${kind} with ${option}.`,
    );
  }
}
