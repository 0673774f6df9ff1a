import { parseEventLogs, type Address, type Hex } from "viem";
import { getContractEvents } from "viem/actions";

import type { Client } from "../../client.ts";
import type { RolesQuery } from "../../generated/queries.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";

/** Roles and scheduled calls as the subgraph lists them, in short. */
export interface RoleRows {
  readonly roles: readonly Omit<RolesQuery["roles"][number], "label" | "grantDelaySince">[];
  readonly operations: readonly Omit<
    RolesQuery["operations"][number],
    "nonce" | "timestamp" | "txHash"
  >[];
}

/** A role, as the manager's events up to now leave it. */
interface Role {
  admin: bigint;
  guardian: bigint;
  /** Seconds. */
  grantDelay: number;
  readonly members: Map<Address, { readonly delay: number; readonly since: number }>;
}

/** Who may do what, and which scheduled calls are due at `since` or later, from the manager's events. */
export async function rolesOnChain(
  client: Client,
  since: number,
): Promise<RoleRows & { readonly block: number }> {
  const block = await latestBlockOf(client.publicClient);
  const { abi, address } = client.contracts.manager;
  const logs = await pastEventsUpTo(client, BigInt(block), (range) =>
    getContractEvents(client.publicClient, { abi, address, ...range }),
  );
  const roles = new Map<bigint, Role>();
  const permissions = new Map<string, Permission>();
  const scheduled = new Map<string, Scheduled>();
  const roleAt = (roleId: bigint): Role => {
    const role = roles.get(roleId) ?? newRole();
    roles.set(roleId, role);
    return role;
  };
  for (const { eventName, args } of parseEventLogs({ abi, logs })) {
    switch (eventName) {
      case "RoleGranted":
        roleAt(args.roleId).members.set(args.account, { delay: args.delay, since: args.since });
        break;
      case "RoleRevoked":
        roleAt(args.roleId).members.delete(args.account);
        break;
      case "RoleLabel":
        roleAt(args.roleId);
        break;
      case "RoleAdminChanged":
        roleAt(args.roleId).admin = args.admin;
        break;
      case "RoleGuardianChanged":
        roleAt(args.roleId).guardian = args.guardian;
        break;
      case "RoleGrantDelayChanged":
        roleAt(args.roleId).grantDelay = args.delay;
        break;
      case "TargetFunctionRoleUpdated":
        roleAt(args.roleId);
        permissions.set(`${args.target} ${args.selector}`, args);
        break;
      case "OperationScheduled":
        scheduled.set(`${args.operationId} ${args.nonce}`, args);
        break;
      case "OperationExecuted":
      case "OperationCanceled":
        scheduled.delete(`${args.operationId} ${args.nonce}`);
        break;
    }
  }
  return {
    block,
    roles: [...roles]
      .sort(([a], [b]) => Number(a - b))
      .map(([roleId, role]) => roleRow(roleId, role, [...permissions.values()])),
    operations: [...scheduled.values()]
      .filter(({ schedule }) => schedule >= since)
      .sort((a, b) => a.schedule - b.schedule || (a.operationId < b.operationId ? -1 : 1))
      .map(({ schedule, ...call }) => ({ ...call, executableAt: String(schedule) })),
  };
}

/** What a role may call. */
interface Permission {
  readonly target: Address;
  readonly selector: Hex;
  readonly roleId: bigint;
}

/** A call that waits, or is due. */
interface Scheduled {
  readonly operationId: Hex;
  /** When it can first be executed, Unix seconds. */
  readonly schedule: number;
  readonly caller: Address;
  readonly target: Address;
  readonly data: Hex;
}

function newRole(): Role {
  return { admin: 0n, guardian: 0n, grantDelay: 0, members: new Map() };
}

function roleRow(roleId: bigint, role: Role, permissions: readonly Permission[]) {
  return {
    roleId: String(roleId),
    admin: String(role.admin),
    guardian: String(role.guardian),
    grantDelay: String(role.grantDelay),
    members: [...role.members]
      .map(([account, { delay, since }]) => ({
        account: { id: account.toLowerCase() as Hex },
        delay: String(delay),
        since: String(since),
      }))
      .sort((a, b) => (a.account.id < b.account.id ? -1 : 1)),
    permissions: permissions
      .filter((permission) => permission.roleId === roleId)
      .map(({ target, selector }) => ({ selector, target: { id: target } })),
  };
}
