import { zeroHash, type Address, type Hex } from "viem";
import { z } from "zod";

import type { Client, Trader } from "../../client.ts";
import { timeText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { regionSchema } from "../../lead/lead.ts";
import { hexToRegion } from "../../lead/region.ts";
import { defineAction } from "../definition.ts";
import { address, hex, time } from "../schemas.ts";
import { requirePermission } from "./requirePermission.ts";

const parameters = z.object({ account: address.describe("Whose credentials they are") });

/** A credential as the registry holds it. */
const credential = z.object({
  typeId: hex.describe("Its type: 32 bytes"),
  data: hex.describe(
    "What the issuer filed with it: a KYC credential's has the region of residence",
  ),
  expiresAt: time.describe("Unix seconds from which on it is invalid; 0 if never"),
});

/** A credential as the registry holds it. */
export type Credential = z.output<typeof credential>;

const holder = z.object({
  account: address,
  identity: hex.nullable().describe("The account's identity; null for an unknown account"),
  credentials: z.array(credential).describe("The identity's credentials, expired ones too"),
});

/** An account, its identity, and the identity's credentials. */
type Holder = z.output<typeof holder>;

const result = holder.extend({
  accounts: z.array(address).describe("All accounts of the identity"),
});

/** Names a credential that an account holds. */
export const heldParameters = z.object({
  account: address.describe("Who holds it"),
  typeId: hex.describe("Its type: 32 bytes"),
  label: z.string().optional().describe("What messages call it; its type if absent"),
});

/** An account's identity and its credentials, expired ones too. */
export async function getCredentials(
  client: Client,
  { account }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const found = await holderOf(client, account);
  const { identity } = found;
  const { getAccounts } = client.contracts.identities.read;
  return { ...found, accounts: identity === null ? [] : [...(await getAccounts([identity]))] };
}

/** Reads what an account holds. */
export async function holderOf({ contracts }: Client, account: Address): Promise<Holder> {
  const { identities, credentials } = contracts;
  const identity = await identities.read.getIdentity([account]);
  if (identity === zeroHash) return { account, identity: null, credentials: [] };
  const types = await credentials.read.getCredentialTypes([identity]);
  const held = await credentials.read.getCredentials([identity, types]);
  return {
    account,
    identity,
    credentials: held.map(({ expiresAt, credentialData }, index) => ({
      typeId: types[index] ?? zeroHash,
      data: credentialData,
      expiresAt,
    })),
  };
}

/**
 * The credential that an account holds, with its identity.
 * @throws {LeadEngineError} `NO_CREDENTIAL`: the account does not hold it. `MISSING_ROLE`: the trader may not call `functionName` on it.
 */
export async function heldCredential(
  trader: Trader,
  { account, typeId, label }: z.output<typeof heldParameters>,
  functionName: "removeCredential" | "renewCredential",
): Promise<{ readonly identity: Hex; readonly held: Credential }> {
  await requirePermission(trader, trader.contracts.credentials, functionName);
  const { identity, credentials } = await holderOf(trader, account);
  const held = credentials.find((one) => one.typeId === typeId);
  if (identity !== null && held !== undefined) return { identity, held };
  const others = credentials.map((one) => nameOf(trader, one.typeId)).join(", ");
  throw new LeadEngineError(
    "NO_CREDENTIAL",
    `${account} holds no credential ${nameOf(trader, typeId, label)}.`,
    others === "" ? "It holds none at all." : `It holds: ${others}.`,
  );
}

/** What messages call a credential. */
export function nameOf({ describe }: Client, typeId: Hex, label?: string): string {
  return label ?? describe(typeId, "credential") ?? typeId;
}

/** A credential's end in words. */
export function endText(expiresAt: number): string {
  return expiresAt === 0 ? "no end" : timeText(expiresAt);
}

/** Whether a credential has expired. @param now Unix seconds. */
export function isExpired({ expiresAt }: Pick<Credential, "expiresAt">, now: number): boolean {
  return expiresAt !== 0 && expiresAt <= now;
}

/** The region of residence in a KYC credential's data; undefined where its issuer filed something else. */
export function residenceIn(data: Hex): string | undefined {
  if (!/^0x[0-9a-f]{12}$/i.test(data)) return undefined;
  return regionSchema.safeParse(hexToRegion(data)).data;
}

export const getCredentialsDefinition = defineAction({
  name: "getCredentials",
  title: "Credentials of an account",
  description:
    "An account's identity, all accounts of that identity, and the credentials that it holds, expired ones too.",
  parameters,
  result,
  readOnly: true,
  run: getCredentials,
});
