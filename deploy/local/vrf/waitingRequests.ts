import { getAbiItem, type Address } from "viem";
import type { NetworkConnection } from "hardhat/types/network";

import { coordinatorAbi } from "./coordinatorAbi.ts";

type PublicClient = Awaited<ReturnType<NetworkConnection<"op">["viem"]["getPublicClient"]>>;

/** A request for random words that the coordinator has not answered yet. */
export interface WordRequest {
  readonly id: bigint;
  readonly consumer: Address;
  /** The block that holds it, and how many have to come after that before it is answered. */
  readonly blockNumber: bigint;
  readonly confirmations: number;
  readonly callbackGasLimit: number;
}

/** What waits for random words, the oldest first. Read from the whole of a local chain each time: a reorganisation takes requests back. */
export async function waitingRequests(
  publicClient: Pick<PublicClient, "getLogs">,
  coordinator: Address,
): Promise<WordRequest[]> {
  const everything = { address: coordinator, fromBlock: 0n, strict: true } as const;
  const [requested, fulfilled] = await Promise.all([
    publicClient.getLogs({
      ...everything,
      event: getAbiItem({ abi: coordinatorAbi, name: "RandomWordsRequested" }),
    }),
    publicClient.getLogs({
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
