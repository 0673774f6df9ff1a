import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { anyPack, anyUnpack, type Any } from "@bufbuild/protobuf/wkt";

import { bytesToHex, hexToBytes, type Hex } from "viem";

import { within, type LimitName } from "./limits.ts";
import type { HttpRequest, HttpResponse } from "./httpMessages.ts";
import { EVM_PB, HTTP_CLIENT_PB } from "./messages.ts";

/** Who makes a call: one node by its index, or all of them together. */
export type Caller = number | "DON";

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
  const serve = async (request: HttpRequest, caller: Caller) => {
    within("httpRequestBytes", request.body.length);
    const response = await send(request, caller);
    within("httpResponseBytes", response.body.length);
    return response;
  };
  return {
    "http-actions@1.0.0-alpha/SendRequest": capability(
      RequestSchema,
      ResponseSchema,
      serve,
      "httpCalls",
    ),
  };
}

/** A signed report as the forwarder takes it. */
export interface WrittenReport {
  readonly receiver: Hex;
  readonly rawReport: Hex;
  readonly context: Hex;
  readonly signatures: readonly Hex[];
  readonly gasLimit: bigint;
}

/** What a chain does for workflows. */
export interface ChainServices {
  /** Unix seconds of the latest block. */
  readonly blockTime?: () => Promise<bigint>;
  readonly callContract?: (call: { to: Hex; data: Hex }) => Promise<Hex>;
  /** Sends a report through the forwarder; `delivered` says whether the receiver took it. */
  readonly writeReport?: (report: WrittenReport) => Promise<{ hash: Hex; delivered: boolean }>;
}

const TX_SUCCESS = 2;

/** The EVM capability of one chain, for the methods that it has a service for. */
export function evmCapabilities(chainSelector: bigint, services: ChainServices): Capabilities {
  const { blockTime, callContract, writeReport } = services;
  const named = (method: string, served: Capability) => ({
    [`evm:ChainSelector:${chainSelector}@1.0.0/${method}`]: served,
  });
  return {
    ...(blockTime && named("HeaderByNumber", header(blockTime))),
    ...(callContract && named("CallContract", contractCall(callContract))),
    ...(writeReport && named("WriteReport", reportWrite(writeReport))),
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

function reportWrite(writeReport: NonNullable<ChainServices["writeReport"]>): Capability {
  return capability(
    EVM_PB.WriteReportRequestSchema,
    EVM_PB.WriteReportReplySchema,
    async ({ receiver, report, gasConfig }) => {
      if (report === undefined) throw new Error("There is no report to write.");
      const gasLimit = gasConfig?.gasLimit ?? 0n;
      within("reportGas", Number(gasLimit));
      const { hash, delivered } = await writeReport({
        receiver: bytesToHex(receiver),
        rawReport: bytesToHex(report.rawReport),
        context: bytesToHex(report.reportContext),
        signatures: report.sigs.map(({ signature }) => bytesToHex(signature)),
        gasLimit,
      });
      return {
        txStatus: TX_SUCCESS,
        receiverContractExecutionStatus: delivered ? 0 : 1,
        txHash: hexToBytes(hash),
      };
    },
  );
}
