import { registerHooks } from "node:module";

import type { Message } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { Any, Timestamp } from "@bufbuild/protobuf/wkt";

import type {
  CallContractReply,
  CallContractRequest,
  EvmLog,
  FilterLogsReply,
  FilterLogsRequest,
  HeaderByNumberReply,
  HeaderByNumberRequest,
  LogTriggerConfig,
  WriteReportReply,
  WriteReportRequest,
} from "./evmMessages.ts";
import type {
  ConfidentialHttpRequest,
  ConfidentialHttpResponse,
  HttpPayload,
  HttpRequest,
  HttpResponse,
  HttpTriggerConfig,
} from "./httpMessages.ts";

/** A oneof of the SDK's messages. */
type OneOf<Cases> =
  | { [Case in keyof Cases]: { readonly case: Case; readonly value: Cases[Case] } }[keyof Cases]
  | { readonly case: undefined; readonly value?: undefined };

/** A value as workflows observe, aggregate and return it. */
export type Value = Message<"values.v1.Value"> & {
  readonly value: OneOf<{
    stringValue: string;
    boolValue: boolean;
    bytesValue: Uint8Array;
    mapValue: { fields: Record<string, Value> };
    listValue: { fields: Value[] };
    int64Value: bigint;
    uint64Value: bigint;
    float64Value: number;
    bigintValue: { absVal: Uint8Array; sign: bigint };
  }>;
};

/** How observations become one value: one rule, or one for each field. */
export type ConsensusDescriptor = Message<"sdk.v1alpha.ConsensusDescriptor"> & {
  readonly descriptor: OneOf<{
    aggregation: number;
    fieldsMap: { readonly fields: Readonly<Record<string, ConsensusDescriptor>> };
  }>;
};

/** A node's observation, and how it is to be aggregated. */
export type SimpleConsensusInputs = Message<"sdk.v1alpha.SimpleConsensusInputs"> & {
  readonly observation: OneOf<{ value: Value; error: string }>;
  readonly descriptors?: ConsensusDescriptor;
  readonly default?: Value;
};

type ExecuteRequest = Message<"sdk.v1alpha.ExecuteRequest"> & {
  readonly config: Uint8Array;
  readonly request: OneOf<{ subscribe: object; trigger: { id: bigint; payload: Any } }>;
  readonly maxResponseSize: bigint;
};

/** A trigger that a workflow subscribes to. `requirements.tee`: its handler runs in an enclave. */
export interface TriggerSubscription {
  readonly id: string;
  readonly method: string;
  readonly payload?: Any;
  readonly requirements?: { readonly tee?: object };
}

type ExecutionResult = Message<"sdk.v1alpha.ExecutionResult"> & {
  readonly result: OneOf<{
    value: Value;
    error: string;
    triggerSubscriptions: { readonly subscriptions: readonly TriggerSubscription[] };
  }>;
};

/** A call of a capability. DON mode counts `callbackId` up from 0, node mode down from -1. */
export type CapabilityRequest = Message<"sdk.v1alpha.CapabilityRequest"> & {
  readonly id: string;
  readonly method: string;
  readonly payload?: Any;
  readonly callbackId: number;
};

/** What came of a call. */
export type CapabilityResponse = Message<"sdk.v1alpha.CapabilityResponse"> & {
  readonly response: OneOf<{ payload: Any; error: string }>;
};

type AwaitIds<Name extends string> = Message<Name> & { readonly ids: readonly number[] };
type AwaitCapabilitiesResponse = Message<"sdk.v1alpha.AwaitCapabilitiesResponse"> & {
  readonly responses: Readonly<Record<number, CapabilityResponse>>;
};

type GetSecretsRequest = Message<"sdk.v1alpha.GetSecretsRequest"> & {
  readonly requests: readonly { readonly id: string; readonly namespace: string }[];
  readonly callbackId: number;
};
type AwaitSecretsResponse = Message<"sdk.v1alpha.AwaitSecretsResponse"> & {
  readonly responses: Readonly<Record<number, object>>;
};

type ReportRequest = Message<"sdk.v1alpha.ReportRequest"> & {
  readonly encodedPayload: Uint8Array;
  readonly encoderName: string;
  readonly signingAlgo: string;
  readonly hashingAlgo: string;
};
/** A report with the signatures of f + 1 nodes. */
export type ReportResponse = Message<"sdk.v1alpha.ReportResponse"> & {
  readonly configDigest: Uint8Array;
  readonly seqNr: bigint;
  readonly reportContext: Uint8Array;
  readonly rawReport: Uint8Array;
  readonly sigs: readonly { readonly signature: Uint8Array; readonly signerId: number }[];
};

