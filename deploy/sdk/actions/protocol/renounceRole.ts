import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { ROLES, roleName, type RoleName } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";

const parameters = z.object({
  role: z.enum(Object.keys(ROLES) as RoleName[]).describe("The role to give up"),
});

const result = z.object({ account: address, role: z.string() }).extend(sent.shape);

/** Gives up a role of the wallet, at once: only the role's admin can grant it again. @throws {LeadEngineError} `NOT_HELD`. */
export async function renounceRole(
  trader: Trader,
  { role }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { address: account, contracts } = trader;
  const { manager } = contracts;
  const [isMember] = await manager.read.hasRole([ROLES[role], account]);
  if (!isMember) {
    throw new LeadEngineError(
      "NOT_HELD",
      `${account} does not hold the role ${roleName(ROLES[role])}.`,
      "`getRoles({})` lists who holds which role.",
    );
  }
  const receipt = await send(trader, {
    to: manager.address,
    data: encodeFunctionData({
      abi: manager.abi,
      functionName: "renounceRole",
      args: [ROLES[role], account],
    }),
    what: `Giving up the role ${roleName(ROLES[role])}`,
  });
  return { account, role: roleName(ROLES[role]), ...receiptOf(receipt) };
}

export const renounceRoleDefinition = defineAction({
  name: "renounceRole",
  title: "Give up a role",
  description:
    "Gives up a role that the wallet holds, at once and without a delay; only the role's admin can grant it again.",
  parameters,
  result,
  readOnly: false,
  run: renounceRole,
});
