import {
  encodeAbiParameters,
  encodeFunctionData,
  keccak256,
  stringToHex,
  type Address,
  type Hex,
} from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, hex, sent, time } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import {
  endText,
  holderOf,
  isExpired,
  nameOf,
  residenceIn,
  type Credential,
} from "./getCredentials.ts";
import { requirePermission } from "./requirePermission.ts";

const IDENTITY_DOMAIN = keccak256(stringToHex("lead-engine.identity"));
const NO_CONTEXT: Hex = "0x";

const parameters = z.object({
  account: address.describe("Who gets it"),
  typeId: hex.describe("Its type: 32 bytes"),
  data: hex.optional().describe("What is filed with it: for KYC the region; nothing if absent"),
  expiresAt: time.describe("Unix seconds from which on it is invalid; 0 if never"),
  label: z.string().optional().describe("What messages call it; its type if absent"),
});

const result = z
  .object({
    account: address,
    identity: hex.describe("The account's identity"),
    typeId: hex,
    expiresAt: time,
  })
  .extend(sent.shape);

/**
 * Issues a credential to an account, which gets an identity first if it has none. Checks everything before it sends anything.
 * @throws {LeadEngineError} `MISSING_ROLE`: the trader may not. `CREDENTIAL_HELD`: the account holds one of this type already.
 */
export async function issueCredential(
  trader: Trader,
  { account, typeId, data = "0x", expiresAt, label }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { identities, credentials } = trader.contracts;
  const name = nameOf(trader, typeId, label);
  const holder = await holderOf(trader, account);
  if (holder.identity === null) {
    await requirePermission(trader, identities, "registerIdentity");
  }
  await requirePermission(trader, credentials, "registerCredential");
  const held = holder.credentials.find((one) => one.typeId === typeId);
  if (held !== undefined) throw await alreadyHeld(trader, account, held, name);

  const identity = holder.identity ?? (await register(trader, account));
  const args = [identity, typeId, expiresAt, data, NO_CONTEXT] as const;
  const receipt = await send(trader, {
    to: credentials.address,
    data: encodeFunctionData({ abi: credentials.abi, functionName: "registerCredential", args }),
    what: `Issuing ${name}`,
  });
  return { account, identity, typeId, expiresAt, ...receiptOf(receipt) };
}

/** The identity that an account gets with its first credential: always the same, whoever issues it. */
export function newIdentityOf(account: Address): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "bytes32" }, { type: "address" }], [IDENTITY_DOMAIN, account]),
  );
}

/** The registry holds one credential of a type. */
async function alreadyHeld(
  trader: Trader,
  account: Address,
  held: Credential,
  name: string,
): Promise<LeadEngineError> {
  const expired = isExpired(held, await trader.now());
  const state = expired ? "expired" : `until ${endText(held.expiresAt)}`;
  const residence = residenceIn(held.data);
  const resident = residence === undefined ? "" : `, resident in ${residence}`;
  return new LeadEngineError(
    "CREDENTIAL_HELD",
    `${account} holds ${nameOf(trader, held.typeId)} already (${state}${resident}).`,
    `Renew it, or revoke it before you issue ${name}.`,
  );
}

async function register(trader: Trader, account: Address): Promise<Hex> {
  const { identities } = trader.contracts;
  const identity = newIdentityOf(account);
  const args = [identity, account, NO_CONTEXT] as const;
  await send(trader, {
    to: identities.address,
    data: encodeFunctionData({ abi: identities.abi, functionName: "registerIdentity", args }),
    what: "Registering the identity",
    then: "the credential",
  });
  return identity;
}

export const issueCredentialDefinition = defineAction({
  name: "issueCredential",
  title: "Issue a credential",
  description:
    "Issues a credential to an account, which gets an identity first if it has none. For holders of the compliance role.",
  parameters,
  result,
  readOnly: false,
  run: issueCredential,
});
