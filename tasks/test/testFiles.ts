import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

/** A file that imports it needs the one stack that such files share. */
const SHARED_STACK = "test/fixtures/stack.ts";
/** A file that imports one of these starts a stack of its own, programs on one, or a DON that runs a workflow. */
const STACKS = [
  "deploy/local/don/host/bundle.ts",
  "deploy/local/stack/openStack.ts",
  "deploy/local/stack/chain.ts",
  "test/fixtures/hardhatProcess.ts",
];
/** Slow for reasons that no import shows: stacks that a task starts, databases, stories in many steps, long fuzz. */
const SLOW = [
  "test/agent/killed.ts",
  "test/agent/outage.ts",
  "test/agent/shared.ts",
  "test/readme/runbook.ts",
  "test/scenarios/task.ts",
  "test/tasks/soak/desks.ts",
  "test/local/stack/task.ts",
  "test/contracts/model/commitReveal.ts",
];

const SOURCE = /\.ts$|\.t\.sol$/;
/** A static import of more than types from a source file of the project. */
const VALUE_IMPORT = /^import\s(?!type\s)[^;]*?"(\.[^"]+\.ts)"/gm;

/** The test files of a folder, by what they need. */
export interface TestFiles {
  /** They share a stack, and have to run on one process. */
  readonly onSharedStack: readonly string[];
  /** Other files that take long. */
  readonly slow: readonly string[];
  /** Files of the fast loop. */
  readonly quick: readonly string[];
}

/** The files at these places; of a folder, all test sources in it. */
export async function filesIn(places: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const place of places) {
    const isFolder = (await stat(place)).isDirectory();
    const names = isFolder ? (await readdir(place, { recursive: true })).sort() : [];
    const found = names.filter((name) => SOURCE.test(name)).map((name) => path.join(place, name));
    files.push(...(isFolder ? found : [place]));
  }
  return files.map((file) => path.resolve(file));
}

/** Sorts files that hold tests by what they need; drops files that hold none. */
export async function sortTestFiles(files: readonly string[], root: string): Promise<TestFiles> {
  const modules = new Modules();
  const onSharedStack: string[] = [];
  const slow: string[] = [];
  const quick: string[] = [];
  for (const file of files) {
    if (!/\bit\(/.test(await modules.textOf(file))) continue;
    const needs = await modules.reachedFrom(file);
    const hasOneOf = (names: readonly string[]) =>
      names.some((name) => needs.has(path.join(root, name)));
    if (hasOneOf([SHARED_STACK])) onSharedStack.push(file);
    else if (hasOneOf([...STACKS, ...SLOW])) slow.push(file);
    else quick.push(file);
  }
  return { onSharedStack, slow, quick };
}

/** Source files and what they import of the project. */
class Modules {
  readonly #texts = new Map<string, Promise<string>>();

  textOf(file: string): Promise<string> {
    const text = this.#texts.get(file) ?? readFile(file, "utf8");
    this.#texts.set(file, text);
    return text;
  }

  async #importsOf(file: string): Promise<string[]> {
    const imports = (await this.textOf(file)).matchAll(VALUE_IMPORT);
    return [...imports].map(([, module = ""]) => path.resolve(path.dirname(file), module));
  }

  /** The file and all that it imports, directly or not. */
  async reachedFrom(file: string, reached = new Set<string>()): Promise<ReadonlySet<string>> {
    if (reached.has(file)) return reached;
    reached.add(file);
    for (const imported of await this.#importsOf(file)) await this.reachedFrom(imported, reached);
    return reached;
  }
}
