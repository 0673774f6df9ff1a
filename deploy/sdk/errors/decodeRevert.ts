import {
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  isHex,
  type Abi,
  type AbiItem,
  type Hex,
} from "viem";

import { BOUNTY_RULES, bountyRuleName } from "../bounty/bountyRule.ts";
import { phaseName } from "../codes/enums.ts";
import { bpsText, timeText, usdcText } from "../codes/text.ts";
import * as abis from "../generated/abis.ts";
import { errorTexts } from "../generated/errors.ts";
import { hexToRegion } from "../lead/region.ts";
import { foreignErrors, tokenReasons } from "./foreignErrors.ts";
import { LeadEngineError } from "./leadEngineError.ts";
import { nextSteps } from "./nextSteps.ts";

/**
 * Names what only a deployment's parameters name, such as verticals and types of credentials; undefined if they do not name it.
 * @param unit what the value is: `vertical`, `credential`, `reason`.
 */
export type Describe = (value: unknown, unit: string) => string | undefined;

/** All errors that a call to the protocol can end in. */
export const errorAbi: Abi = (Object.values(abis) as Abi[])
  .flat()
  .filter(({ type }: AbiItem) => type === "error");

/**
 * What revert data of one of the protocol's contracts means. The error's code is the name of the contract's error, or the start of the text
 * that USDC reverts with.
 */
export function decodeRevert(data: Hex, describe: Describe = () => undefined): LeadEngineError {
  const decoded = tryDecode(data);
  if (decoded === undefined) {
    return new LeadEngineError(
      "UnknownRevert",
      data === "0x"
        ? "The contract refused the call without a reason."
        : `The contract refused the call with an error that none of the protocol's contracts declares: ${data.slice(0, 10)}.`,
      "Check the network and the addresses: the deployment may not be the one that this code was built for.",
    );
  }
  const { name, args, names } = decoded;
  const refusal = `The contract refused the call: ${name}(${args.map(String).join(", ")}).`;
  if (name === "Error") {
    const reason = Object.keys(tokenReasons).find((start) => String(args[0]).startsWith(start));
    const code = reason ?? name;
    return new LeadEngineError(code, tokenReasons[code] ?? refusal, nextSteps[code]);
  }
  const { says, units = {} } = foreignErrors[name] ?? errorTexts[name] ?? { says: refusal };
  const fill = (text: string, places: RegExp) =>
    text.replaceAll(places, (whole, argument: string) => {
      const index = names.indexOf(argument);
      return index < 0 ? whole : formatArgument(args[index], units[argument], describe);
    });
  const next = nextSteps[name];
  return new LeadEngineError(name, fill(says, /`(\w+)`/g), next && fill(next, /\{(\w+)\}/g));
}

/** The revert data in an error of viem's; undefined when the call did not revert. */
export function revertDataOf(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) return reverted.raw ?? "0x";
  const holder = error.walk((cause) => revertDataIn(cause as Error) !== undefined);
  return holder === null ? undefined : revertDataIn(holder);
}

/** How Hardhat's node reports an error that it cannot name: the data is only in the message. */
const UNRECOGNIZED = /reverted with an unrecognized custom error \(return data: (0x[\da-f]*)\)/;

/** A node sends the data itself. */
function revertDataIn({ data, message }: Error & { data?: unknown }): Hex | undefined {
  return isHex(data) ? data : (UNRECOGNIZED.exec(message)?.[1] as Hex | undefined);
}

function tryDecode(data: Hex) {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorAbi, data });
    return {
      name: errorName,
      args: args ?? [],
      names: (abiItem as Extract<AbiItem, { type: "error" }>).inputs.map(({ name }) => name),
    };
  } catch {
    return undefined;
  }
}

const FORMATS: Readonly<Record<string, (value: never) => string>> = {
  usdc: usdcText,
  time: timeText,
  bps: bpsText,
  phase: (phase: number) => phaseName(phase),
  region: hexToRegion,
  bountyRule: (rule: number) => `"${BOUNTY_RULES[bountyRuleName(rule)]}"`,
};

/** A contract's value in the named unit; unchanged without one. */
function formatArgument(value: unknown, unit: string | undefined, describe: Describe): string {
  if (unit === undefined) return String(value);
  // An error may carry another's revert data.
  if (unit === "revert") return decodeRevert(value as Hex, describe).says;
  return FORMATS[unit]?.(value as never) ?? describe(value, unit) ?? String(value);
}
