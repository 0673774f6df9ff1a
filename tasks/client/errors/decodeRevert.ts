import {
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  isHex,
  type Abi,
  type AbiItem,
  type Hex,
} from "viem";

import type { LeadIssue } from "../../../deploy/workflows/scoring/validateLead.ts";
import { errorCatalogue } from "./errorCatalogue.ts";
import { formatArgument } from "../format.ts";
import { tokenReasons } from "./tokenErrors.ts";

/** An error as people and programs are told of it. */
export interface Explanation {
  /** Name of the contract's error, or of the kind of failure. */
  readonly name: string;
  readonly message: string;
  readonly next: string;
  /** Where the user's file is wrong, place by place. */
  readonly issues?: readonly LeadIssue[];
}

type ErrorItem = Extract<AbiItem, { type: "error" }>;

/** What revert data means. `abi` holds the errors of all contracts that the call may have reached. */
export function explainRevert(data: Hex, abi: Abi): Explanation {
  const decoded = tryDecode(data, abi);
  if (decoded === undefined) {
    return {
      name: "UnknownRevert",
      message:
        data === "0x"
          ? "The contract refused the call without a reason."
          : `The contract refused the call with an error that none of the protocol's contracts declares: ${data.slice(0, 10)}.`,
      next: "Check the network and the addresses: the deployment may not be the one that these tasks were built for.",
    };
  }
  const { name, args, item } = decoded;
  if (name === "Error") return explainReason(String(args[0]));
  const advice = errorCatalogue[name];
  if (advice === undefined) {
    return {
      name,
      message: `The contract refused the call: ${name}(${args.map(String).join(", ")}).`,
      next: "Look the error up in the contract's interface.",
    };
  }
  const filled = (text: string) => fill(text, item, args, abi);
  return { name, message: filled(advice.says), next: filled(advice.next) };
}

/** The revert data in an error of viem's; undefined when the call did not revert. */
export function revertDataOf(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) return reverted.raw ?? "0x";
  const holder = error.walk((cause) => revertDataIn(cause as Error) !== undefined);
  return holder === null ? undefined : revertDataIn(holder);
}

/** How Hardhat's node tells of an error that it knows no name of: the data is in the message alone. */
const UNRECOGNIZED = /reverted with an unrecognized custom error \(return data: (0x[\da-f]*)\)/;

/** A node sends the data itself. */
function revertDataIn({ data, message }: Error & { data?: unknown }): Hex | undefined {
  return isHex(data) ? data : (UNRECOGNIZED.exec(message)?.[1] as Hex | undefined);
}

function tryDecode(data: Hex, abi: Abi) {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi, data });
    return {
      name: errorName,
      args: args ?? [],
      item: abiItem as ErrorItem,
    };
  } catch {
    return undefined;
  }
}

/** Circle's USDC reverts with text. */
function explainReason(reason: string): Explanation {
  for (const [start, { says, next }] of tokenReasons) {
    if (reason.startsWith(start)) return { name: start, message: says, next };
  }
  return {
    name: "Error",
    message: `The contract refused the call: ${reason}.`,
    next: "Check the arguments of the call.",
  };
}

function fill(text: string, { inputs }: ErrorItem, args: readonly unknown[], abi: Abi): string {
  return text.replaceAll(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, unit?: string) => {
    const index = inputs.findIndex((input) => input.name === name);
    if (index < 0) return whole;
    // An error may carry another's revert data.
    if (unit === "revert") return explainRevert(args[index] as Hex, abi).message;
    return formatArgument(args[index], unit);
  });
}
