import { getAddress } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { roleName } from "../../codes/enums.ts";
import { RolesDocument, type RolesQuery } from "../../generated/queries.ts";
import { callText, functionText } from "../../governance/governedContracts.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain } from "../indexOrChain.ts";
import { address, hex, time } from "../schemas.ts";
import { rolesOnChain, type RoleRows } from "./rolesOnChain.ts";

/** How long a scheduled call can be executed once it is due, seconds: as `AccessManager.expiration`. */
const EXPIRATION = 7 * 86_400;

const parameters = z.object({});

const result = z.object({
  now: time.describe("The chain's time, Unix seconds"),
  block: z.number().int().describe("The block of this answer"),
  roles: z.array(
    z.object({
      role: z.string().describe("The role's name in lower case"),
      members: z.array(
        z.object({
          account: address,
          delay: z.number().int().describe("How long its calls wait, seconds"),
          since: time.describe("From when on it holds the role"),
        }),
      ),
      admin: z.string().describe("The role that grants it"),
      guardian: z.string().describe("The role that can cancel its scheduled calls"),
      grantDelay: z.number().int().describe("How long a grant takes, seconds"),
      functions: z
        .array(z.string())
        .describe("What it may call, such as registry.configureVertical"),
    }),
  ),
  scheduled: z
    .array(
      z.object({
        operationId: hex,
        call: z.string().describe("What is called, in words"),
        caller: address.describe("Who scheduled it, and may execute it"),
        executableAt: time.describe("When it can first be executed, Unix seconds"),
        expiresAt: time.describe("When it can no longer be executed, Unix seconds"),
      }),
    )
    .describe("Calls that wait, or are due"),
});

/** Who may do what on the contracts, and which calls are scheduled; see `indexOrChain`. */
export async function getRoles(
  client: Client,
  _parameters: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts } = client;
  const now = await client.now();
  const since = now - EXPIRATION;
  const { roles, operations, block } = await indexOrChain(
    client,
    async (url): Promise<RoleRows & { block: number }> => {
      const variables = { since: String(since) };
      const { answer, block } = await queryAtBlock(url, RolesDocument, variables);
      return { ...answer, block: block.number };
    },
    () => rolesOnChain(client, since),
  );
  return {
    now,
    block,
    roles: roles.map((role) => ({
      role: roleName(BigInt(role.roleId)),
      members: role.members.map(memberOf),
      admin: roleName(BigInt(role.admin)),
      guardian: roleName(BigInt(role.guardian)),
      grantDelay: Number(role.grantDelay),
      functions: role.permissions
        .map(({ target, selector }) => functionText(contracts, getAddress(target.id), selector))
        .sort(),
    })),
    scheduled: operations.map((operation) => ({
      operationId: operation.operationId,
      call: callText(contracts, getAddress(operation.target), operation.data),
      caller: getAddress(operation.caller),
      executableAt: Number(operation.executableAt),
      expiresAt: Number(operation.executableAt) + EXPIRATION,
    })),
  };
}

function memberOf({ account, delay, since }: RolesQuery["roles"][number]["members"][number]) {
  return { account: getAddress(account.id), delay: Number(delay), since: Number(since) };
}

export const getRolesDefinition = defineAction({
  name: "getRoles",
  title: "Roles and scheduled calls",
  description:
    "Who holds which role of the AccessManager and with what delay, what each role may call, and which calls are scheduled. From the subgraph, else from the chain.",
  parameters,
  result,
  readOnly: true,
  run: getRoles,
});
