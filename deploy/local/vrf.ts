import { appendFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import type { NetworkConnection } from "hardhat/types/network";
import { getAbiItem, parseAbi, type Address, type Client, type Hex } from "viem";
import { getLogs } from "viem/actions";

import type { deployWithDon } from "./deployWithDon.ts";
import { reasonOf } from "./stack/reasonOf.ts";

/** What the local VRF uses of Chainlink's `VRFCoordinatorV2_5Mock`. */
const coordinatorAbi = parseAbi([
  "function fulfillRandomWords(uint256 requestId, address consumer)",
  "event RandomWordsRequested(bytes32 indexed keyHash, uint256 requestId, uint256 preSeed, uint256 indexed subId, uint16 minimumRequestConfirmations, uint32 callbackGasLimit, uint32 numWords, bytes extraArgs, address indexed sender)",
  "event RandomWordsFulfilled(uint256 indexed requestId, uint256 outputSeed, uint256 indexed subId, uint96 payment, bool nativePayment, bool success, bool onlyPremium)",
  "error InvalidRequest()",
  "error InsufficientBalance()",
]);

/** Time between two looks at the chain, milliseconds. */
const INTERVAL = 100;
/** Gas that the coordinator needs besides the callback's. The EVM holds a 64th back from the callback. */
const COORDINATOR_GAS = 300_000n;

/** What the local VRF needs. */
export interface VrfContext {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Pick<Awaited<ReturnType<typeof deployWithDon>>, "coordinator" | "don">;
}

/** A request for random words that the coordinator has not answered yet. */
interface WordRequest {
  readonly id: bigint;
  readonly consumer: Address;
  /** The block that holds it, and how many blocks must follow before it is answered. */
  readonly blockNumber: bigint;
  readonly confirmations: number;
  readonly callbackGasLimit: number;
}

/** Chainlink's VRF on a local chain. */
export interface VrfNode {
  /**
   * Answers all pending requests, each after the confirmations that it asks for. On a live network blocks come by themselves; this mines
   * the missing ones. One call at a time, so nothing is answered twice.
   */
  readonly answerAll: () => Promise<void>;
}

/** A VRF node that answers on demand. */
export async function openVrfNode({ connection, protocol }: VrfContext): Promise<VrfNode> {
  const { coordinator, don } = protocol;
  const { transmitter } = don;
  const publicClient = await connection.viem.getPublicClient();
  let last: Promise<void> = Promise.resolve();
  /** A block up to which all requests were answered. */
  let quiet: { readonly number: bigint; readonly hash: Hex } | undefined;

  /** The first block that may hold a request that waits: a reorganisation can undo what made a block quiet. */
  async function firstToSearch(): Promise<bigint> {
    if (quiet === undefined) return 0n;
    const { number: blockNumber, hash } = quiet;
    const block = await publicClient.getBlock({ blockNumber }).catch(() => undefined);
    return block?.hash === hash ? blockNumber + 1n : 0n;
  }

  async function confirm({ blockNumber, confirmations }: WordRequest): Promise<void> {
    const head = await publicClient.getBlockNumber({ cacheTime: 0 });
    // One by one: Hardhat's simulated OP chain cannot continue from blocks that were mined in bulk.
    for (let next = head; next < blockNumber + BigInt(confirmations); next++) {
      await connection.networkHelpers.mine();
    }
  }

  async function answer(request: WordRequest): Promise<void> {
    const call = {
      address: coordinator.address,
      abi: coordinatorAbi,
      functionName: "fulfillRandomWords",
      args: [request.id, request.consumer],
      // Not estimated: the coordinator's transaction succeeds when the callback runs out of gas.
      gas: COORDINATOR_GAS + (BigInt(request.callbackGasLimit) * 64n) / 63n,
    } as const;
    // A call that would fail is not sent: its block would trigger the next try.
    await publicClient.simulateContract({ ...call, account: transmitter.account });
    await confirm(request);
    const hash = await transmitter.writeContract(call);
    await publicClient.waitForTransactionReceipt({ hash });
  }

  async function answerWaiting(): Promise<void> {
    const failures: unknown[] = [];
    const head = await publicClient.getBlock();
    const range = { fromBlock: await firstToSearch(), toBlock: head.number };
    const waiting = await waitingRequests(publicClient, coordinator.address, range);
    if (waiting.length === 0) quiet = head;
    for (const request of waiting) {
      await answer(request).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    answerAll: () => {
      last = last.catch(() => undefined).then(answerWaiting);
      return last;
    },
  };
}

/** A VRF node that answers by itself. */
export interface VrfService extends VrfNode {
  readonly close: () => Promise<void>;
}

/** Starts a VRF node that answers by itself all requests, old and new. @param log file that gets a line for every failure. */
export async function startVrf(context: VrfContext, log: string): Promise<VrfService> {
  const node = await openVrfNode(context);
  const publicClient = await context.connection.viem.getPublicClient();
  const closing = new AbortController();

  async function watch(): Promise<void> {
    let seen: string | undefined;
    while (!closing.signal.aborted) {
      try {
        const { hash } = await publicClient.getBlock();
        if (hash === seen) continue;
        // A failed answer is tried again with the next block, not sooner.
        seen = hash;
        await node.answerAll();
      } catch (error) {
        await appendFile(log, `${new Date().toISOString()} ${reasonOf(error)}\n`);
      } finally {
        await delay(INTERVAL, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  const watching = watch();
  return {
    ...node,
    close: async () => {
      closing.abort();
      await watching;
    },
  };
}

/** Requests for random words in a range of blocks, by default all, that are not answered there, the oldest first. */
export async function waitingRequests(
  client: Client,
  coordinator: Address,
  range: { readonly fromBlock: bigint; readonly toBlock?: bigint } = { fromBlock: 0n },
): Promise<WordRequest[]> {
  if (range.toBlock !== undefined && range.toBlock < range.fromBlock) return [];
  const everything = { address: coordinator, ...range, strict: true } as const;
  const [requested, fulfilled] = await Promise.all([
    getLogs(client, {
      ...everything,
      event: getAbiItem({ abi: coordinatorAbi, name: "RandomWordsRequested" }),
    }),
    getLogs(client, {
      ...everything,
      event: getAbiItem({ abi: coordinatorAbi, name: "RandomWordsFulfilled" }),
    }),
  ]);
  const answered = new Set(fulfilled.map(({ args }) => args.requestId));
  return requested
    .filter(({ args }) => !answered.has(args.requestId))
    .map(({ args, blockNumber }) => ({
      id: args.requestId,
      consumer: args.sender,
      blockNumber,
      confirmations: args.minimumRequestConfirmations,
      callbackGasLimit: args.callbackGasLimit,
    }));
}