/** How often a cron trigger starts runs: five or six fields, after `TZ=zone ` if not in UTC. */
export type CronConfig = Message<"capabilities.scheduler.cron.v1.Config"> & {
  readonly schedule: string;
};
/** What a cron trigger hands to a workflow. */
export type CronPayload = Message<"capabilities.scheduler.cron.v1.Payload"> & {
  readonly scheduledExecutionTime?: Timestamp;
};

/** What the host uses of `@chainlink/cre-sdk/pb`. */
interface SdkMessages {
  readonly VALUES_PB: { readonly ValueSchema: GenMessage<Value> };
  readonly SDK_PB: {
    readonly ExecuteRequestSchema: GenMessage<ExecuteRequest>;
    readonly ExecutionResultSchema: GenMessage<ExecutionResult>;
    readonly CapabilityRequestSchema: GenMessage<CapabilityRequest>;
    readonly CapabilityResponseSchema: GenMessage<CapabilityResponse>;
    readonly AwaitCapabilitiesRequestSchema: GenMessage<
      AwaitIds<"sdk.v1alpha.AwaitCapabilitiesRequest">
    >;
    readonly AwaitCapabilitiesResponseSchema: GenMessage<AwaitCapabilitiesResponse>;
    readonly GetSecretsRequestSchema: GenMessage<GetSecretsRequest>;
    readonly AwaitSecretsRequestSchema: GenMessage<AwaitIds<"sdk.v1alpha.AwaitSecretsRequest">>;
    readonly AwaitSecretsResponseSchema: GenMessage<AwaitSecretsResponse>;
    readonly SimpleConsensusInputsSchema: GenMessage<SimpleConsensusInputs>;
    readonly ReportRequestSchema: GenMessage<ReportRequest>;
    readonly ReportResponseSchema: GenMessage<ReportResponse>;
  };
  readonly HTTP_CLIENT_PB: {
    readonly RequestSchema: GenMessage<HttpRequest>;
    readonly ResponseSchema: GenMessage<HttpResponse>;
  };
  readonly CONFIDENTIAL_HTTP_CLIENT_PB: {
    readonly ConfidentialHTTPRequestSchema: GenMessage<ConfidentialHttpRequest>;
    readonly HTTPResponseSchema: GenMessage<ConfidentialHttpResponse>;
  };
  readonly HTTP_TRIGGER_PB: {
    readonly ConfigSchema: GenMessage<HttpTriggerConfig>;
    readonly PayloadSchema: GenMessage<HttpPayload>;
  };
  readonly CRON_TRIGGER_PB: {
    readonly ConfigSchema: GenMessage<CronConfig>;
    readonly PayloadSchema: GenMessage<CronPayload>;
  };
  readonly EVM_PB: {
    readonly CallContractRequestSchema: GenMessage<CallContractRequest>;
    readonly CallContractReplySchema: GenMessage<CallContractReply>;
    readonly HeaderByNumberRequestSchema: GenMessage<HeaderByNumberRequest>;
    readonly HeaderByNumberReplySchema: GenMessage<HeaderByNumberReply>;
    readonly FilterLogTriggerRequestSchema: GenMessage<LogTriggerConfig>;
    readonly FilterLogsRequestSchema: GenMessage<FilterLogsRequest>;
    readonly FilterLogsReplySchema: GenMessage<FilterLogsReply>;
    readonly LogSchema: GenMessage<EvmLog>;
    readonly WriteReportRequestSchema: GenMessage<WriteReportRequest>;
    readonly WriteReportReplySchema: GenMessage<WriteReportReply>;
  };
}

/** The SDK is written for bundlers: its files import each other without `.js`, which Node and TypeScript for Node do not resolve. */
registerHooks({
  resolve: (specifier, context, next) => {
    const isOfSdk = context.parentURL?.includes("/@chainlink/cre-sdk/dist/") ?? false;
    const isBare = specifier.startsWith(".") && !specifier.endsWith(".js");
    return next(isOfSdk && isBare ? `${specifier}.js` : specifier, context);
  },
});

/** The SDK's own protobuf messages. */
export const {
  VALUES_PB,
  SDK_PB,
  HTTP_CLIENT_PB,
  CONFIDENTIAL_HTTP_CLIENT_PB,
  HTTP_TRIGGER_PB,
  CRON_TRIGGER_PB,
  EVM_PB,
} = (await import("@chainlink/cre-sdk/pb")) as unknown as SdkMessages;
