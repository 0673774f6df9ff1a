import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** How the folder of a stack's database and queue begins. */
const RUN = "lead-engine-run-";

/** Bytes below a folder: of each log, and of every other folder and file in it. */
export async function folderSizes(folder: string): Promise<Readonly<Record<string, number>>> {
  const sizes: Record<string, number> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const [first = "", second = ""] = path.relative(folder, file).split(path.sep);
    const isOwn = first === "logs" || first.startsWith(RUN);
    const name = isOwn ? second : first;
    // What is being removed has no size.
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    sizes[name] = (sizes[name] ?? 0) + size;
  }
  return sizes;
}
