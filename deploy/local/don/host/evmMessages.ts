import type { Message } from "@bufbuild/protobuf";

import type { ReportResponse } from "./messages.ts";

type Evm<Name extends string> = Message<`capabilities.blockchain.evm.v1alpha.${Name}`>;

/** A whole number of any size: its bytes, and 1, 0 or -1. */
export interface BigIntValue {
  readonly absVal: Uint8Array;
  readonly sign: bigint;
}

/** A question for the time of a block; the latest if it names none. */
export type HeaderByNumberRequest = Evm<"HeaderByNumberRequest">;
export type HeaderByNumberReply = Evm<"HeaderByNumberReply"> & {
  readonly header?: { readonly timestamp: bigint };
};

/** A read of a contract. */
export type CallContractRequest = Evm<"CallContractRequest"> & {
  readonly call?: {
    readonly from: Uint8Array;
    readonly to: Uint8Array;
    readonly data: Uint8Array;
  };
};
/** What it returned. */
export type CallContractReply = Evm<"CallContractReply"> & { readonly data: Uint8Array };

/** A log as workflows get it. */
export type EvmLog = Evm<"Log"> & {
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly txHash: Uint8Array;
  readonly blockHash: Uint8Array;
  readonly data: Uint8Array;
  readonly eventSig: Uint8Array;
  readonly blockNumber?: BigIntValue;
  readonly txIndex: number;
  /** In its block. */
  readonly index: number;
  readonly removed: boolean;
};

/** The logs that start runs: of any of the addresses; for each topic that lists values, one of them. */
export type LogTriggerConfig = Evm<"FilterLogTriggerRequest"> & {
  readonly addresses: readonly Uint8Array[];
  readonly topics: readonly { readonly values: readonly Uint8Array[] }[];
  /** How final a block must be: 0 safe, 1 latest, 2 finalised. */
  readonly confidence: number;
};

/** A query for the logs of some blocks. */
export type FilterLogsRequest = Evm<"FilterLogsRequest"> & {
  readonly filterQuery?: {
    readonly blockHash: Uint8Array;
    readonly fromBlock?: BigIntValue;
    readonly toBlock?: BigIntValue;
    readonly addresses: readonly Uint8Array[];
    readonly topics: readonly { readonly topic: readonly Uint8Array[] }[];
  };
};
export type FilterLogsReply = Evm<"FilterLogsReply"> & { readonly logs: readonly EvmLog[] };

/** A signed report on its way to a contract. */
export type WriteReportRequest = Evm<"WriteReportRequest"> & {
  readonly receiver: Uint8Array;
  readonly report?: ReportResponse;
  readonly gasConfig?: { readonly gasLimit: bigint };
};
export type WriteReportReply = Evm<"WriteReportReply"> & {
  /** 0 fatal, 1 reverted, 2 success. */
  readonly txStatus: number;
  /** 0 success, 1 reverted. */
  readonly receiverContractExecutionStatus?: number;
  readonly txHash?: Uint8Array;
  readonly errorMessage?: string;
};
