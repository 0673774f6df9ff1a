import { BaseError, toFunctionSelector, type Abi, type AbiFunction, type Address } from "viem";

import type { Client, Trader } from "../../client.ts";
import { roleName } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { pastEvents } from "../../pastEvents.ts";

/** A contract whose functions the AccessManager guards. */
interface Guarded {
  readonly address: Address;
  readonly abi: Abi;
}

/**
 * Refuses a call that the trader may not make, before anything is sent, and names who may.
 * @throws {LeadEngineError} `MISSING_ROLE`: the trader lacks the role. `MUST_SCHEDULE`: the trader holds it with a delay.
 */
export async function requirePermission(
  trader: Trader,
  { address, abi }: Guarded,
  functionName: string,
): Promise<void> {
  const { manager } = trader.contracts;
  const caller = trader.address;
  const item = abi.find((entry) => entry.type === "function" && entry.name === functionName);
  const selector = toFunctionSelector(item as AbiFunction);
  const [immediate, delay] = await manager.read.canCall([caller, address, selector]);
  if (immediate) return;
  if (delay > 0) {
    throw new LeadEngineError(
      "MUST_SCHEDULE",
      `${caller} has to schedule this ${delay} seconds ahead.`,
      "Schedule the call, wait, then repeat it: `callAsRole({ contract, functionName, args })` does both.",
    );
  }
  throw await missingRole(
    trader,
    caller,
    await manager.read.getTargetFunctionRole([address, selector]),
  );
}

/** An account lacks a role; names who holds it. */
export async function missingRole(
  client: Client,
  caller: Address,
  roleId: bigint,
): Promise<LeadEngineError> {
  const holders = await holdersOf(client, roleId);
  return new LeadEngineError(
    "MISSING_ROLE",
    `${caller} lacks the role that this needs: ${roleName(roleId)}.`,
    holders === undefined || holders.length === 0
      ? "Sign with the account that holds it; the governor grants it (SECURITY.md)."
      : `Sign with an account that holds it: ${holders.join(" or ")}.`,
  );
}

/** Present members of a role, from its events; undefined if the chain's node does not return them. */
async function holdersOf(client: Client, roleId: bigint): Promise<readonly Address[] | undefined> {
  const { manager } = client.contracts;
  try {
    const grants = await pastEvents(client, (range) =>
      manager.getEvents.RoleGranted({ roleId }, range),
    );
    const granted = new Set(grants.flatMap(({ args }) => args.account ?? []));
    const held = await Promise.all(
      [...granted].map(async (account) => {
        const [member] = await manager.read.hasRole([roleId, account]);
        return member ? [account] : [];
      }),
    );
    return held.flat();
  } catch (error) {
    // Public nodes limit how far back they search for events.
    if (error instanceof BaseError) return undefined;
    throw error;
  }
}
