import { decodeErrorResult, isAddressEqual } from "viem";

import { revertDataOf } from "../../../deploy/sdk/errors/decodeRevert.ts";
import { explainError } from "../../../deploy/sdk/errors/explainError.ts";
import type { Trader } from "../../../deploy/sdk/client.ts";

/** Whether an attempt fails with an error whose code starts with this. Any other failure is thrown on. */
export async function isRefused(code: string, attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return false;
  } catch (error) {
    if (explainError(error)?.code.startsWith(code) === true) return true;
    throw error;
  }
}

/** The first rule by which the compliance gate denies an attempt to `trader`; undefined when it succeeds. Any other failure is thrown on. */
export async function deniedRule(
  { contracts: { gate }, address }: Pick<Trader, "contracts" | "address">,
  attempt: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    const data = revertDataOf(error);
    if (data === undefined) throw error;
    const { errorName, args } = decodeErrorResult({ abi: gate.abi, data });
    if (errorName !== "ComplianceGate_Denied" || !isAddressEqual(args[0], address)) throw error;
    const [, , , , reason] = args;
    return reason.slice(0, reason.indexOf(":"));
  }
}
