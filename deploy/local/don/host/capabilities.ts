import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { anyPack, anyUnpack, type Any } from "@bufbuild/protobuf/wkt";

import { within, type LimitName } from "./limits.ts";
import {
  EVM_PB,
  HTTP_CLIENT_PB,
  type CallContractReply,
  type CallContractRequest,
  type HttpRequest,
  type HttpResponse,
} from "./messages.ts";

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

/** Reads of a chain's contracts. */
export function evmReadCapability(
  chainSelector: bigint,
  callContract: (request: CallContractRequest) => Promise<Pick<CallContractReply, "data">>,
): Capabilities {
  const { CallContractRequestSchema, CallContractReplySchema } = EVM_PB;
  return {
    [`evm:ChainSelector:${chainSelector}@1.0.0/CallContract`]: capability(
      CallContractRequestSchema,
      CallContractReplySchema,
      callContract,
      "evmReads",
    ),
  };
}
