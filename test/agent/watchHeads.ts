import { setTimeout as delay } from "node:timers/promises";

import { expect } from "chai";
import hre from "hardhat";
import {
  BaseError,
  createPublicClient,
  createWalletClient,
  getAbiItem,
  http,
  type Hex,
  type Log,
} from "viem";
import { call } from "viem/actions";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

import { readingOver } from "../../deploy/agent/run/readingOver.ts";
import { watchHeads } from "../../deploy/agent/run/watchHeads.ts";
import { startChain, type Chain } from "../../deploy/local/stack/chain.ts";
import { clientOf, traderOf } from "../../deploy/sdk/client.ts";
import type { Deployment } from "../../deploy/sdk/deployments.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { lineTo, type Line } from "../fixtures/line.ts";

/** Longer than the first attempt to connect again takes, milliseconds. */
const OUTAGE = 2_500;
const PATIENCE = 30_000;

describe("watching heads over a WebSocket", () => {
  let chain: Chain;
  let line: Line;
  before(async () => {
    chain = await startChain(hre, 0);
    line = await lineTo(chain.ws);
  });
  after(async () => {
    await line.cut();
    await chain.close();
  });

  it("says when a block was made, and calls at the wanted event alone", async () => {
    const { viem, networkHelpers } = chain.connection;
    const usdc = await viem.deployContract("TestUSDC");
    const times: (number | undefined)[] = [];
    const notes: string[] = [];
    const events: (Hex | null)[] = [];
    const event = {
      address: usdc.address,
      abi: getAbiItem({ abi: usdc.abi, name: "Transfer" }),
      args: { to: usdc.address },
      onEvent: (logs: readonly Log[]) => {
        events.push(...logs.map(({ transactionHash }) => transactionHash));
      },
    };
    const client = createPublicClient({ chain: hardhat, transport: http(chain.rpc) });
    const onHead = (time?: number) => times.push(time);
    const { stop } = watchHeads(client, chain.ws, { onHead, event }, (note) => notes.push(note));
    await until(() => times.length > 0);
    expect(times).to.deep.equal([undefined]);
    const hash = await usdc.write.mint([usdc.address, 1n]);
    const minted = await networkHelpers.time.latest();
    await usdc.write.approve([usdc.address, 1n]);
    const approved = await networkHelpers.time.latest();
    await until(() => times.includes(approved));
    expect(times.slice(0, 3)).to.deep.equal([undefined, minted, approved]);
    const other = `0x${"22".repeat(20)}` as const;
    await usdc.write.mint([other, 1n]);
    await until(() => times.length === 4);
    expect(events).to.deep.equal([hash]);
    expect(notes).to.deep.equal([]);
    stop();
  });

  it("goes on after an outage, looks at once, and leaves nothing open at its end", async () => {
    let heads = 0;
    const notes: string[] = [];
    const client = createPublicClient({ chain: hardhat, transport: http(chain.rpc) });
    const onHead = () => {
      heads++;
    };
    const { stop } = watchHeads(client, line.url, { onHead }, (note) => notes.push(note));
    const mine = () => chain.connection.networkHelpers.mine();
    const untilMore = (than: number, work?: () => Promise<void>) => until(() => heads > than, work);
    await untilMore(2, mine);

    await line.cut();
    await until(() => notes.length > 0);
    const before = heads;
    // The outage itself: the first attempts to connect again fail.
    await delay(OUTAGE);
    expect(heads).to.equal(before);
    expect(notes).to.deep.equal(["New blocks are not pushed now. Trying again."]);
    await line.restore();
    await untilMore(before);
    await untilMore(heads + 1, mine);

    stop();
    await until(() => line.open() === 0);
  }).timeout(2 * PATIENCE);

  it("is read over while it is open; what it does not answer is asked as before", async () => {
    let requests = 0;
    const transport = http(chain.rpc, {
      onFetchRequest: () => {
        requests++;
      },
    });
    const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
    const trader = traderOf(
      clientOf(createPublicClient({ chain: hardhat, transport }), hardhat.id, {
        deployment: {} as Deployment,
      }),
      createWalletClient({ account, chain: hardhat, transport }),
    );
    const { source, stop } = watchHeads(
      trader.publicClient,
      line.url,
      { onHead: () => undefined },
      () => undefined,
    );
    const reader = readingOver(trader, source);
    expect(reader.address).to.equal(account.address);
    // Not yet open.
    const now = await reader.now();
    expect([now > 0, requests]).to.deep.equal([true, 1]);

    await until(() => source() !== undefined);
    const sent = line.bytes();
    expect(await reader.now()).to.be.at.least(now);
    expect(line.bytes()).to.be.greaterThan(sent);
    const refused = await errorOf(
      call(reader.publicClient, { to: account.address, gas: 1n }),
      BaseError,
    );
    expect(refused.message).to.include("gas");
    expect(requests).to.equal(1);

    await line.cut();
    expect(await reader.now()).to.be.at.least(now);
    expect(requests).to.equal(2);
    stop();
  }).timeout(PATIENCE);
});

/** Looks until it is so; does some work before each look. */
function until(isSo: () => boolean, work = () => Promise.resolve()): Promise<true> {
  return poll({
    look: async () => {
      await work();
      return isSo() ? true : undefined;
    },
    deadline: PATIENCE,
    interval: 200,
    late: () => new Error("It did not come about."),
  });
}
