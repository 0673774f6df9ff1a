import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { buildBundle } from "./host/bundle.ts";
import { compileWorkflow, type CompiledWorkflow } from "./host/workerNode.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const MAIN = path.join(ROOT, "deploy/workflows/confidential/main.ts");
/** All that can change the bundle: what workflows may import, and the versions of packages. */
const SOURCES = ["deploy/workflows", "deploy/sdk", "deploy/parameters"];
const LOCK_FILE = "package-lock.json";

/**
 * The scoring workflow as nodes run it. Its bundle is built once for a state of the sources and kept under their digest.
 * @param folder where bundles are kept.
 * @throws {Error} it does not build.
 */
export async function compileScoring(folder: string): Promise<CompiledWorkflow> {
  const file = path.join(folder, `${await sourcesDigest()}.js`);
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return compileWorkflow(kept);
  const bundle = await buildBundle(MAIN);
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  await writeFile(draft, bundle);
  await rename(draft, file);
  return compileWorkflow(bundle);
}

async function sourcesDigest(): Promise<string> {
  const files = [LOCK_FILE];
  for (const source of SOURCES) {
    const entries = await readdir(path.join(ROOT, source), { recursive: true });
    const texts = entries.filter(
      // The SDK's compiler puts files beside a workflow for a moment, with a dot before their names.
      (name) => /\.(ts|json)$/.test(name) && !/node_modules|dist|(^|\/)\./.test(name),
    );
    files.push(...texts.map((name) => path.join(source, name)));
  }
  const digest = createHash("sha256");
  for (const file of files.sort()) {
    digest.update(`${file}\0`).update(await readFile(path.join(ROOT, file)));
  }
  return digest.digest("hex");
}
