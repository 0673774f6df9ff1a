import { decodeErrorResult, isAddressEqual, type Address } from "viem";

import { revertDataOf } from "../../deploy/sdk/errors/decodeRevert.ts";
import type { Floor } from "./floor.ts";

/** Name of the first rule by which the compliance gate denies an attempt to `account`; undefined when it succeeds. Other failures are thrown on. */
export async function deniedRule(
  { protocol: { gate } }: Floor,
  account: Address,
  attempt: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    const data = revertDataOf(error);
    if (data === undefined) throw error;
    const { errorName, args } = decodeErrorResult({ abi: gate.abi, data });
    if (errorName !== "ComplianceGate_Denied" || !isAddressEqual(args[0], account)) throw error;
    const [, , , , reason] = args;
    return reason.slice(0, reason.indexOf(":"));
  }
}
