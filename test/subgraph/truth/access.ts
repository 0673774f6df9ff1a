import type { Chain } from "./chain.ts";
import { firstOf, updated, type Claim } from "./claim.ts";
import { isEvent, type AnyLog } from "./history.ts";
import { pairId, roleId } from "./ids.ts";

/** Roles, members, permissions and targets, as the `AccessManager` has them. */
export async function accessClaims(chain: Chain): Promise<Claim[]> {
  const claims = await Promise.all([
    roleClaims(chain),
    memberClaims(chain),
    targetClaims(chain),
    permissionClaims(chain),
  ]);
  return claims.flat();
}

/** A role appears with its first member, permission or setting. */
function roleClaims({ history, contracts: { accessManager }, at }: Chain): Promise<Claim[]> {
  const settings = [
    "RoleLabel",
    "RoleAdminChanged",
    "RoleGuardianChanged",
    "RoleGrantDelayChanged",
  ];
  const logs = history.logs.filter(
    ({ contract, args }) => contract === "accessManager" && roleOf({ args }) !== undefined,
  );
  const claims = [...new Set(logs.map(roleOf))].map(async (role = 0n): Promise<Claim> => {
    const own = logs.filter((log) => roleOf(log) === role);
    const set = own.filter(({ event }) => settings.includes(event));
    const label = set.findLast((log) => isEvent(log, "accessManager", "RoleLabel"));
    const delay = set.findLast((log) => isEvent(log, "accessManager", "RoleGrantDelayChanged"));
    return {
      entity: "Role",
      id: roleId(role),
      view: "AccessManager.getRoleAdmin and getRoleGuardian",
      fields: {
        roleId: role,
        label: label?.args.label,
        admin: await accessManager.read.getRoleAdmin([role], at),
        guardian: await accessManager.read.getRoleGuardian([role], at),
        grantDelay: delay?.args.delay ?? 0,
        grantDelaySince: delay?.args.since,
        ...updated(firstOf(...own), ...set),
      },
    };
  });
  return Promise.all(claims);
}

async function memberClaims({ history, contracts: { accessManager }, at }: Chain) {
  const logs = history.logs.filter(isMembership);
  const members = new Map(logs.map(({ args }) => [`${args.roleId}/${args.account}`, args]));
  const claims = [...members.values()].map(async ({ roleId: role, account }): Promise<Claim[]> => {
    const own = logs.filter(({ args }) => args.roleId === role && args.account === account);
    const grant = own.findLast((log) => isEvent(log, "accessManager", "RoleGranted"));
    const active = own.at(-1)?.event === "RoleGranted";
    const [since, delay, pendingDelay] = await accessManager.read.getAccess([role, account], at);
    const id = pairId(roleId(role), account);
    const told: Claim = {
      entity: "RoleMember",
      id,
      fields: {
        role: roleId(role),
        account,
        active,
        delay: grant?.args.delay,
        since: grant?.args.since,
        ...updated(...own),
      },
    };
    // The manager forgets those who lost a role, and lets a shorter delay wait: then the pending one is what was granted.
    const isPending = grant !== undefined && pendingDelay === grant.args.delay;
    const fields = {
      active: since !== 0,
      ...(active ? { delay: isPending ? pendingDelay : delay } : {}),
    };
    return [told, { entity: "RoleMember", id, view: "AccessManager.getAccess", fields }];
  });
  return (await Promise.all(claims)).flat();
}

function targetClaims({ history, contracts: { accessManager }, at }: Chain): Promise<Claim[]> {
  const logs = history.logs.filter(isTargetChange);
  const targets = new Set(logs.map(({ args }) => args.target));
  const claims = [...targets].map(async (target): Promise<Claim> => {
    const own = logs.filter(({ args }) => args.target === target);
    const set = own.filter(({ event }) => event !== "TargetFunctionRoleUpdated");
    const delay = own.findLast((log) => isEvent(log, "accessManager", "TargetAdminDelayUpdated"));
    return {
      entity: "AccessTarget",
      id: target,
      view: "AccessManager.isTargetClosed",
      fields: {
        closed: await accessManager.read.isTargetClosed([target], at),
        adminDelay: delay?.args.delay ?? 0,
        adminDelaySince: delay?.args.since,
        ...updated(firstOf(...own), ...set),
      },
    };
  });
  return Promise.all(claims);
}

function permissionClaims({ history, contracts: { accessManager }, at }: Chain): Promise<Claim[]> {
  const logs = history.of("accessManager", "TargetFunctionRoleUpdated");
  const permissions = new Map(logs.map((log) => [pairId(log.args.target, log.args.selector), log]));
  const claims = [...permissions].map(async ([id, last]): Promise<Claim> => {
    const { target, selector } = last.args;
    const role = await accessManager.read.getTargetFunctionRole([target, selector], at);
    return {
      entity: "FunctionPermission",
      id,
      view: "AccessManager.getTargetFunctionRole",
      fields: {
        target,
        selector,
        role: roleId(role),
        ...updated(last),
      },
    };
  });
  return Promise.all(claims);
}

function roleOf({ args }: Pick<AnyLog, "args">): bigint | undefined {
  return (args as { roleId?: bigint }).roleId;
}

function isMembership(log: AnyLog) {
  return (
    isEvent(log, "accessManager", "RoleGranted") || isEvent(log, "accessManager", "RoleRevoked")
  );
}

function isTargetChange(log: AnyLog) {
  return (
    isEvent(log, "accessManager", "TargetClosed") ||
    isEvent(log, "accessManager", "TargetAdminDelayUpdated") ||
    isEvent(log, "accessManager", "TargetFunctionRoleUpdated")
  );
}
