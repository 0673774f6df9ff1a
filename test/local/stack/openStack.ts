import { access, chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { readStackFile } from "../../../deploy/local/stack/stackFile.ts";
import { putContent } from "../../../deploy/sdk/lead/contentStore.ts";
import { poll } from "../../../deploy/sdk/poll.ts";
import { errorOf, refusalOf } from "../../fixtures/errorOf.ts";
import { listeners, processesIn } from "../../fixtures/processes.ts";
import { requestWord } from "../../fixtures/requestWord.ts";

/** Without it, Graph Node answers from a head that may be 30 s old after a quiet time. */
const HEAD_UNCACHED = "GRAPH_STORE_DISABLE_CHAIN_HEAD_PTR_CACHE";
/** The index of an account that holds no role. */
const CONSUMER = 8;
const COMPOSE = new URL("../../../subgraph/docker-compose.yml", import.meta.url);

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** IPv4 and IPv6, as the kernel writes them. */
const isLoopback = (address: string) =>
  ["0100007F", "00000000000000000000000001000000"].includes(address);

/** The block that the subgraph answers from. */
async function answeredBlock({ urls }: Stack) {
  const response = await fetch(urls.graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _meta { block { number hash } } }" }),
  });
  const { data } = (await response.json()) as {
    data: { _meta: { block: { number: number; hash: string } } };
  };
  return data._meta.block;
}

describe("openStack", () => {
  let folder: string;
  let stackFile: string;
  let stack: Stack;
  let indexedAtFirst: Awaited<ReturnType<typeof answeredBlock>>;
  let deployedAt: typeof indexedAtFirst;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "stack-test-"));
    // PostgreSQL, which does not run as root, may enter.
    await chmod(folder, 0o755);
    stackFile = path.join(folder, "told", "stack.json");
    stack = await openStack(hre, { dataDir: folder, stackFile });
    [indexedAtFirst, deployedAt] = [await answeredBlock(stack), await head()];
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  const head = async () => {
    const { number, hash } = await (await stack.connection.viem.getPublicClient()).getBlock();
    return { number: Number(number), hash };
  };

  it("should have indexed the deployment when it is open", () => {
    expect(indexedAtFirst).to.deep.equal(deployedAt);
  });

  it("should tell other processes where it is", async () => {
    const { chainId, addresses, urls } = stack;
    const { rpc, graphql, ipfs, don, beacon, vendors } = urls;
    expect(await readStackFile(stackFile)).to.deep.equal({
      pid: process.pid,
      chainId,
      rpc,
      graphql,
      ipfs,
      don,
      beacon,
      vendors,
      addresses,
    });
  });

  it("should wait for the head, and for a block by its number", async () => {
    await stack.connection.networkHelpers.mine(5);
    const { number } = await head();
    await stack.indexed(number - 2);
    expect((await answeredBlock(stack)).number).to.be.at.least(number - 2);
    await stack.indexed();
    expect(await answeredBlock(stack)).to.deep.equal(await head());
    const { message } = await errorOf(stack.indexed(number + 1), RangeError);
    expect(message).to.equal(`The chain has no block ${number + 1}.`);
  });

  it("should have Graph Node look for the chain's head with every query, as production does", async () => {
    const node = (await processesIn(folder)).find(({ command }) => command.includes(" dev "));
    const environment = await readFile(`/proc/${String(node?.pid)}/environ`, "utf8");
    expect(environment.split("\0")).to.include(`${HEAD_UNCACHED}=true`);
    const compose = await readFile(COMPOSE, "utf8");
    expect(compose).to.match(new RegExp(`^ {6}${HEAD_UNCACHED}: "true"( #.*)?$`, "m"));
  });

  it("should be open to this machine alone, Graph Node and PostgreSQL too", async () => {
    for (const { pid, command } of await processesIn(folder)) {
      const open = await listeners(pid);
      expect(open, command).to.satisfy((all: string[]) => all.every(isLoopback));
    }
    const node = (await processesIn(folder)).find(({ command }) => command.includes(" dev "));
    expect(await listeners(node?.pid)).to.have.length(4);
  });

  it("should have VRF answer by itself", async () => {
    const { coordinator, subscriptionId } = stack.protocol;
    const [wallet] = (await stack.connection.viem.getWalletClients()).slice(CONSUMER);
    if (wallet === undefined) throw new Error("The chain has no account for the consumer.");
    await coordinator.write.addConsumer([subscriptionId, wallet.account.address]);
    await requestWord(stack.protocol, subscriptionId, { wallet });
    await poll({
      look: async () =>
        (await coordinator.getEvents.RandomWordsFulfilled({}, { fromBlock: 0n }))[0],
      deadline: 10_000,
      late: () => new Error("No word has come."),
    });
  });

  it("should follow a reorganisation to the longer fork", async () => {
    const { networkHelpers } = stack.connection;
    const snapshot = await networkHelpers.takeSnapshot();
    await networkHelpers.mine(2);
    await stack.indexed();
    const forsaken = await head();
    await snapshot.restore();
    await networkHelpers.mine(3, { interval: 7 });
    await stack.indexed();
    expect(await answeredBlock(stack)).to.deep.equal(await head());
    await stack.indexed(forsaken.number);
  });

  it("should not let a second stack write over what it tells", async () => {
    const message = await refusalOf(openStack(hre, { stackFile }));
    expect(message).to.include(`process ${process.pid}, chain at ${stack.urls.rpc}`);
  });

  it("should not let a second stack into its folder", async () => {
    const message = await refusalOf(openStack(hre, { dataDir: folder }));
    expect(message).to.match(
      /^Another stack \(process \d+\) uses .*\. End it, or choose another folder with --data\.$/,
    );
  });

  describe("given that PostgreSQL dies", () => {
    it("should fail, and close all the same, leaving ciphertexts and logs", async () => {
      await putContent(stack.urls.ipfs, Uint8Array.of(1, 2, 3));
      // A WebSocket client that stays must not keep the stack from closing.
      const client = new WebSocket(stack.urls.ws);
      await new Promise((resolve) => {
        client.addEventListener("open", resolve);
      });
      const postmaster = (await processesIn(folder)).find(({ command }) =>
        command.includes(" -D "),
      );
      if (postmaster === undefined) throw new Error("PostgreSQL does not run");
      process.kill(postmaster.pid, "SIGKILL");
      const message = await refusalOf(stack.failure);
      expect(message).to.match(/^(PostgreSQL was ended by SIGKILL|Graph Node ended with code)/);
      expect(message).to.contain("Start the stack again. See ");

      await Promise.all([stack.close(), stack.close()]);
      expect(await processesIn(folder)).to.deep.equal([]);
      expect((await readdir(folder)).sort()).to.deep.equal(["ipfs", "logs", "told"]);
      expect((await readdir(path.join(folder, "logs"))).sort()).to.include.members([
        "don.log",
        "graph-node.log",
        "ipfs.log",
        "postgres.log",
      ]);
      expect(await exists(stackFile)).to.equal(false);
      const blocks = await readdir(path.join(folder, "ipfs"), { recursive: true });
      expect(blocks.filter((name) => name.endsWith(".data"))).to.have.length(1);
    });
  });
});
