import { stripVTControlCharacters } from "node:util";

/** How Hardhat starts what it prints when it cannot run a task: wrong arguments, an unknown task or network, a variable that is not set. */
const FOREWORD = /^Error (?:in community plugin )?([\w@/-]+)(?: in plugin \S+)?: (.*)/s;
const UNEXPECTED = "An unexpected error occurred:";

/** What a program is told of a failure. */
interface Failure {
  readonly code: string;
  readonly says: string;
  readonly next: string;
}

/**
 * With `--json`, Hardhat's own failures end with one JSON object in the last line of the output too, as those of our tasks do. Hardhat 3
 * has no hook for them: they happen before a task runs. It prints each on the error stream, which is where this listens.
 */
export function answerFailuresInJson(words: readonly string[]): void {
  if (!words.includes("--json")) return;
  const print = console.error;
  let isUnexpected = false;
  console.error = (...items: unknown[]) => {
    print(...items);
    const failure = failureIn(items[0], words, isUnexpected);
    isUnexpected = items[0] !== undefined && textOf(items[0]).startsWith(UNEXPECTED);
    if (failure !== undefined) console.log(JSON.stringify({ error: failure }));
  };
}

function failureIn(
  item: unknown,
  words: readonly string[],
  isUnexpected: boolean,
): Failure | undefined {
  if (isUnexpected && item instanceof Error) {
    const next = "This is a bug: please report it with what the error stream shows.";
    return { code: "UNEXPECTED", says: item.message, next };
  }
  const [, code, says] = FOREWORD.exec(textOf(item)) ?? [];
  if (code === undefined || says === undefined) return undefined;
  return { code, says: says.trim(), next: NEXT[code] ?? helpOf(words) };
}

/** What to do about failures that a task's help does not explain, by Hardhat's codes. */
const NEXT: Readonly<Record<string, string>> = {
  HHE7: "Store it with `npx hardhat keystore set NAME`, or set it in the environment.",
  HHE404: "`npx hardhat --help` lists the tasks.",
  HHE416: "`npx hardhat TASK` lists the tasks of a group.",
  HHE705: "hardhat.config.ts has the networks; without --network, the running stack is meant.",
};

function helpOf(words: readonly string[]): string {
  const task = words
    .slice(
      0,
      words.findIndex((word) => word.startsWith("-")),
    )
    .slice(0, 2);
  return `\`${["npx hardhat", ...task, "--help"].join(" ")}\` shows what it takes.`;
}

function textOf(item: unknown): string {
  return typeof item === "string" ? stripVTControlCharacters(item) : "";
}
