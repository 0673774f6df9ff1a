import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/**
 * A workflow's bundle, built by the SDK's own `compile-to-js`: what the CLI deploys before it turns it into WASM. The SDK's checks for
 * Node's modules run every time; its type checks take some seconds and run in `npm run check`.
 * @param main path of the workflow's `main.ts`.
 * @throws {Error} it does not build; the message is the SDK's.
 */
export async function buildBundle(main: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lead-engine-workflow-"));
  const output = join(folder, "workflow.js");
  const require = createRequire(import.meta.url);
  const binaries = join(dirname(require.resolve("bun/package.json")), "../.bin");
  try {
    await promisify(execFile)(
      join(binaries, "bun"),
      [compiler(), "compile-to-js", main, output, "--skip-type-checks"],
      // The SDK calls `bun` by its name.
      { env: { ...process.env, PATH: [binaries, process.env.PATH].join(delimiter) } },
    );
    return await readFile(output, "utf8");
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`The workflow ${main} does not build:\n${stdout}${stderr}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compiler(): string {
  return fileURLToPath(new URL("../scripts/run.ts", import.meta.resolve("@chainlink/cre-sdk")));
}
