import { appendFile, chmod, mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

const OWNER_ONLY = { directory: 0o700, file: 0o600 } as const;

/** Where the tasks keep what a wallet cannot derive again: `LEAD_ENGINE_HOME`, else `~/.lead-engine`. */
export function dataDirectory(): string {
  return process.env["LEAD_ENGINE_HOME"] ?? path.join(homedir(), ".lead-engine");
}

/** Appends an entry to a file of JSON lines that only its owner can read, and waits until it is on the disk. Returns the file's path. */
export async function appendEntry(name: string, entry: object): Promise<string> {
  const folder = dataDirectory();
  const file = path.join(folder, name);
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY.directory });
  await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: OWNER_ONLY.file, flush: true });
  await chmod(file, OWNER_ONLY.file);
  return file;
}

/** The entries of a file of JSON lines, oldest first; none when there is no file. A line that a crash cut short is left out. */
export async function readEntries(name: string): Promise<unknown[]> {
  let text: string;
  try {
    text = await readFile(path.join(dataDirectory(), name), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
