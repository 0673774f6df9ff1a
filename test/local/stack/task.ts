import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { poll } from "../../../deploy/sdk/poll.ts";
import { readStackFile, type StackFile } from "../../../deploy/local/stack/stackFile.ts";
import { processesIn } from "../../fixtures/processes.ts";
import { runTask } from "../../fixtures/runTask.ts";

const HARDHAT = fileURLToPath(new URL("./cli.js", import.meta.resolve("hardhat")));
const PORTS = ["rpc", "graphql", "status", "ipfs", "don", "beacon", "vendors", "graphiql", "board"];
const FREE = PORTS.flatMap((name) => [`--${name}-port`, "0"]);
const FREE_PORTS = Object.fromEntries(PORTS.map((name) => [`${name}Port`, 0]));
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

  describe("given a stack in another terminal", () => {
    beforeEach(() => {
      process.env["LEAD_ENGINE_STACK"] = stackFile;
    });
    afterEach(() => {
      delete process.env["LEAD_ENGINE_STACK"];
    });

    it("should tell where it is, leave it alone, and stop it when that is asked for: with code 0, and no process left", async () => {
      const { ready, ended } = await start();
      const { accounts, ...facts } = ready;
      expect(accounts).to.have.length(20);
      expect(accounts[0]).to.include({ role: "deployer" });
      expect(facts).to.deep.include({ ...(await readStackFile(stackFile)) });
      expect(await parts()).not.to.deep.equal([]);
      const { pid, chainId, rpc, graphql, ipfs, don, beacon, vendors } = ready;
      const status = await runTask(["stack", "status"], { json: true });
      const { block, time, indexed, ...rest } = status.json;
      expect(rest).to.deep.equal({
        running: true,
        file: stackFile,
        ...{ pid, chainId, rpc, graphql, ipfs, don, beacon, vendors },
      });
      expect(block).to.be.above(0);
      expect(indexed).to.equal(block);
      expect(time).to.be.closeTo(Date.now() / 1_000, 60);

      const told = await readFile(stackFile, "utf8");
      const refusal = `A stack runs already: process ${pid}, chain at ${rpc}.\nUse that one, end it with "npx hardhat stack stop", or name another file for this one: LEAD_ENGINE_STACK.`;
      for (const [id, args] of [
        ["stack", {}],
        ["market-day", { serve: true }],
      ] as const) {
        const { err, succeeded } = await runTask([id], args);
        expect({ err, succeeded }, id).to.deep.equal({ err: [refusal], succeeded: false });
      }
      expect(await readFile(stackFile, "utf8")).to.equal(told);

      const stop = await runTask(["stack", "stop"], { json: true });
      expect(stop.json).to.deep.equal({ stopped: true, pid });
      expect(await ended).to.equal(0);
      expect(await parts()).to.deep.equal([]);
      expect(await readStackFile(stackFile)).to.equal(undefined);
    });

    it("should say that there is none", async () => {
      const status = await runTask(["stack", "status"], { json: true });
      expect(status.json).to.deep.equal({ running: false, file: stackFile });
      expect((await runTask(["stack", "status"], {})).out.join("\n")).to.include("No stack runs.");
      const stop = await runTask(["stack", "stop"], { json: true });
      expect(stop.json).to.deep.equal({ stopped: false });
    });
  });

  describe("given a busy port", () => {
    it("should name it and what to do before anything is built or started", async () => {
      const squatter = createServer();
      const port = await new Promise<number>((resolve) => {
        squatter.listen(0, "127.0.0.1", () => {
          resolve((squatter.address() as AddressInfo).port);
        });
      });
      process.env["LEAD_ENGINE_STACK"] = stackFile;
      const start = performance.now();
      const { err, succeeded } = await runTask(["stack"], { ...FREE_PORTS, donPort: port });
      const duration = performance.now() - start;
      delete process.env["LEAD_ENGINE_STACK"];
      squatter.close();
      expect({ err, succeeded }).to.deep.equal({
        err: [
          `Port ${port} is busy.\nStop what listens there, or choose another with --don-port (0 takes a free one).`,
        ],
        succeeded: false,
      });
      expect(duration).to.be.below(1_000);
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
    it("should say what is allowed and fail, to programs too", async () => {
      const { err, json, succeeded } = await runTask(["stack"], { rpcPort: 70_000, json: true });
      const says = "--rpc-port 70000 is not a port.";
      const next = "Give a number from 0 (any that is free) to 65535.";
      expect({ err, json, succeeded }).to.deep.equal({
        err: [`${says}\n${next}`],
        json: { error: { code: "STACK_FAILED", says, next } },
        succeeded: false,
      });
    });
  });
});
