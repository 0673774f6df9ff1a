import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackFacts, writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { openMarket, type Market } from "../scenarios/day/market.ts";

/** Accounts of the local chain: one without a role in the market, and its honest seller. */
const [KEEPER, SELLER] = ["0", "8"];

/** A market on a stack that `keeper run` and `seller run` watch. */
interface Unattended {
  readonly stack: Stack;
  readonly market: Market;
}

/** Does something on a stack of its own, with `keeper run` and `seller run` as processes beside it. */
export async function onUnattendedStack<ResultT>(
  hre: HardhatRuntimeEnvironment,
  progress: (line: string) => void,
  work: (unattended: Unattended) => Promise<ResultT>,
): Promise<ResultT> {
  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-bench-"));
  const stack = await openStack(hre);
  const runs: ChildProcess[] = [];
  try {
    const market = await openMarket(stack);
    const environment = await environmentOf(stack, folder);
    for (const words of [
      ["keeper", "run", "--account", KEEPER, "--every", "1s"],
      ["seller", "run", "--account", SELLER, "--every", "1s"],
    ]) {
      runs.push(await start(words, environment, progress));
    }
    return await work({ stack, market });
  } finally {
    for (const run of runs) await stop(run);
    await stack.close();
    await rm(folder, { recursive: true });
  }
}

async function environmentOf(stack: Stack, folder: string): Promise<Record<string, string>> {
  const file = path.join(folder, "stack.json");
  await writeStackFile(stackFacts(stack), file);
  return { LEAD_ENGINE_STACK: file, LEAD_ENGINE_HOME: folder };
}

/** Starts a command of this program and waits until it says that it watches. */
async function start(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  progress: (line: string) => void,
): Promise<ChildProcess> {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.trimEnd().split("\n")) progress(`  ${words[0]}: ${line}`);
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error(`${words.join(" ")} ended at its start.`);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGINT");
  await once(child, "exit");
}
