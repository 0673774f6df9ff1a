import { BaseError, toFunctionSelector, type Abi, type AbiFunction, type Address } from "viem";

import { ROLES } from "../../deploy/roles.ts";
import { TaskError } from "../client/taskError.ts";
import type { Compliance } from "./registries.ts";

/** A contract whose functions the AccessManager guards. */
interface Guarded {
  readonly address: Address;
  readonly abi: Abi;
}

/**
 * Refuses a call that its caller has no right to, before anything is sent, and says who has it.
 * @throws {TaskError} the caller lacks the role, or holds it with a delay.
 */
export async function requirePermission(
  { manager }: Pick<Compliance, "manager">,
  caller: Address,
  { address, abi }: Guarded,
  functionName: string,
): Promise<void> {
  const item = abi.find((entry) => entry.type === "function" && entry.name === functionName);
  const selector = toFunctionSelector(item as AbiFunction);
  const [immediate, delay] = await manager.read.canCall([caller, address, selector]);
  if (immediate) return;
  if (delay > 0) {
    throw new TaskError(
      `${caller} has to schedule this ${delay} seconds ahead.`,
      "Schedule the call with the AccessManager, wait, then repeat it.",
    );
  }
  const roleId = await manager.read.getTargetFunctionRole([address, selector]);
  const holders = await holdersOf(manager, roleId);
  throw new TaskError(
    `${caller} lacks the role that this needs: ${roleName(roleId)}.`,
    holders === undefined || holders.length === 0
      ? "Sign with the account that holds it; the governor grants it (SECURITY.md)."
      : `Sign with an account that holds it: --account ${holders.join(" or ")}.`,
  );
}

function roleName(roleId: bigint): string {
  const known = Object.entries(ROLES).find(([, id]) => id === roleId);
  return known === undefined ? `role ${roleId}` : known[0].toLowerCase();
}

/** Present members of a role, from its events; undefined where the chain's node does not give them. */
async function holdersOf(
  manager: Compliance["manager"],
  roleId: bigint,
): Promise<readonly Address[] | undefined> {
  try {
    const grants = await manager.getEvents.RoleGranted({ roleId }, { fromBlock: 0n });
    const granted = new Set(grants.flatMap(({ args }) => args.account ?? []));
    const held = await Promise.all(
      [...granted].map(async (account) => {
        const [member] = await manager.read.hasRole([roleId, account]);
        return member ? [account] : [];
      }),
    );
    return held.flat();
  } catch (error) {
    // Public nodes limit how far back events are told.
    if (error instanceof BaseError) return undefined;
    throw error;
  }
}
