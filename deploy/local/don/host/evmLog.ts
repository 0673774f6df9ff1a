import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  bytesToHex,
  hexToBytes,
  hexToNumber,
  numberToHex,
  type Hex,
  type PublicClient,
  type RpcLog,
} from "viem";

import type { BigIntValue, EvmLog } from "./evmMessages.ts";
import { EVM_PB } from "./messages.ts";

/** A log that is mined, as the chain's RPC gives it. */
export type MinedLog = RpcLog & {
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: Hex;
  readonly logIndex: Hex;
};

/** Logs of these addresses, in these blocks; for each topic one of the values, or any. */
export interface LogFilter {
  readonly address: Hex[];
  readonly topics: (Hex[] | null)[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/** Asks a chain for logs, in their order. */
export async function readLogs(
  client: Pick<PublicClient, "request">,
  { fromBlock, toBlock, ...filter }: LogFilter,
): Promise<MinedLog[]> {
  const range = { fromBlock: numberToHex(fromBlock), toBlock: numberToHex(toBlock) };
  const logs = await client.request({ method: "eth_getLogs", params: [{ ...filter, ...range }] });
  return logs as MinedLog[];
}

/** Values of topics as a filter has them. */
export function topicsOf(topics: readonly (readonly Uint8Array[])[]): (Hex[] | null)[] {
  return topics.map((values) =>
    values.length === 0 ? null : values.map((value) => bytesToHex(value)),
  );
}

/** A log as workflows get it. */
export function evmLogOf(log: MinedLog): EvmLog {
  const init: MessageInitShape<typeof EVM_PB.LogSchema> = {
    address: hexToBytes(log.address),
    topics: log.topics.map((topic) => hexToBytes(topic)),
    txHash: hexToBytes(log.transactionHash),
    blockHash: hexToBytes(log.blockHash),
    data: hexToBytes(log.data),
    eventSig: hexToBytes(log.topics[0] ?? "0x"),
    blockNumber: bigIntValueOf(BigInt(log.blockNumber)),
    txIndex: hexToNumber(log.transactionIndex),
    index: hexToNumber(log.logIndex),
    removed: false,
  };
  return create(EVM_PB.LogSchema, init);
}

/** A number as a message. */
export function bigIntValueOf(value: bigint): BigIntValue {
  const absolute = value < 0n ? -value : value;
  return {
    absVal: hexToBytes(numberToHex(absolute)),
    sign: value === 0n ? 0n : value / absolute,
  };
}

/** The number of a message. */
export function bigintOf({ absVal, sign }: BigIntValue): bigint {
  return BigInt(`0x0${Buffer.from(absVal).toString("hex")}`) * sign;
}
