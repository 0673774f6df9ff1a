import type { Hex } from "viem";

import type { Trader } from "../client/client.ts";
import { TaskError } from "../client/taskError.ts";
import { complianceOf } from "../compliance/registries.ts";
import { requirePermission } from "../compliance/requirePermission.ts";
import { credentialOf, type CredentialOptions } from "./credentialRequest.ts";
import { holderAddress, holderOf } from "./holder.ts";

/** What names a credential that an account holds. */
export interface HeldOptions extends CredentialOptions {
  readonly holder: string;
}

/**
 * The credential that the options name, held by the account, and whether the signer may call `functionName` on it.
 * @throws {TaskError} the signer may not, or the account does not hold it.
 */
export async function heldCredential(
  options: HeldOptions,
  trader: Trader,
  functionName: "removeCredential" | "renewCredential",
) {
  const request = credentialOf(options, false);
  const account = holderAddress(options.holder);
  const compliance = await complianceOf(trader);
  await requirePermission(compliance, trader.address, compliance.credentials, functionName);
  const regions = options.region === undefined ? [] : [options.region];
  const { identity, credentials } = await holderOf(compliance, account, regions);
  const credential = credentials.find(({ typeId }) => typeId === request.typeId);
  if (identity === undefined || credential === undefined) {
    const others = credentials.map(({ name }) => name).join(", ");
    throw new TaskError(
      `${account} holds no credential ${request.label}.`,
      others === "" ? "It holds none at all." : `It holds: ${others}.`,
    );
  }
  return { compliance, account, identity: identity satisfies Hex, credential };
}
