import { spawn } from "node:child_process";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { tallied } from "./total.ts";

/** Runs the CRE workflows' own tests under Bun, as the SDK's mocks demand, and counts them by Bun's summary. */
export default async function runWorkflows(_arguments: unknown, hre: HardhatRuntimeEnvironment) {
  const { root } = hre.config.paths;
  const { output, succeeded } = await bunTest(
    path.join(root, "node_modules/.bin/bun"),
    path.join(root, "deploy/workflows"),
  );
  const passed = countOf(output, "pass");
  // A file that cannot be loaded has no test that fails.
  const failed = succeeded ? 0 : Math.max(1, countOf(output, "fail"));
  return tallied(passed, failed);
}

/** Bun reports on stderr; what it says is printed as it comes. */
async function bunTest(bun: string, cwd: string) {
  const child = spawn(bun, ["test"], { cwd, stdio: ["ignore", "inherit", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stderr.write(text);
  });
  const succeeded = await new Promise<boolean>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code === 0);
    });
  });
  return { output, succeeded };
}

function countOf(output: string, outcome: "pass" | "fail"): number {
  const lines = output.matchAll(new RegExp(`^\\s*(\\d+) ${outcome}$`, "gm"));
  return Number([...lines].at(-1)?.[1] ?? 0);
}
