import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { anyPack, anyUnpack, type Any } from "@bufbuild/protobuf/wkt";

import { bytesToHex, hexToBytes, type Hex, type PublicClient } from "viem";

import { messageOf } from "../../messageOf.ts";
import { bigintOf, evmLogOf, readLogs, topicsOf } from "./evmLog.ts";
import type { HttpRequest, HttpResponse } from "./httpMessages.ts";
import { within, type LimitName } from "./limits.ts";
import { EVM_PB, HTTP_CLIENT_PB } from "./messages.ts";
import type { Caller } from "./node.ts";
import {
  retried,
  TransactionReverted,
  type RetryRules,
  type WriteOutcome,
  type WriteReport,
  type WrittenReport,
} from "./reportWriter.ts";

/** What serves one method of a capability. */
export interface Capability {
  /** The limit that every call counts towards. */
  readonly counts?: LimitName;
  readonly run: (payload: Any, caller: Caller) => Promise<Any>;
}

/** Capabilities by `id/method`, such as `http-actions@1.0.0-alpha/SendRequest`. */
export type Capabilities = Readonly<Record<string, Capability>>;

/** A secret's value; undefined if there is none of that name. */
export type Secrets = (id: string, namespace: string) => string | undefined;

/** Serves a method with a function over its messages. */
export function capability<In extends DescMessage, Out extends DescMessage>(
  request: In,
  response: Out,
  serve: (request: MessageShape<In>, caller: Caller) => Promise<MessageInitShape<Out>>,
  counts?: LimitName,
): Capability {
  return {
    ...(counts === undefined ? {} : { counts }),
    run: async (payload, caller) => {
      const asked = anyUnpack(payload, request);
      if (asked === undefined) throw new Error(`The call is no ${request.typeName}.`);
      return anyPack(response, create(response, await serve(asked, caller)));
    },
  };
}

/** The HTTP capability. In an ordinary workflow every node asks by itself. */
export function httpCapability(
  send: (
    request: HttpRequest,
    caller: Caller,
  ) => Promise<Pick<HttpResponse, "statusCode" | "body">>,
): Capabilities {
  const { RequestSchema, ResponseSchema } = HTTP_CLIENT_PB;
  return {
    "http-actions@1.0.0-alpha/SendRequest": capability(
      RequestSchema,
      ResponseSchema,
      (request, caller) => withinHttpLimits(request, (asked) => send(asked, caller)),
      "httpCalls",
    ),
  };
}

/** Sends a request whose body, and whose answer's, are within the limits of both HTTP capabilities. @throws {LimitReached} */
export async function withinHttpLimits<
  Request extends { readonly body: Uint8Array },
  Response extends { readonly body: Uint8Array },
>(request: Request, send: (request: Request) => Promise<Response>): Promise<Response> {
  within("httpRequestBytes", request.body.length);
  const response = await send(request);
  within("httpResponseBytes", response.body.length);
  return response;
}

/** What a chain does for workflows. */
export interface ChainServices {
  /** Unix seconds of the latest block. */
  readonly blockTime?: () => Promise<bigint>;
  readonly callContract?: (call: { to: Hex; data: Hex }) => Promise<Hex>;
  /** Answers queries for logs. */
  readonly logs?: Pick<PublicClient, "request">;
  /** Sends a report once, as `forwarderWriter` does; it is called again while the receiver fails. */
  readonly writeReport?: WriteReport;
}

const TX_STATUS = { fatal: 0, reverted: 1, success: 2 } as const;
const RECEIVER_STATUS = { success: 0, reverted: 1 } as const;

/**
 * The EVM capability of one chain, for the methods that it has a service for.
 * @param retries how often a report is sent whose receiver fails: three times by default, a second and two seconds apart.
 */
export function evmCapabilities(
  chainSelector: bigint,
  services: ChainServices,
  retries: Partial<RetryRules> = {},
): Capabilities {
  const { blockTime, callContract, logs, writeReport } = services;
  const named = (method: string, served: Capability) => ({
    [`evm:ChainSelector:${chainSelector}@1.0.0/${method}`]: served,
  });
  return {
    ...(blockTime && named("HeaderByNumber", header(blockTime))),
    ...(callContract && named("CallContract", contractCall(callContract))),
    ...(logs && named("FilterLogs", logQuery(logs))),
    ...(writeReport && named("WriteReport", reportWrite(retried(writeReport, retries)))),
  };
}

function header(blockTime: NonNullable<ChainServices["blockTime"]>): Capability {
  return capability(
    EVM_PB.HeaderByNumberRequestSchema,
    EVM_PB.HeaderByNumberReplySchema,
    async () => ({ header: { timestamp: await blockTime() } }),
    "evmReads",
  );
}

function contractCall(callContract: NonNullable<ChainServices["callContract"]>): Capability {
  return capability(
    EVM_PB.CallContractRequestSchema,
    EVM_PB.CallContractReplySchema,
    async ({ call }) => {
      if (call === undefined) throw new Error("The call names no contract.");
      const data = await callContract({ to: bytesToHex(call.to), data: bytesToHex(call.data) });
      return { data: hexToBytes(data) };
    },
    "evmReads",
  );
}

function logQuery(client: NonNullable<ChainServices["logs"]>): Capability {
  return capability(
    EVM_PB.FilterLogsRequestSchema,
    EVM_PB.FilterLogsReplySchema,
    async ({ filterQuery }) => {
      if (filterQuery?.fromBlock === undefined || filterQuery.toBlock === undefined) {
        throw new Error("The local DON takes queries for logs from one block to another.");
      }
      const fromBlock = bigintOf(filterQuery.fromBlock);
      const toBlock = bigintOf(filterQuery.toBlock);
      within("logQueryBlocks", Number(toBlock - fromBlock) + 1);
      const found = await readLogs(client, {
        address: filterQuery.addresses.map((address) => bytesToHex(address)),
        topics: topicsOf(filterQuery.topics.map(({ topic }) => topic)),
        fromBlock,
        toBlock,
      });
      return { logs: found.map(evmLogOf) };
    },
    "evmReads",
  );
}

function reportWrite(write: WriteReport): Capability {
  return capability(
    EVM_PB.WriteReportRequestSchema,
    EVM_PB.WriteReportReplySchema,
    async ({ receiver, report, gasConfig }) => {
      if (report === undefined) throw new Error("There is no report to write.");
      const gasLimit = gasConfig?.gasLimit ?? 0n;
      within("reportGas", Number(gasLimit));
      const written: WrittenReport = {
        receiver: bytesToHex(receiver),
        rawReport: bytesToHex(report.rawReport),
        context: bytesToHex(report.reportContext),
        signatures: report.sigs.map(({ signature }) => bytesToHex(signature)),
        gasLimit,
      };
      try {
        return replyTo(await write(written));
      } catch (error) {
        return {
          txStatus: error instanceof TransactionReverted ? TX_STATUS.reverted : TX_STATUS.fatal,
          errorMessage: messageOf(error),
        };
      }
    },
  );
}

function replyTo({ hash, delivered }: WriteOutcome) {
  return {
    txStatus: TX_STATUS.success,
    receiverContractExecutionStatus: delivered ? RECEIVER_STATUS.success : RECEIVER_STATUS.reverted,
    ...(hash === undefined ? {} : { txHash: hexToBytes(hash) }),
  };
}
