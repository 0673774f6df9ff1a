/** Roles of the `AccessManager`; 0 is its admin, held by the governor. */
export const ROLES = {
  GOVERNOR: 0n,
  UPGRADER: 1n,
  CONFIGURATOR: 2n,
  GUARDIAN: 3n,
  COMPLIANCE: 4n,
} as const;

/** A role by name. */
export type RoleName = keyof typeof ROLES;

/** A role's name in lower case; its number where the protocol has no such role. */
export function roleName(roleId: bigint): string {
  const known = Object.entries(ROLES).find(([, id]) => id === roleId);
  return known === undefined ? `role ${roleId}` : known[0].toLowerCase();
}
