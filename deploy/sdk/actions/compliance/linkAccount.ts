import { encodeFunctionData, isAddressEqual, zeroHash, type Address, type Hex } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, hex, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { requirePermission } from "./requirePermission.ts";

const parameters = z.object({
  account: address.describe("The account to link, such as an agent's"),
  principal: address.describe("An account of the identity that it shall belong to"),
  unlink: z
    .boolean()
    .optional()
    .describe("Whether to take the account out of the identity instead"),
});

const result = z
  .object({ account: address, identity: hex.describe("The identity"), linked: z.boolean() })
  .extend(sent.shape);

const NO_CONTEXT = "0x";

/**
 * Lets an account act with the credentials of a principal's identity, or no more. One account of an identity bids at a time: it moves to
 * another once the old one has nothing locked.
 * @throws {LeadEngineError} `MISSING_ROLE`: the trader may not. `NO_IDENTITY`: the principal has none. `OTHER_IDENTITY`: the account has
 * another one, or not this one.
 */
export async function linkAccount(
  trader: Trader,
  { account, principal, unlink = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { identities } = trader.contracts;
  const functionName = unlink ? "removeIdentity" : "registerIdentity";
  await requirePermission(trader, identities, functionName);
  const [identity, own] = await Promise.all(
    [principal, account].map((one) => identities.read.getIdentity([one])),
  );
  if (identity === undefined || identity === zeroHash) throw noIdentity(principal);
  const expected = unlink ? identity : zeroHash;
  if (own !== expected || isAddressEqual(account, principal)) throw otherIdentity(account, own);
  const receipt = await send(trader, {
    to: identities.address,
    data: encodeFunctionData({
      abi: identities.abi,
      functionName,
      args: [identity, account, NO_CONTEXT],
    }),
    what: unlink ? "Unlinking the account" : "Linking the account",
  });
  return { account, identity, linked: !unlink, ...receiptOf(receipt) };
}

function noIdentity(principal: Address): LeadEngineError {
  return new LeadEngineError(
    "NO_IDENTITY",
    `${principal} has no identity.`,
    "It gets one with its first credential.",
  );
}

function otherIdentity(account: Address, own: Hex | undefined): LeadEngineError {
  const isNone = own === undefined || own === zeroHash;
  return new LeadEngineError(
    "OTHER_IDENTITY",
    isNone ? `${account} belongs to no identity.` : `${account} belongs to an identity already.`,
    isNone ? "There is nothing to unlink." : "Unlink it first, or use a new account.",
  );
}

export const linkAccountDefinition = defineAction({
  name: "linkAccount",
  title: "Link an account to an identity",
  description:
    "Lets an account, such as an agent's, act with the credentials of a principal's identity, or takes that back. For holders of the compliance role.",
  parameters,
  result,
  readOnly: false,
  run: linkAccount,
});
