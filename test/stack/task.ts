import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { poll } from "../../deploy/local/stack/poll.ts";
import { readStackFile, type StackFile } from "../../deploy/local/stack/stackFile.ts";
import { processesIn } from "../fixtures/processes.ts";
import { runTask } from "../fixtures/runTask.ts";

const HARDHAT = fileURLToPath(new URL("./cli.js", import.meta.resolve("hardhat")));
const FREE = ["rpc", "graphql", "status", "ipfs", "don"].flatMap((name) => [`--${name}-port`, "0"]);
/** Milliseconds for a stack to end. */
const PATIENCE = 30_000;

interface Ready extends StackFile {
  readonly accounts: readonly { readonly address: string; readonly role?: string }[];
}

describe("hardhat stack", () => {
  let folder: string;
  let stackFile: string;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "stack-task-"));
    await chmod(folder, 0o755);
    stackFile = path.join(folder, "stack.json");
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the task in a process of its own until it has printed its line of JSON. */
  const start = async (): Promise<{ ready: Ready; ended: Promise<number | null> }> => {
    const args = [HARDHAT, "stack", "--json", "--data", path.join(folder, "data"), ...FREE];
    const env = { ...process.env, LEAD_ENGINE_STACK: stackFile };
    const started = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "ignore"] });
    child = started;
    const ended = new Promise<number | null>((resolve) => started.once("exit", resolve));
    for await (const line of createInterface({ input: started.stdout })) {
      if (line.startsWith("{")) return { ready: JSON.parse(line) as Ready, ended };
    }
    throw new Error(`The stack ended with code ${String(await ended)}.`);
  };
  const parts = async () => (await processesIn(folder)).filter(({ pid }) => pid !== child?.pid);

  describe("given ctrl-C", () => {
    it("should end with code 0 and leave no process", async () => {
      const { ready, ended } = await start();
      const { accounts, ...told } = ready;
      expect(accounts).to.have.length(20);
      expect(accounts[0]).to.include({ role: "deployer" });
      expect(told).to.deep.include({ ...(await readStackFile(stackFile)) });
      expect(await parts()).not.to.deep.equal([]);

      child?.kill("SIGINT");
      expect(await ended).to.equal(0);
      expect(await parts()).to.deep.equal([]);
      expect(await readStackFile(stackFile)).to.equal(undefined);
    });
  });

  describe("given kill -9", () => {
    it("should leave no process, and nothing that says it is up", async () => {
      await start();
      child?.kill("SIGKILL");
      const left = async () => ({ parts: await parts(), told: await readStackFile(stackFile) });
      await poll({
        look: async () => {
          const { parts, told } = await left();
          return parts.length === 0 && told === undefined ? true : undefined;
        },
        deadline: PATIENCE,
        late: async () => new Error(`These are left: ${JSON.stringify(await left())}`),
      });
    });
  });

  describe("given arguments that make no sense", () => {
    it("should say what is allowed and fail", async () => {
      const { err, succeeded } = await runTask(["stack"], { rpcPort: 70_000 });
      expect({ err, succeeded }).to.deep.equal({
        err: ["--rpc-port 70000 is no port. Give a number from 0 (any that is free) to 65535."],
        succeeded: false,
      });
    });
  });
});
