import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { bytesToHex } from "viem";

import { deployWithDon } from "../../deploy/local/deployWithDon.ts";
import { startChain } from "../../deploy/local/stack/chain.ts";
import { stackAddresses, writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { quantile } from "./statistics.ts";

/** Nobody listens there: the measured tasks need the chain only. */
const NOWHERE = "http://127.0.0.1:9";
const ACCOUNT = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const COMMANDS = {
  version: ["--version"],
  readTask: ["vault", "balance", ACCOUNT, "--json"],
  writeTask: ["vault", "deposit", "1", "--faucet", "--account", "9", "--json"],
} as const;

/** Seconds that commands take, the median of their runs. */
export type CommandTimes = Readonly<Record<keyof typeof COMMANDS, number>>;

/** Runs each command so often, in turn, after once to warm caches, on a chain with the protocol in this process. */
export async function measureCommands(
  hre: HardhatRuntimeEnvironment,
  runs: number,
): Promise<CommandTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-bench-"));
  const chain = await startChain(hre, 0);
  try {
    const secret = bytesToHex(randomBytes(32));
    const protocol = await deployWithDon(chain.inProcess, secret);
    const file = path.join(folder, "stack.json");
    const services = { graphql: NOWHERE, ipfs: NOWHERE, don: NOWHERE, beacon: NOWHERE };
    await writeStackFile(
      {
        chainId: 31_337,
        rpc: chain.rpc,
        ...services,
        vendors: NOWHERE,
        addresses: stackAddresses(protocol),
      },
      file,
    );
    const environment = { LEAD_ENGINE_STACK: file, LEAD_ENGINE_HOME: folder };
    const times = { version: [], readTask: [], writeTask: [] } as Record<
      keyof typeof COMMANDS,
      number[]
    >;
    for (let run = 0; run <= runs; run++) {
      for (const [name, words] of Object.entries(COMMANDS)) {
        const seconds = await secondsOf(words, environment);
        if (run > 0) times[name as keyof typeof COMMANDS].push(seconds);
      }
    }
    const median = (values: readonly number[]) => Number(quantile(values, 0.5).toFixed(3));
    return {
      version: median(times.version),
      readTask: median(times.readTask),
      writeTask: median(times.writeTask),
    };
  } finally {
    await chain.close();
    await rm(folder, { recursive: true });
  }
}

async function secondsOf(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const [, program = ""] = process.argv;
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...environment },
    stdio: "ignore",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`hardhat ${words.join(" ")} ended with exit code ${code}.`);
  return (performance.now() - start) / 1_000;
}
