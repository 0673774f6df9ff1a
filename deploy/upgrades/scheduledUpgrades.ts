import type { Address, Hex } from "viem";
import { getBlockNumber, getContractEvents, readContract } from "viem/actions";

import type { UpgradableName } from "../proxies.ts";
import type { Client } from "../sdk/client.ts";
import { accessManagerAbi } from "../sdk/generated/abis.ts";
import { upgradeOf } from "./upgradeCall.ts";

/** An upgrade that waits, or could be made now. */
export interface ScheduledUpgrade {
  readonly contract: UpgradableName;
  readonly implementation: Address;
  /** Who scheduled it, and alone can make it. */
  readonly caller: Address;
  readonly target: Address;
  readonly data: Hex;
  readonly operationId: Hex;
  /** From then on it can be made, Unix seconds. */
  readonly readyAt: number;
  /** From then on it no longer can, Unix seconds. */
  readonly expiresAt: number;
  readonly state: "waiting" | "ready";
}

/** Blocks of Base in ten days: a scheduled call waits two days and lapses a week later. */
const LOOK_BACK = 432_000n;
/** Blocks that public nodes search at once. */
const SEARCHED_AT_ONCE = 10_000n;

/** The upgrades that are scheduled with the access manager, the oldest first. */
export async function scheduledUpgrades(client: Client): Promise<ScheduledUpgrade[]> {
  const { publicClient, deployment } = client;
  const manager = { abi: accessManagerAbi, address: deployment.manager } as const;
  const head = await getBlockNumber(publicClient, { cacheTime: 0 });
  const found = new Map<Hex, Omit<ScheduledUpgrade, "readyAt" | "expiresAt" | "state">>();
  const first = head > LOOK_BACK ? head - LOOK_BACK : 0n;
  for (let fromBlock = first; fromBlock <= head; fromBlock += SEARCHED_AT_ONCE) {
    const last = fromBlock + SEARCHED_AT_ONCE - 1n;
    const toBlock = last < head ? last : head;
    const eventName = "OperationScheduled";
    const range = { eventName, fromBlock, toBlock, strict: true } as const;
    for (const { args } of await getContractEvents(publicClient, { ...manager, ...range })) {
      const { operationId, caller, target, data } = args;
      const upgrade = upgradeOf(deployment, { target, data });
      // One that is scheduled again is the newest.
      found.delete(operationId);
      if (upgrade !== undefined) {
        found.set(operationId, { ...upgrade, caller, target, data, operationId });
      }
    }
  }
  const now = await client.now();
  const expiration = await readContract(publicClient, { ...manager, functionName: "expiration" });
  const scheduled = await Promise.all(
    [...found.values()].map(async (upgrade) => {
      const args = [upgrade.operationId] as const;
      const read = { ...manager, functionName: "getSchedule", args } as const;
      const readyAt = await readContract(publicClient, read);
      const state = readyAt <= now ? ("ready" as const) : ("waiting" as const);
      return { ...upgrade, readyAt, expiresAt: readyAt + expiration, state };
    }),
  );
  // The manager forgets the time of what is done, cancelled or lapsed.
  return scheduled.filter(({ readyAt }) => readyAt !== 0);
}
