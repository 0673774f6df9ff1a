import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";
import hre from "hardhat";

const { root } = hre.config.paths;
const git = promisify(execFile);
/** Options of every Hardhat command. */
const GLOBAL = ["network", "config", "build-profile", "help"];
/** Says in a document that a block of commands is run by nobody here. */
const LIVE = /needs?\s(?:a\slive\snetwork|two\smachines)/;
/** Run by CI as such, or ask a person. */
const PLAIN = /^(?:npm |bun |npx hardhat (?:test|keystore set) )/;
/** Pages whose commands one test runs, block by block. */
const WHOLE = ["deploy/RUNBOOK.md"];

/** A block of shell commands. */
interface Block {
  /** The heading above it, as it is written. */
  readonly heading: string;
  /** The text between that heading, or the block before, and this block. */
  readonly above: string;
  readonly commands: readonly string[];
}

const shared: { pages: ReadonlyMap<string, string>; tests: string; scripts: readonly string[] } = {
  pages: new Map(),
  tests: "",
  scripts: [],
};

describe("every command of every document", () => {
  before(async () => {
    const read = async (file: string) => readFile(path.join(root, file), "utf8");
    const filesOf = async (...patterns: string[]) =>
      (await git("git", ["ls-files", ...patterns], { cwd: root })).stdout.trim().split("\n");
    const pages = await filesOf("*.md");
    shared.pages = new Map(
      await Promise.all(pages.map(async (file) => [file, await read(file)] as const)),
    );
    const tests = await filesOf("test/*.ts", "deploy/workflows/*.test.ts");
    shared.tests = (await Promise.all(tests.map(read))).join("\n");
    const { scripts } = JSON.parse(await read("package.json")) as { scripts: object };
    shared.scripts = Object.keys(scripts);
  });

  it("names a task and options that there are, or a script of the package", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const [file, text] of shared.pages) {
      const blocks = blocksOf(text).flatMap(({ commands }) => commands);
      const inline = [...text.matchAll(/`(np[xm] [^`]+)`/g)].map(([, command = ""]) => command);
      for (const command of [...blocks, ...inline]) {
        count++;
        const fault = faultOf(command);
        if (fault !== undefined) wrong.push(`${file}: ${command}: ${fault}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(count).to.be.above(100);
  });

  it("in a block is run by a test that names the heading, or is a script, or says that it needs a live network", () => {
    const open: string[] = [];
    for (const [file, text] of shared.pages) {
      for (const { heading, above, commands } of blocksOf(text)) {
        const isPlain = commands.every((command) => PLAIN.test(command));
        const isTested = WHOLE.includes(file) || shared.tests.includes(`"${heading}"`);
        if (!isPlain && !isTested && !LIVE.test(above)) open.push(`${file}, ${heading}`);
      }
    }
    expect(open).to.deep.equal([]);
  });
});

/** The shell blocks of a page. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let [heading, above] = ["", ""];
  for (const part of text.split(/^( *```[a-z]*\n[\s\S]*?^ *```)$/m)) {
    const fenced = /^ *```([a-z]*)\n([\s\S]*)\n *```$/.exec(part);
    if (fenced === null) {
      const headings = part.match(/^#+ .*$/gm);
      heading = headings?.at(-1) ?? heading;
      above = headings === null ? above + part : part;
      continue;
    }
    if (fenced[1] !== "sh") continue;
    const lines = (fenced[2] ?? "")
      .split("\n")
      .map((line) => line.replace(/\s+#.*|^#.*/, "").trim());
    blocks.push({ heading, above, commands: lines.filter((line) => line !== "") });
  }
  return blocks;
}

/** What is wrong with a command; undefined where nothing is, or where it is another program's. */
function faultOf(command: string): string | undefined {
  for (const part of command.split(" && ")) {
    const [program = "", first = "", ...rest] = part.replace(/ [>|].*/, "").split(/\s+/);
    if (program === "npm" && first === "run" && !shared.scripts.includes(rest[0] ?? "")) {
      return "no such script";
    }
    if (program !== "npx" || first !== "hardhat") continue;
    const words = rest.filter((word) => !word.startsWith("-"));
    // What comes before may be the value of a global option.
    const task = words
      .flatMap((_, start) => words.map((_word, cut) => words.slice(start, words.length - cut)))
      .filter((id) => id.length > 0)
      .map(taskOf)
      .find((found) => found !== undefined);
    if (task === undefined) {
      // `…`, or a group alone.
      if (words.length > 0 && !isGroup(words)) return "no such task";
      continue;
    }
    const options = [...task.options.keys()].map((name) =>
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    const unknown = rest
      .filter((word) => word.startsWith("--"))
      .map((word) => word.slice(2))
      .find((name) => !options.includes(name) && !GLOBAL.includes(name));
    if (unknown !== undefined) return `no option --${unknown}`;
  }
  return undefined;
}

function taskOf(id: string[]) {
  try {
    const task = hre.tasks.getTask(id);
    return task.isEmpty || task.id.length < id.length ? undefined : task;
  } catch {
    return undefined;
  }
}

function isGroup(words: readonly string[]): boolean {
  const [word = ""] = words;
  return /^\W/.test(word) || hre.tasks.rootTasks.has(word);
}
