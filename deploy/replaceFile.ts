import { rename, writeFile } from "node:fs/promises";

/** Writes a file as a whole: who reads it meanwhile gets the old text or the new one, never a part. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}
