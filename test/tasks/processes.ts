import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";

import { writeStackFile } from "../../deploy/local/stack/stackFile.ts";
import { runHardhat } from "../fixtures/hardhatProcess.ts";
import { serveIndex, type IndexedHead, type IndexServer } from "../fixtures/indexServer.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const NOBODY = "0x00000000000000000000000000000000000000A1";

describe("tasks as commands of other terminals", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
  });
  after(() => local.close());

  it("find the running stack and end with one JSON object and exit code 0", async () => {
    const { code, stdout, stderr } = await runHardhat(
      ["vault", "balance", NOBODY, "--json"],
      local.environment,
    );
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).to.deep.equal({
      account: NOBODY,
      free: 0,
      locked: 0,
      wallet: 0,
      hasDeliveryKey: false,
    });
  });

  it("take the wallet of a terminal from its environment; tell a refusal on the error stream and by exit code 1", async () => {
    const environment = { ...local.environment, LEAD_ENGINE_ACCOUNT: "9" };
    const { code, stdout, stderr } = await runHardhat(["vault", "withdraw", "5"], environment);
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /has 0 USDC free and 0 USDC locked in the vault\.\nWithdraw at most what is free/,
    );
    expect(stdout.trim()).to.equal("");
  });

  it("refuse the stack's index for another network, before they ask anybody", async () => {
    const args = ["query", "solvency", "--network", "base"];
    const { code, stderr } = await runHardhat(args, local.environment);
    expect(code).to.equal(1);
    expect(stderr.trim()).to.equal(
      "The subgraph that runs on this machine is of chain 31337, not of chain 8453.\nName the one of chain 8453 with --graphql or LEAD_ENGINE_GRAPHQL, or leave out --network to look at the stack.",
    );
  });

  it("take the index of another network where it is named", async () => {
    const args = ["query", "{ a }", "--network", "base", "--graphql", "http://127.0.0.1:9"];
    const { stderr } = await runHardhat(args, local.environment);
    expect(stderr).to.include("No subgraph answers at http://127.0.0.1:9");
  });

  describe("given an index by name", () => {
    let index: IndexServer;
    before(async () => {
      index = await serveIndex();
    });
    after(() => index.close());

    const blockOne = async () => {
      const client = await local.connection.viem.getPublicClient();
      return { number: 1, hash: (await client.getBlock({ blockNumber: 1n })).hash };
    };
    const ask = (...answers: IndexedHead[]) => {
      index.answer(...answers);
      return runTask(["query"], {
        query: "{ _meta { block { number } } }",
        vars: [],
        graphql: index.url,
        json: true,
      });
    };

    it("take one of the chain that they ask", async () => {
      const { err, succeeded } = await ask(await blockOne());
      expect(succeeded, err.join("\n")).to.equal(true);
    });

    it("take one that is about to follow a reorganisation", async () => {
      const block = await blockOne();
      const { err, succeeded } = await ask({ ...block, hash: zeroHash }, block);
      expect(succeeded, err.join("\n")).to.equal(true);
    });

    it("refuse one of another chain: that has another block there, or none", async () => {
      const { hash } = await blockOne();
      for (const block of [
        { number: 1, hash: zeroHash },
        { number: 1_000_000, hash },
      ]) {
        const { err, succeeded } = await ask(block);
        expect(succeeded).to.equal(false);
        expect(err.join("\n")).to.match(
          /does not index the chain that is asked \(chain 31337\).*\nName the subgraph of that chain/,
        );
      }
    });
  });

  describe("without a deployment", () => {
    const file = () => path.join(local.folder, "another.json");
    const balanceWith = async (stackFile: string): Promise<string> => {
      process.env["LEAD_ENGINE_STACK"] = stackFile;
      try {
        const { err, succeeded } = await runTask(["vault", "balance"], { address: NOBODY });
        expect(succeeded).to.equal(false);
        return err.join("\n");
      } finally {
        process.env["LEAD_ENGINE_STACK"] = local.environment.LEAD_ENGINE_STACK;
      }
    };

    it("say that no stack runs and how to start one", async () => {
      const text = await balanceWith(path.join(local.folder, "none.json"));
      expect(text).to.include("No stack runs").and.include("npx hardhat stack");
    });

    it("say that the stack has ended when its chain does not answer", async () => {
      const rpc = "http://127.0.0.1:9/";
      await writeStackFile({ ...local.stack, rpc }, file());
      expect(await balanceWith(file())).to.include(`No chain answers at ${rpc}`);
    });

    it("say so when there is no code at the house's address", async () => {
      const addresses = { ...local.stack.addresses, house: zeroAddress };
      await writeStackFile({ ...local.stack, addresses }, file());
      expect(await balanceWith(file())).to.include("No deployment on chain 31337");
    });

    it("say so when the stack's file tells of another chain", async () => {
      await writeStackFile({ ...local.stack, chainId: 8_453 }, file());
      expect(await balanceWith(file())).to.include("No deployment on chain 31337");
    });

    it("say so when the file is none of a stack", async () => {
      await writeFile(file(), "{}");
      expect(await balanceWith(file())).to.include("does not describe a stack");
    });
  });
});
